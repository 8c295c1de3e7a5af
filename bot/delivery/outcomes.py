"""What became of one call to Slack: every way in which it can end, in one table."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.domain.nudge import Nudge

RATE_LIMITED: Final = "ratelimited"
MISSING_SCOPE: Final = "missing_scope"

_POINTER: Final = re.compile(r"\[json-pointer:(/[a-z0-9_/]+)\]$")
"""The end of a line in which Slack says what is wrong with a block. The line itself may quote what somebody wrote."""


class Verdict(StrEnum):
    """What the end of a call means for the nudge."""

    SENT = "sent"
    LATER = "later"
    """Slack did nothing; it can be tried again."""
    AMBIGUOUS = "ambiguous"
    """Slack may have done it."""
    GONE = "gone"
    """There is no message to edit any more, or it may not be edited: a new one takes its place."""
    DEAD_PLACE = "dead_place"
    DEAD_INSTALL = "dead_install"
    DEAD_CONTENT = "dead_content"
    NOTHING = "nothing"
    """There was nothing to do: what was looked for had never been posted."""
    UNSEEN = "unseen"
    """There was nothing more to do: what was looked for cannot be seen, and may have been posted."""
    UNREAD = "unread"
    """An earlier attempt may have posted, and that cannot be seen at present: nothing was sent."""
    UNKNOWN = "unknown"
    """Not in the table: tried again, but not for ever."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a call, or of a whole attempt.

    `error` is Slack's word or an exception's name; it may stand beside SENT, where something had to be left
    out. `retry_after` is in seconds, where it is known when trying again makes sense. `is_suspect` says that
    Slack may have done it all the same, `is_blind` that it was sent without seeing whether it stood there already.
    `pointers` say which parts of the blocks Slack refused, as in `/blocks/0/text`. `told` are the nudges that a digest
    of an earlier attempt tells, where there are others to be told by now.
    """

    verdict: Verdict
    error: str = ""
    retry_after: float | None = None
    is_suspect: bool = False
    is_blind: bool = False
    channel: str = ""
    ts: str = ""
    pointers: tuple[str, ...] = ()
    told: tuple[Nudge, ...] | None = None

    @property
    def shuts_out(self) -> bool:
        """Whether nothing at all can be sent in this workspace. A missing scope concerns one method only."""
        return self.verdict is Verdict.DEAD_INSTALL and self.error != MISSING_SCOPE


def sent(channel: str = "", ts: str = "", error: str = "") -> Outcome:
    """Return the good end: the message stands in `channel` with `ts`."""
    return Outcome(Verdict.SENT, error, channel=channel, ts=ts)


ASK_AGAIN_SECONDS: Final = 10.0
"""After a 429 that does not say how long."""

HOURS_SECONDS: Final = 3600.0
"""Before the next try where an administrator or a migration has to come to its end first."""

_WAITING: Final = ("ekm_access_denied", "message_limit_exceeded", "org_login_required", "team_added_to_org")


def _all(verdict: Verdict, errors: str) -> dict[str, Verdict]:
    return dict.fromkeys(errors.split(), verdict)


TABLE: Final[dict[str, Verdict]] = (
    _all(
        Verdict.AMBIGUOUS,
        """
        external_channel_migrating fatal_error internal_error request_timeout service_unavailable update_failed
        """,
    )
    | _all(Verdict.GONE, "block_mismatch cant_update_message edit_window_closed message_not_found")
    | _all(
        Verdict.DEAD_PLACE,
        """
        cannot_dm_bot cannot_reply_to_message channel_not_found invalid_user_combination is_archived is_inactive
        messages_tab_disabled no_permission not_enabled not_in_channel thread_not_found user_disabled
        user_not_found user_not_visible
        """,
    )
    | _all(
        Verdict.DEAD_INSTALL,
        """
        access_denied accesslimited account_inactive enterprise_is_restricted invalid_auth missing_scope
        not_allowed_token_type not_authed team_access_not_granted token_expired token_revoked
        two_factor_setup_required
        """,
    )
    | _all(
        Verdict.DEAD_CONTENT,
        "invalid_arguments metadata_too_large msg_blocks_too_long msg_too_long no_text view_too_large",
    )
)
"""Slack's error words; those of the Web API's `ok: false`."""

PREFIXES: Final = {
    "invalid_blocks": Verdict.DEAD_CONTENT,
    "invalid_metadata": Verdict.DEAD_CONTENT,
    "restricted_action": Verdict.DEAD_PLACE,
}
"""Words that come with various endings."""


def classify(error: BaseException) -> Outcome:
    """Return what the exception of a Web API call means.

    A connection that never came about sent nothing; one that broke, or was silent, may have.
    """
    match error:
        case SlackApiError():
            return _of_answer(error.response)
        # Both before their own parents, which stand for connections that were there.
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Outcome(Verdict.LATER, "not_connected")
        case TimeoutError():
            return Outcome(Verdict.AMBIGUOUS, "timeout", is_suspect=True)
        case aiohttp.ClientError() | OSError():
            return Outcome(Verdict.AMBIGUOUS, "connection_lost", is_suspect=True)
    return Outcome(Verdict.UNKNOWN, type(error).__name__, is_suspect=True)


def _of_answer(answer: Any) -> Outcome:
    """Read an answer that is not a good one: AsyncSlackResponse, or aiohttp's own where its body was no JSON."""
    data = getattr(answer, "data", answer)
    name = str(data.get("error") or "") if isinstance(data, dict) else ""
    status = int(getattr(answer, "status_code", getattr(answer, "status", 200)))
    if status == 429 or name in (RATE_LIMITED, "rate_limited"):
        return Outcome(Verdict.LATER, RATE_LIMITED, _retry_after(answer))
    if name in _WAITING:
        return Outcome(Verdict.LATER, name, HOURS_SECONDS)
    if status >= 500:
        return Outcome(Verdict.AMBIGUOUS, f"http_{status}", is_suspect=True)
    verdict = verdict_of(name)
    if not name:
        return Outcome(verdict, f"http_{status}", is_suspect=True)
    return Outcome(verdict, name, is_suspect=verdict is Verdict.AMBIGUOUS, pointers=_pointers(data))


def _pointers(data: Any) -> tuple[str, ...]:
    said = (data.get("response_metadata") or {}).get("messages") or ()
    found = (_POINTER.search(str(line)) for line in said)
    return tuple(match[1] for match in found if match)


def verdict_of(name: str) -> Verdict:
    """Return the verdict on one of Slack's error words."""
    by_prefix = (verdict for prefix, verdict in PREFIXES.items() if name.startswith(prefix))
    return TABLE.get(name) or next(by_prefix, Verdict.UNKNOWN)


def _retry_after(answer: Any) -> float:
    headers = getattr(answer, "headers", None) or {}
    try:
        return max(0.0, float(headers.get("Retry-After", ASK_AGAIN_SECONDS)))
    except ValueError:
        return ASK_AGAIN_SECONDS
