"""The Web API: every method that the bot uses, and the checks that Slack makes before it runs one."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.web_api import chat_methods, conversation_methods, identity_methods, view_methods
from bot.playground.web_api.arguments import (
    Parse,
    Takes,
    flag,
    instant,
    listed,
    mapping,
    number,
    received,
    text,
)
from bot.playground.web_api.conversation_methods import require_scope
from bot.playground.workspace.conversations import Kind
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.misbehaviour import Fault

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it runs, what it takes, and the scope without which it is refused."""

    run: Callable[[ConnectedWorkspace, Json], Json]
    takes: Takes
    scope: str = ""


_POST: dict[str, Parse] = {
    "channel": text,
    "text": text,
    "blocks": listed,
    "thread_ts": text,
    "metadata": mapping,
    "reply_broadcast": flag,
    "unfurl_links": flag,
    "unfurl_media": flag,
    "link_names": flag,
    "mrkdwn": flag,
    "parse": text,
}
_EDIT: dict[str, Parse] = {
    "channel": text,
    "ts": text,
    "text": text,
    "blocks": listed,
    "metadata": mapping,
    "link_names": flag,
    "parse": text,
    "reply_broadcast": flag,
}
_WHISPER: dict[str, Parse] = {
    "channel": text,
    "user": text,
    "text": text,
    "blocks": listed,
    "thread_ts": text,
}
_WHISPER |= {"link_names": flag, "parse": text}
_READ: dict[str, Parse] = {
    "channel": text,
    "cursor": text,
    "limit": number,
    "oldest": instant,
    "latest": instant,
}
_READ |= {"inclusive": flag, "include_all_metadata": flag}
_TRIGGERED = Takes({"trigger_id": text, "view": mapping}, ("trigger_id", "view"))

METHODS: dict[str, Method] = {
    "apps.connections.open": Method(identity_methods.connections_open, Takes({})),
    "auth.test": Method(identity_methods.auth_test, Takes({})),
    "chat.getPermalink": Method(
        chat_methods.get_permalink, Takes({"channel": text, "message_ts": text}, ("channel", "message_ts"))
    ),
    "chat.postEphemeral": Method(
        chat_methods.post_ephemeral, Takes(_WHISPER, ("channel", "user")), "chat:write"
    ),
    "chat.postMessage": Method(chat_methods.post_message, Takes(_POST, ("channel",)), "chat:write"),
    "chat.update": Method(chat_methods.update, Takes(_EDIT, ("channel", "ts")), "chat:write"),
    "conversations.history": Method(conversation_methods.history, Takes(_READ, ("channel",))),
    "conversations.info": Method(
        conversation_methods.info,
        Takes({"channel": text, "include_locale": flag, "include_num_members": flag}, ("channel",)),
    ),
    "conversations.members": Method(
        conversation_methods.members, Takes({"channel": text, "cursor": text, "limit": number}, ("channel",))
    ),
    "conversations.open": Method(
        conversation_methods.open_conversation, Takes({"channel": text, "users": text, "return_im": flag})
    ),
    "conversations.replies": Method(
        conversation_methods.replies, Takes({**_READ, "ts": text}, ("channel", "ts"))
    ),
    "team.info": Method(identity_methods.team_info, Takes({"team": text}), "team:read"),
    "users.info": Method(
        identity_methods.users_info, Takes({"user": text, "include_locale": flag}, ("user",)), "users:read"
    ),
    "views.open": Method(view_methods.open_view, _TRIGGERED),
    "views.publish": Method(
        view_methods.publish, Takes({"user_id": text, "view": mapping, "hash": text}, ("user_id", "view"))
    ),
    "views.push": Method(view_methods.push, _TRIGGERED),
    "views.update": Method(
        view_methods.update,
        Takes({"view": mapping, "view_id": text, "external_id": text, "hash": text}, ("view",)),
    ),
}


