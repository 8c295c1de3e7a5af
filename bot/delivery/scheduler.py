"""The clock's wake-ups: APScheduler says when to look, and remembers nothing of what is owed."""

import asyncio
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock
from bot.usecases.ports import Clock

SWEEP, DUE = "sweep", "due"


class WakeUps:
    """Sets `wake` when something becomes due, and every `tick_seconds` in case that nobody said so.

    Due times are of the story's `clock`; the alarm is set on real time, as far ahead as the story has to go.
    Everything here is called from the event loop's own thread.
    """

    def __init__(self, clock: Clock, wake: asyncio.Event, tick_seconds: float) -> None:
        self._clock = clock
        self._wake = wake
        self._real = SystemClock()
        self._alarm: datetime | None = None  # real time
        # A job only sets an event. So none is ever too late, and many missed ones are one.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_job(self._sweep, "interval", seconds=tick_seconds, id=SWEEP)

    @property
    def is_running(self) -> bool:
        """Whether wake-ups are being given."""
        return bool(self._scheduler.running)

    def start(self) -> None:
        """Begin to wake, on the running event loop; at once for what was left from before."""
        self._scheduler.start()
        self._wake.set()

    def stop(self) -> None:
        """Wake no more; what is owed stays where it is written down."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def at(self, due_at: datetime) -> None:
        """Wake when the story reaches `due_at` (aware), at once if it has; an earlier alarm stands."""
        ahead = due_at - self._clock.now()
        if ahead.total_seconds() <= 0:
            self._wake.set()
            return
        alarm = self._real.now() + ahead
        if self._alarm is None or alarm < self._alarm:
            self._set(alarm)

    def reset(self) -> None:
        """Forget the alarm and wake, since the story's clock was moved: the worker looks and sets it anew itself."""
        self._alarm = None
        if self._scheduler.get_job(DUE):
            self._scheduler.remove_job(DUE)
        self._wake.set()

    def _set(self, alarm: datetime) -> None:
        self._alarm = alarm
        self._scheduler.add_job(self._ring, "date", run_date=alarm, id=DUE, replace_existing=True)

    # Coroutines, because APScheduler runs plain functions in a thread, where an event must not be set.

    async def _sweep(self) -> None:
        self._wake.set()

    async def _ring(self) -> None:
        self._alarm = None
        self._wake.set()
