"""The worker: takes what is due, has it sent, one destination in order and many at a time, and looks again."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.delivery.attempt import SENDING_SECONDS, Attempts, Renderer, Sender, at_once
from bot.delivery.destinations import Destinations, Held
from bot.delivery.pacing import Pacing
from bot.delivery.ports import Outbox
from bot.delivery.settling import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Settling
from bot.delivery.shares import Shares
from bot.delivery.suspensions import Suspensions
from bot.domain.identity import new_id
from bot.domain.nudge import Result, Settlement, in_company
from bot.domain.nudge_kind import LIVING, NudgeKind
from bot.logs import where_raised
from bot.metrics import Metrics
from bot.usecases.ports import Clock, Unavailable

HELD_BY_OTHERS: Final = timedelta(seconds=0.1)
"""Until the next look, where something is due that could not be taken: another worker is just taking it."""

ROOM_SECONDS: Final = 0.5
"""The longest wait for a large claim, where a small one can be had at once."""

LAST_WORD_SECONDS: Final = 1.0
"""For writing down what was broken off, after the grace of a stop."""

MAY_BE_DUE_AGAIN: Final = LIVING | {NudgeKind.DIGEST}
"""What may have been refreshed while it was held, and is due again at once then."""

log = structlog.get_logger(__name__)


class Alarm(Protocol):
    """Wakes the worker in time."""

    def at(self, due_at: datetime) -> None:
        """Set `wake` when the clock reaches `due_at`, or earlier."""
        ...


class Worker:
    """Sends what is due, in a task of its own, until it is stopped."""

    def __init__(
        self,
        outbox: Outbox,
        renderer: Renderer,
        gateway: Sender,
        pacing: Pacing,
        clock: Clock,
        wake: asyncio.Event,
        alarm: Alarm,
        *,
        give_way: Callable[[], Awaitable[None]] = at_once,
        concurrency: int = 16,
        limit: int = 200,
        lease_seconds: float = 60.0,
        sleep_seconds: float = 15.0,
        monotonic: Callable[[], float] = time.monotonic,
        metrics: Metrics | None = None,
    ) -> None:
        """Put a worker together.

        Args:
            outbox: Where nudges are claimed and settled.
            renderer: Makes of a claim what is sent.
            gateway: Sends it.
            pacing: Slack's speed limits; the gateway's own.
            clock: The time that due times go by.
            wake: Set when there may be something to do.
            alarm: Sets `wake` at a time.
            give_way: Waits while people wait for an answer of ours; asked before each claim and each sending.
            concurrency: Most attempts at a time.
            limit: Most nudges held at a time.
            lease_seconds: How long a nudge is held at most; longer than one sending.
            sleep_seconds: The longest it sleeps by steady time: a machine whose clock is set back wakes nobody.
            monotonic: Real time, in seconds.
            metrics: What operators measure.
        """
        if lease_seconds <= SENDING_SECONDS:
            raise ValueError(f"a lease must outlast a sending: more than {SENDING_SECONDS} s")
        self._outbox = outbox
        self._clock = clock
        self._wake = wake
        self._alarm = alarm
        self._give_way = give_way
        self._lease_seconds = lease_seconds
        self._sleep_seconds = sleep_seconds
        self._monotonic = monotonic
        self._owner = new_id()
        self.suspensions = Suspensions(outbox, clock)
        self._metrics = metrics or Metrics()
        self._attempts = Attempts(
            renderer,
            gateway,
            pacing,
            self.suspensions,
            clock,
            concurrency,
            monotonic,
            give_way,
            self._metrics,
        )
        self._settling = Settling(outbox, self._on_settled, metrics=self._metrics)
        self._shares = Shares(limit)
        # By id; more than one where it was cancelled and owed anew meanwhile.
        self._held: Counter[str] = Counter()
        self._destinations = Destinations(self._attempts, self._settling.put, self._settling.written, clock)
        self._has_room = asyncio.Event()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the worker's task is alive."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin to work, on the running event loop."""
        self._task = asyncio.create_task(self._work())

    async def stop(self, grace_seconds: float = 6.0) -> None:
        """Claim no more, let what is on its way arrive, release the rest untried, and return within the grace.

        What is still under way after that is broken off, and looked for by whoever takes it next.
        """
        self._stopping.set()
        self._attempts.stop()
        self._wake.set()
        self._has_room.set()
        working = {self._task} if self._task else set()
        try:
            async with asyncio.timeout(grace_seconds):
                await _until_done(working)  # it may just have claimed some more
                await _until_done(self._destinations.tasks)
                await self._settling.finish()
        except TimeoutError:
            await self._break_off(working | self._destinations.tasks)
        log.info("worker_stopped", held=self._shares.held)

    async def run_due(self) -> int:
        """Send all that is due now and return how many claims that took: for tests, and without a task."""
        count = 0
        while claimed := await self._claim():
            count += claimed
            while self._shares.held:
                await _until_done(self._destinations.tasks)
                await self._settling.finish()
        return count

    async def _work(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                await self._take_what_is_due()
            except Exception as error:
                # Out of reach or a bug: either way it must not end the work.
                _tell(error)
                await self._pause(pause)
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
                continue
            pause = FIRST_PAUSE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._sleep_seconds)

    async def _take_what_is_due(self) -> None:
        """Claim until nothing is left that is due, then have us woken for what comes next."""
        while not self._stopping.is_set():
            await self._give_way()
            room = self._shares.room
            claimed = await self._claim()
            if claimed < room:
                await self._set_alarm(found_some=claimed > 0)
                return
            await self._until_room()

    async def _claim(self) -> int:
        room = self._shares.room
        if room <= 0:
            return 0
        until = self._monotonic() + self._lease_seconds  # counted from before the database counts
        claims = await self._outbox.claim(
            self._owner, room, self._lease_seconds, self._shares.full, self._held
        )
        self._metrics.claimed(len(claims))
        if claims:
            log.info("nudge.claimed", nudges=" ".join(claim.nudge.id for claim in claims))
        for claim in in_company(claims):
            self._shares.take(claim.nudge.tenant)
            self._held[claim.nudge.id] += 1
            # Of what was sent before and could not be written down, that is written and nothing sent.
            earlier = self._settling.instead_of(claim)
            if earlier:
                self._settling.put(earlier)
            else:
                self._destinations.put(Held(claim, until))
        return len(claims)

    async def _set_alarm(self, *, found_some: bool) -> None:
        next_due = await self._outbox.next_due(self._shares.full)
        if next_due is None:
            return
        earliest = self._clock.now() + HELD_BY_OTHERS
        self._alarm.at(next_due if found_some else max(next_due, earliest))

    async def _until_room(self) -> None:
        """Wait until enough of what is held is settled: claims of one or two would cost more than they bring.

        But not for long: it may hang for all who hold it, and what is left is for somebody else.
        """
        self._has_room.clear()
        if self._shares.is_crowded and not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._has_room.wait(), ROOM_SECONDS)

    def _on_settled(self, settlements: Sequence[Settlement], written: Sequence[Settlement]) -> None:
        for settlement in written:
            self._metrics.settled(settlement, self._clock.now())
        for settlement in settlements:
            nudge = settlement.claim.nudge
            self._let_go(nudge.id)
            if self._shares.give_back(nudge.tenant):
                self._wake.set()
            if settlement.result in (Result.LATER, Result.FOLDED) and settlement.due_at:
                self._alarm.at(settlement.due_at)
            elif nudge.kind in MAY_BE_DUE_AGAIN or settlement.then:
                # The settlement itself may have made something due, of which nobody else tells the alarm.
                self._wake.set()
        if not self._shares.is_crowded:
            self._has_room.set()

    def _let_go(self, nudge_id: str) -> None:
        self._held[nudge_id] -= 1
        if not self._held[nudge_id]:
            del self._held[nudge_id]

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _break_off(self, tasks: set[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_WORD_SECONDS)
        try:
            async with asyncio.timeout(LAST_WORD_SECONDS):
                await self._settling.finish()
        except TimeoutError:
            self._settling.abandon()


def _tell(error: Exception) -> None:
    if isinstance(error, Unavailable):
        log.warning("database_unavailable", doing="claim", error=type(error).__name__)
        return
    log.error("claiming_failed", error=type(error).__name__, at=where_raised(error))


async def _until_done(tasks: set[asyncio.Task[None]]) -> None:
    while tasks and not all(task.done() for task in tasks):
        await asyncio.wait(tasks)