class WebApi:
    """Answers `/api/METHOD`."""

    def __init__(self, workspace: ConnectedWorkspace) -> None:
        self._workspace = workspace

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or misbehave as planned."""
        self._workspace.calls.under_way += 1
        try:
            return await self._answer(request)
        finally:
            self._workspace.calls.under_way -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name, started = request.match_info["method"], time.monotonic()
        fault = self._workspace.misbehaviour.take(name)
        given: Json = {}
        # At once: what has reached Slack happens, even if the app dies while Slack is slow.
        await request.read()
        try:
            await misbehave_before(request, fault)
            given = await received(request)
            body = self._run(name, _token(request, given), given)
            status, headers, error = 200, {}, ""
        except _RateLimitedError as limit:
            status, headers, error = 429, {"Retry-After": str(limit.seconds)}, "ratelimited"
            body = {"ok": False, "error": error}
        except SlackError as refusal:
            status, headers, error, body = 200, {}, refusal.error, refusal.as_json()
        except BrokenError as broken:
            self._log(name, given, broken.how, started)
            return break_off(request, broken.how)
        self._log(name, given, error, started)
        return _misbehave_after(request, fault) or web.json_response(body, status=status, headers=headers)

    def _run(self, name: str, token: str, given: Json) -> Json:
        workspace = self._workspace
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._check_token(name, token)
        seconds = workspace.rates.retry_after(name, self._bucket_of(str(given.get("channel", ""))))
        if seconds:
            raise _RateLimitedError(seconds)
        if method.scope:
            require_scope(workspace, method.scope)
        return {"ok": True, **method.run(workspace, method.takes.read(given))}

    def _bucket_of(self, channel: str) -> str:
        """A person and their DM with the app are one channel to the rate limits."""
        room = self._workspace.channels.get(channel)
        if room is None or room.kind is not Kind.DM:
            return channel
        return next(iter(room.members - {self._workspace.app.bot_user_id}), channel)

    def _check_token(self, name: str, token: str) -> None:
        """The app-level token opens connections and nothing else; the bot token does all but that."""
        app = self._workspace.app
        if not token:
            raise SlackError("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise SlackError("invalid_auth")
        if not app.is_installed:
            raise SlackError("account_inactive")
        if (name == "apps.connections.open") != (token == app.app_token):
            raise SlackError("not_allowed_token_type")

    def _log(self, name: str, given: Json, error: str, started: float) -> None:
        ms = (time.monotonic() - started) * 1000
        self._workspace.calls.add(
            self._workspace.now(), "in", name, error=error, ms=ms, summary=_summary(given), arguments=given
        )


class _RateLimitedError(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class BrokenError(Exception):
    """The line is to break: `how` is the fault's name."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def _token(request: web.Request, given: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ") if header else str(given.pop("token", ""))


def _summary(given: Json) -> str:
    """Return one line for the side panel: where to, and what was said."""
    view = given.get("view")
    named = view.get("callback_id") or view.get("type") if isinstance(view, dict) else None
    parts = (given.get("channel") or given.get("user") or given.get("user_id") or given.get("users"), named)
    return " · ".join(str(part) for part in (*parts, str(given.get("text", ""))[:80]) if part)


async def misbehave_before(request: web.Request, fault: Fault | None) -> None:
    """Do what a fault does before anything happens. Raises `SlackError`, or `BrokenError` for `break_off`."""
    match fault.how if fault else "":
        case "refuse_connection" | "http_500" | "page" as how:
            raise BrokenError(how)
        case "error":
            raise SlackError(fault.parameter if fault else "")
        case "rate_limited":
            raise _RateLimitedError(int(fault.parameter) if fault else 1)
        case "slow":
            await asyncio.sleep(float(fault.parameter) if fault else 0)


def _misbehave_after(request: web.Request, fault: Fault | None) -> web.Response | None:
    match fault.how if fault else "":
        case "drop_after_accepting":
            return break_off(request, "refuse_connection")
        case "http_500_after_accepting":
            return break_off(request, "http_500")
        case "error_after_accepting":
            return web.json_response(SlackError(fault.parameter if fault else "").as_json())
    return None


def break_off(request: web.Request, how: str) -> web.Response:
    """Answer 500 or as a proxy does, or cut the line so that the caller sees a reset connection."""
    if how == "page":
        return web.Response(text="<html>Please sign in to the network.</html>", content_type="text/html")
    if how == "refuse_connection" and request.transport is not None:
        request.transport.abort()
    return web.json_response({"ok": False, "error": "internal_error"}, status=500)
