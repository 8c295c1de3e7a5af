"""A small app on the real Bolt, talking to the stand-in over Socket Mode or signed HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SettableClock
from bot.playground.cast import northwind
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.workspace import Workspace

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Leeway"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Leeway"},
        "shortcuts": [
            {"name": "Delegate a task", "type": "global", "callback_id": "delegate_task", "description": "x"},
            {
                "name": "Delegate this",
                "type": "message",
                "callback_id": "delegate_message",
                "description": "x",
            },
        ],
        "slash_commands": [
            {"command": "/delegate", "description": "Delegate", "usage_hint": "help", "should_escape": True}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:read",
                "chat:write",
                "commands",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "mpim:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


class RealTime:
    """Real time that a test moves: for trigger ids, rates and response URLs."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self.seconds


@pytest.fixture
def clock() -> SettableClock:
    """The story's clock, standing at a Monday morning."""
    return SettableClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), frozen=True)


@pytest.fixture
def real_time() -> RealTime:
    """Real time, moved by hand."""
    return RealTime()


@pytest.fixture
async def workspace(clock: SettableClock, real_time: RealTime) -> Workspace:
    """The demo's workspace, without rates."""
    return northwind(clock, MANIFEST, rates_enforced=False, monotonic=real_time, event_retry_delays=(0, 0, 0))


@pytest.fixture
async def server(workspace: Workspace, clock: SettableClock) -> AsyncIterator[PlaygroundServer]:
    """The workspace, being served."""
    server = PlaygroundServer(workspace, clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server: PlaygroundServer) -> AsyncWebClient:
    """The SDK's own client with the bot's token, without its retries."""
    return client_of(server)


def client_of(server: PlaygroundServer, token: str = "") -> AsyncWebClient:
    """Make a client of the server."""
    token = token or server.workspace.app.bot_token
    return AsyncWebClient(token=token, base_url=server.api_url, retry_handlers=[])


Register = Callable[[AsyncApp], None]


@asynccontextmanager
async def running_app(
    server: PlaygroundServer, register: Register, transport: str = "socket", *, ping_interval: float = 10
) -> AsyncIterator[AsyncApp]:
    """Run a Bolt app against the server over one of the transports."""
    workspace = server.workspace
    app = AsyncApp(
        client=client_of(server),
        signing_secret=workspace.app.signing_secret,
        process_before_response=True,
    )
    register(app)
    async with AsyncExitStack() as stack:
        if transport == "socket":
            handler = AsyncSocketModeHandler(app, workspace.app.app_token, ping_interval=ping_interval)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()
            await workspace.until(lambda: workspace.sockets.count == 1)
        else:
            runner = web.AppRunner(app.web_app("/slack/events"))
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            workspace.signed_http.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield app


@pytest.fixture(params=["socket", "http"])
async def either(
    request: pytest.FixtureRequest, clock: SettableClock, real_time: RealTime
) -> AsyncIterator[tuple[PlaygroundServer, str]]:
    """A server for each of the two transports."""
    workspace = northwind(
        clock,
        MANIFEST,
        transport=request.param,
        rates_enforced=False,
        monotonic=real_time,
        event_retry_delays=(0, 0, 0),
        ack_seconds=1.0,
    )
    server = PlaygroundServer(workspace, clock)
    await server.start()
    yield server, request.param
    await server.stop()
