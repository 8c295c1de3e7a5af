"""Response URLs: answering where something was clicked or typed, five times within thirty minutes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

MOST_USES = 5
LIFETIME_SECONDS = 30 * 60.0
"""Five uses within thirty minutes (Slack's guide on handling interactions)."""


@dataclass(slots=True)
class ResponseUrl:
    """Where an answer goes: the conversation, the person, and the message that was clicked, if one was."""

    user_id: str
    channel: str
    message_ts: str
    made_at: float
    uses: int = 0


class ResponseUrls:
    """Every response URL given out, by its secret path."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._given: dict[str, ResponseUrl] = {}

    def give(self, user_id: str, channel: str, message_ts: str = "") -> str:
        """Make one and return its secret path."""
        path = secrets.token_urlsafe(18)
        self._given[path] = ResponseUrl(user_id, channel, message_ts, self._monotonic())
        return path

    def use(self, path: str) -> ResponseUrl | None:
        """Count one use; None if it is unknown, used up or too old."""
        found = self._given.get(path)
        if found is None or found.uses >= MOST_USES or self._monotonic() - found.made_at > LIFETIME_SECONDS:
            return None
        found.uses += 1
        return found
