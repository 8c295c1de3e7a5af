"""Looking for a message that may have been posted: by our nudge's id, in its metadata."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.delivery.calls import CallFailed, Line
from bot.delivery.outcomes import Outcome, Verdict
from bot.domain.nudge import Claim

EVENT_TYPE: Final = "leeway_nudge"
PAGES, PAGE_SIZE = 3, 100

LOOKS: Final = 16
"""How often looking again is insisted on while Slack's history is out of order: some three and a half hours."""

LOOKS_WHERE_UNREAD: Final = 10
"""The same where we may not read and have sent it once more already, half an hour or so: a hiccup of Slack's has passed
by then, and a thread still waits."""

SENT_UNSEEN: Final[dict[Verdict, tuple[int, ...]]] = {
    Verdict.DEAD_PLACE: (0,),
    Verdict.DEAD_INSTALL: (0, LOOKS_WHERE_UNREAD),
}
"""After how many looks that fail for such a reason it is sent without: for the first time, for the second. Looking
tells nothing then; where the row ends there is nothing left to do, and the operator sees why."""

SENT_UNSEEN_ELSE: Final = (LOOKS,)
"""The same for any other reason, which says nothing about where the message stands: it is sent without once, and then
looked for until it can be seen. No third copy follows."""

UNREAD: Final = "unread: "
"""Before Slack's word for why it could not be looked for."""

TOO_SOON: Final = UNREAD + "too_soon"
"""Why what was not found is looked for once more: Slack may still be about to post it."""


def metadata_of(nudge_id: str, tells: Iterable[str] = ()) -> dict[str, Any]:
    """Return the metadata that marks a message as this nudge's, and the ids of those that a digest tells.

    Everybody may read it: opaque ids, no more.
    """
    told = " ".join(tells)
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {"nudge": nudge_id} | ({"tells": told} if told else {}),
    }


@dataclass(frozen=True, slots=True)
class Found:
    """Where a message stands, and which folded nudges it tells, where it is a digest that says so."""

    channel: str
    ts: str
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What looking came to: where the message stands, if it does. One that `is_blind` has seen nothing at all."""

    found: Found | None = None
    is_blind: bool = False


async def find_posted(line: Line, claim: Claim, place: str, thread_ts: str = "", after: str = "") -> Look:
    """Look where the nudge's message stands in `place`, a conversation or a person.

    Only what was posted later than the message `after`, a ts, counts. That nothing is found says little the first time,
    when Slack may still be at it; the next look comes when it cannot be any more. The look is blind where it could not
    be made and it is time to go on without: a second copy is a nuisance, a lost prompt would be a broken promise, and a
    third copy is worse than either. Raises `CallFailed` where it is worth looking later, or where there is nothing left
    to do.
    """
    try:
        channel = await open_conversation(line, place) if is_person(place) else place
        async for message in _messages(line, channel, thread_ts):
            marks = _marks(message)
            if marks.get("nudge") == claim.nudge.id and float(message["ts"]) > float(after or 0):
                return Look(Found(channel, str(message["ts"]), tuple(str(marks.get("tells", "")).split())))
    except CallFailed as failed:
        return _without_having_seen(claim, failed.outcome)
    if not claim.looks:
        raise CallFailed(Outcome(Verdict.UNREAD, TOO_SOON))
    return Look()


async def open_conversation(line: Line, to: str | tuple[str, ...]) -> str:
    """Return the id of the DM or group DM with these users. Raises `CallFailed`."""
    opened = await line.call("conversations.open", users=to)
    return str(opened["channel"]["id"])


def is_person(place: str) -> bool:
    """Say whether the id is a user's and not a conversation's."""
    return place.startswith(("U", "W"))


async def _messages(line: Line, channel: str, thread_ts: str) -> AsyncIterator[dict[str, Any]]:
    """Yield a thread's messages, or those outside threads, newest first and no more than a few pages of them.

    There is no date before which none counts: who knows how long nobody could look.
    """
    where = {"channel": channel, "limit": PAGE_SIZE, "include_all_metadata": True}
    method = "conversations.replies" if thread_ts else "conversations.history"
    where |= {"ts": thread_ts} if thread_ts else {}
    cursor = ""
    for _ in range(PAGES):
        page = await line.call(method, **where, **({"cursor": cursor} if cursor else {}))
        for message in page.get("messages") or []:
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _marks(message: dict[str, Any]) -> dict[str, Any]:
    """Return what `metadata_of` has put there, if it has."""
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT_TYPE else {}


def _without_having_seen(claim: Claim, outcome: Outcome) -> Look:
    """Return the blind look where it is time to send without one; else raise `CallFailed`."""
    if outcome.retry_after is not None or outcome.shuts_out:
        raise CallFailed(outcome)
    after_looks = SENT_UNSEEN.get(outcome.verdict, SENT_UNSEEN_ELSE)
    if claim.blind >= len(after_looks):
        if outcome.verdict in SENT_UNSEEN:
            raise CallFailed(outcome)
    elif claim.looks >= after_looks[claim.blind]:
        return Look(is_blind=True)
    raise CallFailed(Outcome(Verdict.UNREAD, UNREAD + outcome.error))
