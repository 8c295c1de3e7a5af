"""A worker with everything around it under the test's control."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.clock import SettableClock
from bot.delivery.outcomes import RATE_LIMITED, Outcome, Verdict
from bot.delivery.pacing import Pacing
from bot.delivery.worker import Worker
from tests.delivery.fakes import FakeAlarm, FakeOutbox, FakeRenderer, FakeSender, RealTime

BUSY = Outcome(Verdict.LATER, RATE_LIMITED, 30.0)
UNREACHABLE = Outcome(Verdict.LATER, "not_connected")
LOST = Outcome(Verdict.AMBIGUOUS, "timeout", is_suspect=True)

Start = Callable[..., Awaitable[Worker]]


class Scene:
    """A worker with everything around it under the test's control."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self.outbox = FakeOutbox(clock)
        self.renderer = FakeRenderer()
        self.sender = FakeSender()
        self.time = RealTime()
        self.pacing = Pacing(self.time, self.time.sleep)
        self.wake = asyncio.Event()
        self.alarm = FakeAlarm()

    def worker(self, **options: Any) -> Worker:
        """Return a new worker."""
        return Worker(
            self.outbox,
            self.renderer,
            self.sender,
            self.pacing,
            self.clock,
            self.wake,
            self.alarm,
            monotonic=self.time,
            **options,
        )

    def pass_time(self, by: timedelta) -> None:
        """Let the story's time and real time pass."""
        self.clock.advance(by)
        self.time.seconds += by.total_seconds()

    def status(self) -> dict[str, str]:
        """Return where each nudge stands."""
        return {name: row.status for name, row in self.outbox.rows.items()}


async def until(condition: Callable[[], object]) -> None:
    """Let the worker go on until `condition()` holds."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - it gives way, and does not sleep
            await asyncio.sleep(0)
