"""One attempt: from a claim, through its rendering and its turn, to what is written down about it."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.delivery.backoff import MOST_ATTEMPTS, PLATEAU, backoff
from bot.delivery.gateway import Sendable, first_call
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import Outgoing, Wait
from bot.delivery.pacing import Pacing, Turn
from bot.domain.nudge import Claim, Result, Settlement
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

    async def send(self, claim: Claim, outgoing: Sendable) -> Outcome:
        """Make one attempt and return what became of it."""
        ...


@dataclass(frozen=True, slots=True)
class Done:
    """What is written down about a claim; `keeps_order` asks those for the same destination to wait as well."""

    settlement: Settlement
    keeps_order: bool = False


class Attempts:
    """Makes attempts, at most `concurrency` at a time."""

    def __init__(
        self,
        renderer: Renderer,
        sender: Sender,
        pacing: Pacing,
        clock: Clock,
        concurrency: int,
        monotonic: Callable[[], float] = time.monotonic,
        give_way: Callable[[], Awaitable[None]] = at_once,
    ) -> None:
        self._give_way = give_way
        self._renderer = renderer
        self._sender = sender
        self._pacing = pacing
        self._clock = clock
        self._monotonic = monotonic
        self._slots = asyncio.Semaphore(concurrency)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Send nothing more: what is not on its way yet is released."""
        self._stopping.set()

    async def make(self, claim: Claim, until: float) -> Done:
        """Make one attempt; `until` is when the lease ends, in monotonic seconds. Never raises."""
        try:
            done = await self._make(claim, until)
        except Unavailable:
            done = self._later(claim, Outcome(Verdict.LATER, "unavailable"))
        except Exception as bug:
            done = self._failed(claim, bug)
        return self._logged(done)

    def release(self, claim: Claim, *, is_suspect: bool = False) -> Settlement:
        """Give the claim back untried: it is due now, for whoever is there."""
        return Settlement(
            claim,
            Result.LATER,
            due_at=self._clock.now(),
            gives_back=True,
            is_suspect=is_suspect or claim.is_suspect,
        )

    async def _make(self, claim: Claim, until: float) -> Done:
        turn: Turn | None = None
        while True:
            async with self._slots:
                await self._give_way()
                if self._may_not_send(until):
                    return Done(self.release(claim))
                outgoing = await self._renderer.prepare(claim)
                if outgoing is None:
                    return Done(Settlement(claim, Result.CANCELLED))
                if isinstance(outgoing, Wait):
                    return Done(self._wait(claim, outgoing.until))
                if turn is None:
                    turn = self._pacing.reserve(claim.nudge.tenant, *first_call(outgoing))
                if not turn.granted:
                    return self._later(claim, Outcome(Verdict.LATER, "paced", turn.seconds))
                if turn.seconds <= 0:
                    if self._may_not_send(until):
                        return Done(self.release(claim))
                    return self._settled(claim, await self._send(claim, outgoing))
            # Others use the slot meanwhile. Then it is rendered anew: the work may have shipped in between.
            await self._pause(turn.seconds)
            turn = Turn(0)

    def _may_not_send(self, until: float) -> bool:
        return self._stopping.is_set() or self._monotonic() + SENDING_SECONDS > until

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _send(self, claim: Claim, outgoing: Sendable) -> Outcome:
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                return await self._sender.send(claim, outgoing)
        except TimeoutError:
            return Outcome(Verdict.AMBIGUOUS, "timeout", is_suspect=True)

    def _settled(self, claim: Claim, outcome: Outcome) -> Done:
        match outcome.verdict:
            case Verdict.SENT:
                return Done(Settlement(claim, Result.SENT, outcome.channel, outcome.ts, error=outcome.error))
            case Verdict.LATER | Verdict.AMBIGUOUS:
                return self._later(claim, outcome)
            case Verdict.UNKNOWN:
                return self._once_more(claim, outcome)
            case Verdict.NOTHING:
                return Done(Settlement(claim, Result.CANCELLED))
        return Done(Settlement(claim, Result.DEAD, error=outcome.error))

    def _later(self, claim: Claim, outcome: Outcome) -> Done:
        """Try again when Slack says, or after a while; the attempt counts while that helps to wait longer."""
        if outcome.retry_after is None:
            wait = backoff(claim.attempts, claim.nudge.id)
            gives_back = claim.attempts > PLATEAU
        else:
            wait = timedelta(seconds=outcome.retry_after)
            gives_back = True
        settlement = Settlement(
            claim,
            Result.LATER,
            due_at=self._clock.now() + wait,
            gives_back=gives_back,
            is_suspect=outcome.is_suspect or claim.is_suspect,
            error=outcome.error,
        )
        return Done(settlement, keeps_order=True)

    def _once_more(self, claim: Claim, outcome: Outcome) -> Done:
        """Try again for a while what may be a fault of this one nudge; others need not wait for it."""
        if claim.attempts >= MOST_ATTEMPTS:
            return Done(Settlement(claim, Result.DEAD, error=outcome.error))
        settlement = Settlement(
            claim,
            Result.LATER,
            due_at=self._clock.now() + backoff(claim.attempts, claim.nudge.id),
            is_suspect=outcome.is_suspect or claim.is_suspect,
            error=outcome.error,
        )
        return Done(settlement)

    def _wait(self, claim: Claim, until: datetime) -> Settlement:
        return Settlement(
            claim, Result.LATER, due_at=until, gives_back=True, is_suspect=claim.is_suspect, error="waits"
        )

    def _failed(self, claim: Claim, bug: Exception) -> Done:
        # The place and not the message: an exception's words may quote what somebody wrote.
        where = traceback.extract_tb(bug.__traceback__)[-1]
        log.error(
            "nudge.failed",
            nudge=claim.nudge.id,
            kind=claim.nudge.kind.value,
            error=type(bug).__name__,
            at=f"{where.filename}:{where.lineno}",
        )
        return self._once_more(claim, Outcome(Verdict.UNKNOWN, type(bug).__name__))

    def _logged(self, done: Done) -> Done:
        settlement = done.settlement
        nudge = settlement.claim.nudge
        tell = log.error if settlement.result is Result.DEAD else log.info
        tell(
            f"nudge.{settlement.result.value}",
            nudge=nudge.id,
            kind=nudge.kind.value,
            team=nudge.tenant.team_id,
            attempt=settlement.claim.attempts,
            **{
                name: value
                for name, value in {
                    "channel": settlement.channel,
                    "ts": settlement.ts,
                    "error": settlement.error,
                    "due_at": settlement.due_at.isoformat() if settlement.due_at else "",
                }.items()
                if value
            },
        )
        return done
