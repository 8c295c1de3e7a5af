"""What a person reads when something could not be done: what happened, that nothing is lost, what to do."""

import asyncio
import json
import traceback
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.brief_form import block_errors
from bot.blocks.forms.notice import notice_view
from bot.blocks.message import Message
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.identity import new_id
from bot.domain.people import Tenant
from bot.usecases.ports import SlackUnavailable, Unavailable
from handlers.desk import Desk
from handlers.visit import Payload, Visit

TOO_LATE = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
}
_NOT_NOW: dict[type[Exception], str] = {
    SlackUnavailable: "Slack did not answer me.",
    Unavailable: "I could not reach the database.",
    TimeoutError: "That took too long.",
}
SAYING_SECONDS = 0.4
log = structlog.get_logger(__name__)


def answering_errors(desk: Desk) -> Any:
    """Return the one error listener: the right words on the right surface, always with an acknowledgement."""

    async def answer(
        error: Exception, body: Payload, client: AsyncWebClient, context: AsyncBoltContext
    ) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            log.info("unhandled_request", kind=body.get("type"))
            return BoltResponse(status=200, body="")
        sentence = in_words(error, _again(body), desk.command)
        if body.get("type") == "view_submission":
            return _json({"response_action": "errors", "errors": field_errors(error, sentence, body["view"])})
        if "command" in body:
            return _json({"response_type": "ephemeral", "text": sentence})
        if "event" not in body:
            tenant = Tenant(context.enterprise_id or "", context.team_id or "")
            await _say(sentence, Visit(desk, tenant, body, client))
        return BoltResponse(status=200, body="")

    return answer


def in_words(error: Exception, again: str, command: str) -> str:
    """Return the sentence for a fault: `again` is how to do it once more, `command` what lists all that is open.

    Unknown ones are logged under a reference.
    """
    if isinstance(error, Refused):
        where = f" `{command} list` shows what is open." if isinstance(error, NotFound) else ""
        return f"{error.sentence}{where}"
    if isinstance(error, Invalid):
        return " ".join(error.problems.values())
    if isinstance(error, Unavailable | TimeoutError):
        log.warning("unavailable", error=type(error).__name__)
        happened = next(words for kind, words in _NOT_NOW.items() if isinstance(error, kind))
        return f"{happened} {again} in a moment."
    if isinstance(error, SlackApiError):
        slack_error = str(error.response.get("error", ""))
        if slack_error in TOO_LATE:
            return f"Slack closed the door before I could open the form. {again}."
        log.warning("slack_refused", error=slack_error)
        return f"Slack did not let me do that ({slack_error}). {again} in a moment."
    reference = new_id()
    # Where it happened and not what it says: an exception's words may quote what somebody wrote.
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("unexpected", reference=reference, error=type(error).__name__, at=places[-5:])
    return f"Something went wrong on my side (reference {reference}). {again}, and tell whoever runs me if it stays."


def field_errors(error: Exception, sentence: str, view: Payload) -> dict[str, str]:
    """Return a sentence for each input block concerned; the first input bears what belongs to none of them."""
    inputs = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    problems = error.problems if isinstance(error, Invalid) else {"": sentence}
    return block_errors(problems, inputs)


async def _say(sentence: str, visit: Visit) -> None:
    """Tell the person, within what is left of Slack's three seconds after a deadline of ours."""
    try:
        async with asyncio.timeout(SAYING_SECONDS):
            await _told(sentence, visit)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        word = error.response.get("error", "") if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("could_not_tell", error=str(word))


async def _told(sentence: str, visit: Visit) -> None:
    if visit.body.get("response_url"):
        await visit.tell(Message(sentence))
        return
    if "trigger_id" not in visit.body:  # a form was closed: whoever closed it waits for nothing
        return
    await visit.open(notice_view(sentence))


def _again(body: Payload) -> str:
    """Return how to do it once more, without a full stop.

    A form keeps what was typed in it; of a command Slack keeps nothing, and there is nothing to press.
    """
    if "command" in body:
        return "Type it again"
    submit = (body.get("view") or {}).get("submit")
    if body.get("type") == "view_submission":
        verb = submit["text"] if submit else "it"
        return f"Nothing is lost: what you typed is still here. Press {verb} again"
    label = ((body.get("actions") or [{}])[0].get("text") or {}).get("text")
    return f"Nothing is lost. Press {label} again" if label else "Nothing is lost. Choose it again"


def _json(answer: Payload) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})
