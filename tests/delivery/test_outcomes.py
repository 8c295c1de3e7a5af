"""Every way in which a call can end, and what it means."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.outcomes import HOURS_SECONDS, Verdict, classify


def answer(
    error: str = "", *, status: int = 200, headers: dict[str, str] | None = None, data: Any = None
) -> SlackApiError:
    """Return what the SDK raises for an answer of Slack."""
    body = {"ok": False, "error": error} if data is None else data
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=body,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("failed", response)


def test_where_slack_found_the_blocks_wrong_is_kept_without_what_it_says_of_them() -> None:
    """Its lines may quote somebody's words; only the pointer at their end is known to hold none."""
    said = [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] invalid link: [json-pointer:/the/salaries] of Sam",
        "[ERROR] invalid additional property: Salaries 2026 [json-pointer:/blocks/3/Salaries 2026]",
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/12]",
    ]
    body = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": said}}
    outcome = classify(answer(data=body))
    assert outcome.verdict is Verdict.DEAD_CONTENT
    assert outcome.pointers == ("/blocks/0/text/text", "/blocks/12")


def not_connected(error: OSError) -> aiohttp.ClientConnectorError:
    """Return what aiohttp raises where no connection came about."""
    key: Any = type("Key", (), {"host": "slack.invalid", "port": 443, "ssl": True})()
    return aiohttp.ClientConnectorError(key, error)


@pytest.mark.parametrize(
    ("error", "verdict", "is_suspect"),
    [
        (answer("internal_error"), Verdict.AMBIGUOUS, True),
        (answer("fatal_error"), Verdict.AMBIGUOUS, True),
        (answer("service_unavailable"), Verdict.AMBIGUOUS, True),
        (answer("request_timeout"), Verdict.AMBIGUOUS, True),
        (answer("anything", status=503), Verdict.AMBIGUOUS, True),
        (answer(status=500, data="<html>"), Verdict.AMBIGUOUS, True),
        (TimeoutError(), Verdict.AMBIGUOUS, True),
        (aiohttp.SocketTimeoutError(), Verdict.AMBIGUOUS, True),
        (aiohttp.ServerDisconnectedError(), Verdict.AMBIGUOUS, True),
        (aiohttp.ClientOSError(104, "reset"), Verdict.AMBIGUOUS, True),
        (ConnectionResetError(), Verdict.AMBIGUOUS, True),
        (aiohttp.ClientPayloadError(), Verdict.AMBIGUOUS, True),
        (not_connected(ConnectionRefusedError()), Verdict.LATER, False),
        (not_connected(OSError("name resolution")), Verdict.LATER, False),
        (aiohttp.ConnectionTimeoutError(), Verdict.LATER, False),
        (answer("message_not_found"), Verdict.GONE, False),
        (answer("cant_update_message"), Verdict.GONE, False),
        (answer("edit_window_closed"), Verdict.GONE, False),
        (answer("channel_not_found"), Verdict.DEAD_PLACE, False),
        (answer("is_archived"), Verdict.DEAD_PLACE, False),
        (answer("not_in_channel"), Verdict.DEAD_PLACE, False),
        (answer("restricted_action"), Verdict.DEAD_PLACE, False),
        (answer("restricted_action_read_only_channel"), Verdict.DEAD_PLACE, False),
        (answer("user_disabled"), Verdict.DEAD_PLACE, False),
        (answer("cannot_dm_bot"), Verdict.DEAD_PLACE, False),
        (answer("invalid_auth"), Verdict.DEAD_INSTALL, False),
        (answer("account_inactive"), Verdict.DEAD_INSTALL, False),
        (answer("token_revoked"), Verdict.DEAD_INSTALL, False),
        (answer("missing_scope"), Verdict.DEAD_INSTALL, False),
        (answer("invalid_blocks"), Verdict.DEAD_CONTENT, False),
        (answer("invalid_blocks_format"), Verdict.DEAD_CONTENT, False),
        (answer("msg_too_long"), Verdict.DEAD_CONTENT, False),
        (answer("metadata_too_large"), Verdict.DEAD_CONTENT, False),
        (answer("invalid_metadata_schema"), Verdict.DEAD_CONTENT, False),
        (answer("something_new"), Verdict.UNKNOWN, False),
        (answer(status=404, data={}), Verdict.UNKNOWN, True),
        (KeyError("ours"), Verdict.UNKNOWN, True),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_every_end_of_a_call_has_one_meaning(error: Exception, verdict: Verdict, is_suspect: bool) -> None:
    """What Slack may have done is suspect; what it refused or never got is not."""
    outcome = classify(error)
    assert (outcome.verdict, outcome.is_suspect) == (verdict, is_suspect)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (answer("ratelimited", status=429, headers={"Retry-After": "7"}), 7),
        (answer(status=429, data="", headers={"Retry-After": "7"}), 7),
        (answer("ratelimited"), 10),
        (answer("rate_limited", headers={"Retry-After": "soon"}), 10),
        (answer("ekm_access_denied"), HOURS_SECONDS),
        (answer("message_limit_exceeded"), HOURS_SECONDS),
    ],
)
def test_what_has_to_be_waited_out_says_how_long(error: Exception, seconds: float) -> None:
    """A 429 brings its own time; what an administrator has to settle is asked for again by the hour."""
    outcome = classify(error)
    assert (outcome.verdict, outcome.retry_after, outcome.is_suspect) == (Verdict.LATER, seconds, False)
