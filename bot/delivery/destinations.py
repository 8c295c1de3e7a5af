"""Destinations: what goes to one of them is sent in order, one after the other; many are served side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.attempt import Attempts
from bot.delivery.conclusion import release
from bot.domain.nudge import Claim, Nudge, Settlement
from bot.domain.nudge_kind import REMINDERS, NudgeKind
from bot.domain.people import Tenant
from bot.usecases.ports import Clock

STEP: Final = timedelta(milliseconds=1)
HANGS_ON_OTHERS: Final = REMINDERS | {NudgeKind.DIGEST}
"""Drawn from what became of others to the same person: a reminder counts those sent, a digest holds those folded."""

Destination = tuple[Tenant, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A claim, and when its lease ends, in monotonic seconds."""

    claim: Claim
    until: float


class Destinations:
    """A queue for each destination that something is held for, and a task that serves it."""

    def __init__(
        self,
        attempts: Attempts,
        settle: Callable[[Settlement], None],
        written: Callable[[], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._attempts = attempts
        self._settle = settle
        self._written = written
        self._clock = clock
        self._queues: dict[Destination, deque[Held]] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    def put(self, held: Held) -> None:
        """Have it sent, after what is held for its destination already."""
        destination = destination_of(held.claim.nudge)
        if destination in self._queues:
            self._queues[destination].append(held)
            return
        self._queues[destination] = deque([held])
        task = asyncio.create_task(self._serve(destination))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, destination: Destination) -> None:
        """Send what is held for one destination, one after the other, until there is no more."""
        queue = self._queues[destination]
        has_settled = False
        while queue:
            held = queue.popleft()
            try:
                if has_settled and held.claim.nudge.kind in HANGS_ON_OTHERS:
                    await self._written()
                done = await self._attempts.make(held.claim, held.until)
            except asyncio.CancelledError:
                is_suspect = self._attempts.is_being_sent(held.claim)
                self._settle(release(held.claim, self._clock.now(), is_suspect=is_suspect))
                self._hold_back(queue, self._clock.now())
                raise
            self._settle(done.settlement)
            has_settled = True
            if done.keeps_order:
                self._hold_back(queue, done.settlement.due_at or self._clock.now())
        del self._queues[destination]

    def _hold_back(self, queue: deque[Held], after: datetime) -> None:
        """Release the rest of a queue untried, due in its order after the one before it."""
        for place, held in enumerate(queue, start=1):
            self._settle(release(held.claim, after + place * STEP))
        queue.clear()


def destination_of(nudge: Nudge) -> Destination:
    """Return where a nudge goes, as far as that is known before it is rendered: what goes there keeps its order."""
    return nudge.tenant, nudge.recipient or f"delegation {nudge.delegation_id}"
