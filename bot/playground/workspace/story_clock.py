"""The story's time in the workspace: message ts, unique and rising."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time that the story goes by."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class MessageTimes:
    """Gives out message ts: seconds since 1970 with six decimals, no two alike, even while the clock stands."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Return a ts after every earlier one."""
        now = self._clock.now()
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        self._last = max(micros, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
