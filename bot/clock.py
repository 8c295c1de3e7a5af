"""The clocks: real time for a workspace, a settable one for the demo and the tests."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's time, in UTC."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that can be jumped: it runs on with real time, or stands still when frozen.

    The demo's page and the bot share one, so that a jump of a day makes everything of that day due.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        """Start at `start` (aware; default: now). With `frozen`, only `advance` and `jump_to` move it."""
        real = datetime.now(UTC)
        self._frozen = frozen
        self._at = start or real
        self._offset = self._at - real
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the story's current instant, timezone-aware in UTC."""
        return self._at if self._frozen else datetime.now(UTC) + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move on by `by` and tell the listeners; return the new instant."""
        return self.jump_to(self.now() + by)

    def jump_to(self, instant: datetime) -> datetime:
        """Set the clock to `instant` (aware) and tell the listeners; return it."""
        self._at = instant
        self._offset = instant - datetime.now(UTC)
        for listener in self._listeners:
            listener()
        return instant

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump, in the thread that jumped."""
        self._listeners.append(listener)
