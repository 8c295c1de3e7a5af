"""A clock that several processes share: real time, and the seconds by which a file says that the story is ahead."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class FileClock:
    """The story's time, for whoever may only read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return the story's current instant, timezone-aware in UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self._path.read_text("ascii")))


class StoryClock(FileClock):
    """The same clock for the one who moves it."""

    def __init__(self, path: Path, start: datetime) -> None:
        super().__init__(path)
        self.jump_to(start)

    def jump_to(self, instant: datetime) -> datetime:
        """Set the story to `instant` (aware), for every process at once; return it."""
        ahead = instant - datetime.now(UTC)
        aside = self._path.with_suffix(".new")
        aside.write_text(repr(ahead.total_seconds()), "ascii")
        os.replace(aside, self._path)  # nobody ever reads half a number
        return instant

    def advance(self, by: timedelta) -> datetime:
        """Move the story on by `by`; return the new instant."""
        return self.jump_to(self.now() + by)
