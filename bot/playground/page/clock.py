"""The page's clock: the story's time, the bot's next moment, and moving on to it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.playground.workspace.changes import Changes
from bot.playground.workspace.story_clock import Clock

Json = dict[str, Any]
NextMoment = Callable[[], Awaitable[tuple[datetime, str] | None]]
"""Says when the bot does something next, and what."""


class PageClock:
    """Reads the story's clock, moves it if it has `advance` and `jump_to`, and tells the page of every jump."""

    def __init__(self, clock: Clock, next_moment: NextMoment | None, changes: Changes) -> None:
        self._clock = clock
        self._next_moment = next_moment
        if on_jump := getattr(clock, "on_jump", None):
            on_jump(lambda: changes.tell("clock"))

    async def move(self, body: Json) -> Json:
        """Move on by `advance_seconds`, or `to` the `next` moment."""
        advance, jump_to = (getattr(self._clock, name, None) for name in ("advance", "jump_to"))
        if advance is None or jump_to is None:
            return {"ok": False, "error": "this clock cannot be moved"}
        if body.get("to") == "next":
            moment = await self._next_moment() if self._next_moment else None
            if moment is None:
                return {"ok": False, "error": "nothing is planned"}
            jump_to(max(moment[0], self._clock.now()))
        else:
            advance(timedelta(seconds=float(body["advance_seconds"])))
        return {"ok": True, "now": self._clock.now().isoformat()}

    async def state(self) -> Json:
        """Return now and the next moment."""
        moment = await self._next_moment() if self._next_moment else None
        following = {"due_at": moment[0].isoformat(), "label": moment[1]} if moment else None
        return {"now": self._clock.now().isoformat(), "next": following}
