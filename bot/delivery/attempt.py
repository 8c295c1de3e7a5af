"""One attempt: from a claim, through its rendering and its turn, to what is written down about it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, Protocol

import structlog

from bot.delivery.conclusion import Done, cancel, conclude, release, wait
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import (
    Fold,
    Outgoing,
    Post,
    PutAway,
    Sendable,
    Wait,
    expected_call,
    first_call,
    is_alike,
)
from bot.delivery.pacing import Pacing, Turn
from bot.delivery.slots import Slots
from bot.delivery.suspensions import Suspension, Suspensions
from bot.domain.nudge import SUSPENDED, Claim, Result, Settlement
from bot.logs import where_raised
from bot.metrics import Metrics
from bot.usecases.ports import Clock, Unavailable

SENDING_SECONDS: Final = 25.0
"""The longest that one sending may take, looking for an earlier copy included. A lease must outlast it."""

log = structlog.get_logger(__name__)


async def at_once() -> None:
    """Give way to nobody."""


class Renderer(Protocol):
    """Turns a claim into what is sent, from the state of the moment."""

    async def prepare(self, claim: Claim) -> Outgoing:
        """Take the clock's step where the kind has one, then return what is to be sent.

        None means that nothing is owed any more, `Wait` that it is not its time yet. It may be called again
        for the same claim, and has no open transaction when it returns.
        """
        ...


class Sender(Protocol):
    """Sends what was rendered."""

    async def send(
        self, claim: Claim, outgoing: Sendable, is_still_owed: Callable[[], Awaitable[bool]]
    ) -> Outcome:
        """Make one attempt and return what became of it; ask before a post whether it is owed, if that took a while."""
        ...

    async def look(self, claim: Claim) -> Outcome:
        """Say whether an earlier attempt has posted the direct message: SENT, NOTHING where it has not, or UNSEEN."""
        ...


class Attempts:
    """Makes attempts, at most `concurrency` at a time, and in one workspace half of what the others leave."""

    def __init__(
        self,
        renderer: Renderer,
        sender: Sender,
        pacing: Pacing,
        suspensions: Suspensions,
        clock: Clock,
        concurrency: int,
        monotonic: Callable[[], float] = time.monotonic,
        give_way: Callable[[], Awaitable[None]] = at_once,
        metrics: Metrics | None = None,
    ) -> None:
        self._give_way = give_way
        self._metrics = metrics or Metrics()
        self._renderer = renderer
        self._sender = sender
        self._pacing = pacing
        self._suspensions = suspensions
        self._clock = clock
        self._monotonic = monotonic
        self._slots = Slots(concurrency)
        # By identity: a claim's hash is that of all its fields.
        self._being_sent: set[int] = set()
        self._stopping = asyncio.Event()

    def is_being_sent(self, claim: Claim) -> bool:
        """Say whether its sending has begun: broken off now, it may have been posted."""
        return id(claim) in self._being_sent

    def stop(self) -> None:
        """Send nothing more: what is not on its way yet is released."""
        self._stopping.set()

    async def make(self, claim: Claim, until: float) -> Done:
        """Make one attempt; `until` is when the lease ends, in monotonic seconds. Never raises."""
        try:
            done = await self._make(claim, until)
        except Unavailable as error:
            done = self._concluded(claim, Outcome(Verdict.LATER, "unavailable", error.retry_after))
        except Exception as bug:
            done = self._failed(claim, bug)
        # Never reached where it is broken off: whoever asks then has to know.
        self._being_sent.discard(id(claim))
        return done

    async def _make(self, claim: Claim, until: float) -> Done:
        # Render, wait for the turn, render again: the work may have shipped in between. Others use the slot meanwhile.
        has_turn = False
        while True:
            async with self._slots.taken(claim.nudge.tenant):
                step = await self._step(claim, until, has_turn=has_turn)
            if isinstance(step, Done):
                return step
            await self._pause(step.seconds)
            has_turn = True

    async def _step(self, claim: Claim, until: float, *, has_turn: bool) -> Done | Turn:
        """Go on as far as it goes: to the end, or to a turn that is to be waited for, unless it `has_turn`."""
        await self._give_way()
        held_back = self._held_back(claim, until, has_turn=has_turn)
        if held_back:
            return held_back
        outgoing = await self._renderer.prepare(claim)
        if outgoing is None or isinstance(outgoing, Wait | Fold):
            return await self._leave(claim, outgoing, until)
        if not has_turn:
            turn = self._pacing.reserve(claim.nudge.tenant, *first_call(outgoing), claim.nudge.id)
            if not turn.granted:
                return self._paced(claim, turn)
            if turn.seconds > 0:
                return turn
        return await self._send(claim, outgoing, until)

    def _held_back(self, claim: Claim, until: float, *, has_turn: bool) -> Done | None:
        """Return what becomes of it where there is no use in drawing it now."""
        suspension = self._suspensions.of(claim.nudge.tenant)
        if suspension:
            return self._held_up(claim, suspension)
        if self._may_not_send(until):
            return Done(release(claim, self._clock.now()))
        if has_turn:
            return None
        refusal = self._pacing.send_away(claim.nudge.tenant, *expected_call(claim), claim.nudge.id)
        return self._paced(claim, refusal) if refusal else None

    def _may_not_send(self, until: float) -> bool:
        return self._stopping.is_set() or self._monotonic() + SENDING_SECONDS > until

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _send(self, claim: Claim, outgoing: Sendable, until: float) -> Done:
        if self._may_not_send(until):  # rendering may have taken long
            return Done(release(claim, self._clock.now()))

        async def is_still_owed() -> bool:
            return is_alike(outgoing, await self._renderer.prepare(claim))

        self._being_sent.add(id(claim))
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                outcome = await self._sender.send(claim, outgoing, is_still_owed)
        except TimeoutError:
            outcome = Outcome(Verdict.AMBIGUOUS, "timeout", is_suspect=True, is_blind=claim.is_suspect)
        done = await self._ended(claim, outcome, outgoing if isinstance(outgoing, Post) else None)
        # What is put away stands where it stands: nobody waits behind it until it is known whether it does.
        is_looked_for = isinstance(outgoing, PutAway) and outcome.verdict is Verdict.UNREAD
        return replace(done, keeps_order=done.keeps_order and not is_looked_for)

    async def _leave(self, claim: Claim, outgoing: Wait | Fold | None, until: float) -> Done:
        """Send nothing by itself. What a digest tells must not have been posted by an earlier attempt."""
        if outgoing is None:
            return Done(cancel(claim))
        if isinstance(outgoing, Wait):
            return Done(wait(claim, outgoing.until))
        outcome = await self._sender.look(claim) if claim.is_suspect else Outcome(Verdict.NOTHING)
        if outcome.verdict is Verdict.SENT:
            return await self._found(claim, outcome, until)
        if outcome.verdict not in (Verdict.NOTHING, Verdict.UNSEEN):
            return await self._ended(claim, outcome)
        is_planned = not outgoing.is_late
        return Done(Settlement(claim, Result.FOLDED, due_at=outgoing.until, is_planned=is_planned))

    async def _found(self, claim: Claim, outcome: Outcome, until: float) -> Done:
        """Let the message of an earlier attempt count; where its moment has passed since, it is put away."""
        there = replace(claim, channel=outcome.channel, ts=outcome.ts)
        last = await self._renderer.prepare(there)
        if isinstance(last, PutAway):
            return await self._send(claim, last, until)
        return await self._ended(claim, outcome)

    async def _ended(self, claim: Claim, outcome: Outcome, post: Post | None = None) -> Done:
        if outcome.shuts_out:
            return self._held_up(claim, await self._suspensions.begin(claim.nudge.tenant, outcome.error))
        return self._concluded(claim, outcome, post)

    def _concluded(self, claim: Claim, outcome: Outcome, post: Post | None = None) -> Done:
        if outcome.is_suspect and outcome.verdict is not Verdict.UNSEEN:
            self._metrics.ambiguous()
        told, has_more = (post.told, post.has_more) if post else ((), False)
        if outcome.told is not None:
            told, has_more = outcome.told, True
        return conclude(claim, outcome, self._clock.now(), told, has_more=has_more)

    def _held_up(self, claim: Claim, suspension: Suspension) -> Done:
        return Done(release(claim, suspension.until, why=SUSPENDED + suspension.error))

    def _paced(self, claim: Claim, refusal: Turn) -> Done:
        return self._concluded(claim, Outcome(Verdict.LATER, "paced", refusal.seconds))

    def _failed(self, claim: Claim, bug: Exception) -> Done:
        log.error(
            "nudge.failed",
            nudge=claim.nudge.id,
            kind=claim.nudge.kind.value,
            error=type(bug).__name__,
            at=where_raised(bug),
        )
        was_sent = self.is_being_sent(claim)
        is_blind = was_sent and claim.is_suspect
        outcome = Outcome(Verdict.UNKNOWN, type(bug).__name__, is_suspect=was_sent, is_blind=is_blind)
        return self._concluded(claim, outcome)
