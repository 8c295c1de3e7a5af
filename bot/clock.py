"""The clocks: real time for a workspace, the database's where there are several of us, a settable one for the demo.

And one that nobody sets, for what must outlast a clock that jumps.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.usecases.ports import Unavailable

FOLLOW_SECONDS = 60
"""How long the machine's own seconds are followed before the database is asked anew; they are good for much longer."""

ASK_AGAIN_SECONDS = 5
"""After no answer, or one too far behind: soon, for the time may be wrong, and no burden to a database in trouble."""

QUICK_SECONDS = 0.25
"""An answer that took longer is too far behind: it waited for a connection, or for the server."""

UP_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every time of any clock that shows dates."""

log = structlog.get_logger(__name__)


class SystemClock:
    """The machine's time, in UTC."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware in UTC."""
        return datetime.now(UTC)


class SteadyClock:
    """The seconds that this machine has been up, as an instant of long ago: they never jump, whoever sets its clock.

    All processes of one machine share it, and nobody else does. It begins anew when the machine is started again.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic

    def now(self) -> datetime:
        """Return the current instant of these seconds, timezone-aware in UTC; no date is meant by it."""
        return UP_SINCE + timedelta(seconds=self._monotonic())


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
        self.is_told = False
        """Whether the shared clock has answered yet; until then this one is the machine's, which may be ahead."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware in UTC."""
        return self._at + timedelta(seconds=self._monotonic() - self._since)

    async def follow(self, ask: Callable[[], Awaitable[datetime]]) -> bool:
        """Ask the shared clock and go by what it says; False where that was not to be had, or took too long.

        The answer is taken for the time at which it arrives: it was given earlier, so this clock is never ahead, and
        nothing is sent before its time. It is behind by what the answer took, so one that took long is asked for
        again, and counts only where what was heard before cannot be right any more.
        """
        asked = self._monotonic()
        try:
            instant = await ask()
        except Unavailable as error:
            log.warning("database_unavailable", doing="clock", error=type(error).__name__)
            return False
        told, ours = self._monotonic(), self.now()
        is_quick = told - asked <= QUICK_SECONDS
        is_possible = instant <= ours <= instant + timedelta(seconds=told - asked)
        if is_quick or not (self.is_told and is_possible):
            self._at, self._since, self.is_told = instant, told, True
        return is_quick

    async def go_on_following(
        self,
        ask: Callable[[], Awaitable[datetime]],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Ask now and again, until cancelled, whatever goes wrong in between."""
        is_right = self.is_told
        while True:
            await sleep(FOLLOW_SECONDS if is_right else ASK_AGAIN_SECONDS)
            try:
                is_right = await self.follow(ask)
            except Exception as bug:
                # It must not end: unnoticed, this clock would drift from the others' for good.
                log.error("clock_not_followed", error=type(bug).__name__)
                is_right = False


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
