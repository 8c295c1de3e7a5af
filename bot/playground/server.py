"""The server: one aiohttp application on loopback that the real SDK, the app and the page talk to."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground.block_kit import input_state
from bot.playground.block_kit.validator import problems
from bot.playground.page.api import PageApi
from bot.playground.page.clock import NextMoment
from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.web_api.dispatch import BrokenError, WebApi, break_off, misbehave_before
from bot.playground.workspace.response_urls import ResponseUrl
from bot.playground.workspace.story_clock import Clock

LARGEST_BODY = 1024 * 1024
"""Bytes; a view may have 250 KB."""

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost"})


class PlaygroundServer:
    """Serves a workspace on 127.0.0.1."""

    def __init__(
        self,
        workspace: ConnectedWorkspace,
        clock: Clock,
        port: int = 0,
        *,
        next_moment: NextMoment | None = None,
    ) -> None:
        """Prepare a server.

        Args:
            workspace: What it serves.
            clock: The story's clock, which the page may move if it has `advance` and `jump_to`.
            port: The TCP port; 0 takes a free one at `start`.
            next_moment: Asked for the moment that the page's "jump to the next nudge" goes to.
        """
        self.workspace = workspace
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._page = PageApi(workspace, clock, next_moment)
        self.port = 0

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` has to be."""
        return f"{self.workspace.base_url}/api/"

    @property
    def page_url(self) -> str:
        """The page's address for a browser."""
        return f"{self.workspace.base_url}/"

    async def start(self) -> None:
        """Listen."""
        app = web.Application(middlewares=[_only_local], client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/api/{method}", WebApi(self.workspace).serve)
        app.router.add_get("/link/", self.workspace.sockets.serve)
        app.router.add_post("/response/{path}", self._respond)
        self._page.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._wanted_port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.workspace.base_url = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.workspace.delivery.stop()
        await self.workspace.signed_http.close()
        await self.workspace.sockets.disconnect("link_disabled", abruptly=True)
        self._page.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def disconnect_sockets(self, reason: str = "refresh_requested", *, abruptly: bool = False) -> None:
        """End every Socket Mode connection, as Slack does now and then; `abruptly` without a word."""
        await self.workspace.sockets.disconnect(reason, abruptly=abruptly)

    async def _respond(self, request: web.Request) -> web.Response:
        """Take a message at a response URL: ephemeral, unless it says in_channel."""
        target = self.workspace.response_urls.use(request.match_info["path"])
        if target is None:
            return web.Response(status=404, text="expired_url")
        body: dict[str, Any] = await request.json()
        try:
            await misbehave_before(request, self.workspace.misbehaviour.take("response_url"))
        except BrokenError as broken:
            return break_off(request, broken.how)
        error = answer_at(self.workspace, target, body)
        self.workspace.calls.add(
            self.workspace.now(),
            "in",
            "response_url",
            error=error,
            summary=str(body.get("text", ""))[:80],
            arguments=body,
        )
        return web.Response(text="ok") if not error else web.Response(status=400, text=error)


def answer_at(workspace: ConnectedWorkspace, target: ResponseUrl, body: dict[str, Any]) -> str:
    """Show an answer where the response URL leads; return Slack's error or nothing."""
    original = workspace.find_message(target.channel, target.message_ts)
    if body.get("delete_original"):
        if original is None:
            return "message_not_found"
        workspace.forget(original)
        return ""
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if problems("message", {"text": text, "blocks": blocks}):
        return "no_text" if not text.strip() else "invalid_blocks"
    content: dict[str, Any] = {"blocks": input_state.with_ids(blocks)}
    if body.get("replace_original") and original is not None:
        original.text, original.blocks = text, content["blocks"]
        kind = "ephemeral" if original.ephemeral_to else "message"
        workspace.changes.tell(kind, user=original.ephemeral_to, channel=original.channel, ts=original.ts)
        return ""
    channel = workspace.channels[target.channel]
    content["thread_ts"] = str(body.get("thread_ts") or "")
    if body.get("response_type") == "in_channel":
        workspace.post(channel, workspace.app.bot_user_id, text, **content)
    else:
        workspace.whisper(channel, target.user_id, text, **content)
    return ""


@web.middleware
async def _only_local(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer only to our own names, so that a foreign page cannot reach us by rebinding its own."""
    name = request.host.rsplit(":", 1)[0]
    if name not in LOCAL_NAMES:
        return web.Response(status=403, text="this server answers on 127.0.0.1 only")
    return await handler(request)
