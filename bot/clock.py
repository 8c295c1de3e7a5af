"""The clocks: real time for a workspace, the database's where there are several of us, a settable one for the demo."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.usecases.ports import Unavailable

FOLLOW_SECONDS = 60  # a machine's seconds are good for much longer
ASK_AGAIN_SECONDS = 5
log = structlog.get_logger(__name__)


class SystemClock:
    """The machine's time, in UTC."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware in UTC."""
        return datetime.now(UTC)


class FollowingClock:
    """The time of a clock that all replicas share, carried on by this machine's own steady seconds.

    What is owed is planned by one replica and claimed by another: if their machines' clocks were an hour apart, it
    would come an hour early or late. And a machine whose clock is set back or forth is not believed.
    """

    def __init__(
        self, start: datetime | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin at `start` (aware; default: the machine's time), until the shared clock has been asked once."""
        self._monotonic = monotonic
        self._at, self._since = start or datetime.now(UTC), monotonic()

    def now(self) -> datetime:
        """Return the current instant, timezone-aware in UTC."""
        return self._at + timedelta(seconds=self._monotonic() - self._since)

    async def follow(self, ask: Callable[[], Awaitable[datetime]]) -> bool:
        """Ask the shared clock and go by what it says; False where it is `Unavailable`, and nothing has changed.

        The answer is taken for the time halfway between asking and being told.
        """
        asked = self._monotonic()
        try:
            instant = await ask()
        except Unavailable as error:
            log.warning("database_unavailable", doing="clock", error=type(error).__name__)
            return False
        self._at, self._since = instant, (asked + self._monotonic()) / 2
        return True

    async def go_on_following(self, ask: Callable[[], Awaitable[datetime]]) -> None:
        """Ask again now and then, until cancelled."""
        is_told = True
        while True:
            await asyncio.sleep(FOLLOW_SECONDS if is_told else ASK_AGAIN_SECONDS)
            is_told = await self.follow(ask)


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
