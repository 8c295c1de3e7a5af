"""Time that is simulated: an event loop whose clock stands still while anything is really under way, and then jumps.

So minutes of waiting for Slack's limits pass at once, through the very same timers, databases and connections.
"""

import asyncio
import selectors
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

LOOK_AGAIN_SECONDS: Final = 1.0
"""Real ones, while something is under way."""

Result = TypeVar("Result")


class SimulatedTime(selectors.DefaultSelector):
    """Seconds that pass when there is nothing to do before the next timer.

    It waits for the loop's files, because that is where a loop knows how long it would have to wait.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self._start = datetime.now(UTC)
        self._under_way = 0

    def now(self) -> datetime:
        """Return the current instant: this makes it a `Clock`."""
        return self._start + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        return self.seconds

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Let no time pass: something outside of the loop is awaited."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; where nothing is and nothing is under way, let `timeout` have passed."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self._under_way or timeout is None:
            return super().select(LOOK_AGAIN_SECONDS)
        self.seconds += timeout
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop that goes by `SimulatedTime`."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time
        super().__init__(time)

    def time(self) -> float:
        """Return the loop's seconds."""
        return self._time.seconds


def run_simulated(time: SimulatedTime, doing: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end in `time`. Of a thread that runs no loop of its own."""
    with asyncio.Runner(loop_factory=lambda: SimulatedLoop(time)) as runner:
        return runner.run(doing)


class SimulatedAlarm:
    """Sets `wake` at a time, and every so many seconds."""

    def __init__(self, time: SimulatedTime, wake: asyncio.Event, tick_seconds: float) -> None:
        self._time = time
        self._wake = wake
        self._tick_seconds = tick_seconds
        self._loop = asyncio.get_running_loop()
        self._tick()

    def at(self, due_at: datetime) -> None:
        """Set `wake` when the clock reaches `due_at`."""
        self._loop.call_later((due_at - self._time.now()).total_seconds(), self._wake.set)

    def _tick(self) -> None:
        self._wake.set()
        self._ticking = self._loop.call_later(self._tick_seconds, self._tick)

    def stop(self) -> None:
        """Set it no more."""
        self._ticking.cancel()
