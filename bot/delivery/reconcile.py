"""Looking for a message that may have been posted: by our nudge's id, in its metadata."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.delivery.calls import CallFailed, Line
from bot.delivery.outcomes import MISSING_SCOPE, Outcome, Verdict
from bot.domain.nudge import Claim

EVENT_TYPE: Final = "leeway_nudge"
PAGES, PAGE_SIZE = 3, 100
LOOK_BACK: Final = timedelta(days=7)

LOOKS: Final = 5
"""Attempts for which looking is insisted on while Slack's history is out of order; after that it is sent again."""


def metadata_of(nudge_id: str) -> dict[str, Any]:
    """Return the metadata that marks a message as this nudge's. Everybody may read it: an opaque id, no more."""
    return {"event_type": EVENT_TYPE, "event_payload": {"nudge": nudge_id}}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a message stands."""

    channel: str
    ts: str


async def find_posted(
    line: Line, claim: Claim, place: str, thread_ts: str, now: datetime, after: str = ""
) -> Found | None:
    """Return where the nudge's message stands in `place` (a conversation or a person), or None for nowhere.

    Only what was posted later than the message `after`, a ts, counts. None also where we may not read: a second copy is
    a nuisance, a lost prompt would be a broken promise. Raises `CallFailed` where it is worth looking later.
    """
    try:
        channel = await open_conversation(line, place) if is_person(place) else place
        async for message in _messages(line, channel, thread_ts, now - LOOK_BACK):
            if _is_of(message, claim.nudge.id) and float(message["ts"]) > float(after or 0):
                return Found(channel, str(message["ts"]))
    except CallFailed as failed:
        _insist(claim, failed.outcome)
    return None


async def open_conversation(line: Line, to: str | tuple[str, ...]) -> str:
    """Return the id of the DM or group DM with these users. Raises `CallFailed`."""
    opened = await line.call("conversations.open", users=to)
    return str(opened["channel"]["id"])


def is_person(place: str) -> bool:
    """Say whether the id is a user's and not a conversation's."""
    return place.startswith(("U", "W"))


async def _messages(
    line: Line, channel: str, thread_ts: str, oldest: datetime
) -> AsyncIterator[dict[str, Any]]:
    """Yield a thread's messages, or those outside threads, newest first and none before `oldest`.

    `oldest` is no argument of the call: with it, Slack's pages may begin at the old end, far from our message.
    """
    where = {"channel": channel, "limit": PAGE_SIZE, "include_all_metadata": True}
    method = "conversations.replies" if thread_ts else "conversations.history"
    where |= {"ts": thread_ts} if thread_ts else {}
    cursor = ""
    for _ in range(PAGES):
        page = await line.call(method, **where, **({"cursor": cursor} if cursor else {}))
        for message in page.get("messages") or []:
            if not thread_ts and float(message["ts"]) < oldest.timestamp():
                return
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _is_of(message: dict[str, Any], nudge_id: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("nudge") == nudge_id


def _insist(claim: Claim, outcome: Outcome) -> None:
    """Raise `CallFailed` unless it is time to send without having looked."""
    match outcome.verdict:
        case Verdict.LATER if outcome.retry_after is not None:
            raise CallFailed(outcome)
        case Verdict.LATER | Verdict.AMBIGUOUS if claim.attempts <= LOOKS:
            # Only looking failed: whether the message was posted is as open as before, and not more so.
            raise CallFailed(replace(outcome, verdict=Verdict.LATER))
        case Verdict.DEAD_INSTALL if outcome.error != MISSING_SCOPE:
            raise CallFailed(outcome)
