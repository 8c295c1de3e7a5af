"""The stand-in misbehaves as told, as often as told, and then no more."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.acting.actor import Actor
from bot.playground.cast import MAYA
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.workspace import Workspace

from .conftest import running_app

POST = "chat.postMessage"


def posted(workspace: Workspace) -> list[str]:
    """Return what Maya got."""
    return [message.text for message in Actor(workspace, MAYA).dm_messages()]


async def test_a_call_may_be_dropped_before_or_after_it_happened(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    """The caller sees the same reset connection; only the workspace tells the difference."""
    workspace.misbehave(POST, "refuse_connection")
    workspace.misbehave(POST, "drop_after_accepting")
    for text in ("never", "still there"):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=MAYA, text=text)
    await client.chat_postMessage(channel=MAYA, text="well")
    assert posted(workspace) == ["still there", "well"]


async def test_a_proxy_may_answer_in_slacks_place(client: AsyncWebClient, workspace: Workspace) -> None:
    """With HTTP 200 and a page of its own; nothing of it came to Slack."""
    workspace.misbehave(POST, "page")
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=MAYA, text="x")
    assert (failed.value.response.status_code, failed.value.response.data) == (200, {})
    assert posted(workspace) == []


@pytest.mark.parametrize(
    ("how", "status", "error", "happens"),
    [
        ("http_500", 500, "internal_error", False),
        ("http_500_after_accepting", 500, "internal_error", True),
        ("error:fatal_error", 200, "fatal_error", False),
        ("error_after_accepting:fatal_error", 200, "fatal_error", True),
        ("rate_limited:3", 429, "ratelimited", False),
    ],
)
async def test_a_call_may_fail(
    client: AsyncWebClient, workspace: Workspace, how: str, status: int, error: str, happens: bool
) -> None:
    """With an HTTP error, Slack's own error or a 429, whether or not the message was posted."""
    workspace.misbehave(POST, how)
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=MAYA, text="x")
    assert failed.value.response.status_code == status
    assert failed.value.response["error"] == error
    assert posted(workspace) == (["x"] if happens else [])
    if status == 429:
        assert failed.value.response.headers["Retry-After"] == "3"


def test_unknown_misbehaviour_is_a_slip_of_the_test(workspace: Workspace) -> None:
    """It is refused at once, with the list of what there is."""
    with pytest.raises(ValueError, match="drop_after_accepting"):
        workspace.misbehave(POST, "explode")


async def test_an_event_is_retried_and_redelivered_with_one_id(either: tuple[PlaygroundServer, str]) -> None:
    """Retries and a redelivery carry the same event_id, a retry number and a reason."""
    server, transport = either
    workspace = server.workspace
    heard: list[tuple[str, Any, Any]] = []

    def register(app: AsyncApp) -> None:
        @app.event("app_home_opened")
        async def opened(body: Any, request: Any) -> None:
            headers = request.headers
            retry = headers.get("x-slack-retry-num", ["0"])[0]
            heard.append((body["event_id"], retry, headers.get("x-slack-retry-reason", [""])[0]))

    async with running_app(server, register, transport):
        workspace.misbehave("delivery:events_api", "ack_lost")
        workspace.misbehave("delivery:events_api", "lost")
        await Actor(workspace, MAYA).open_home()
        await workspace.until(lambda: len(workspace.calls.named("events_api:app_home_opened")) == 3)
        await workspace.redeliver()
    assert len({event_id for event_id, _, _ in heard}) == 1
    assert [(retry, reason) for _, retry, reason in heard] == [
        ("0", ""),
        ("2", "http_timeout"),
        ("1", "http_timeout"),
    ]


async def test_an_interaction_may_come_twice_or_its_ack_get_lost(
    either: tuple[PlaygroundServer, str],
) -> None:
    """The person sees a timeout although the work was done, and the app may see one click twice."""
    server, transport = either
    clicks: list[str] = []

    def register(app: AsyncApp) -> None:
        @app.shortcut("delegate_task")
        async def task(ack: Any, shortcut: Any) -> None:
            clicks.append(shortcut["trigger_id"])
            await ack()

    async with running_app(server, register, transport):
        maya = Actor(server.workspace, MAYA)
        server.workspace.misbehave("delivery:interactive", "duplicate")
        server.workspace.misbehave("delivery:interactive", "ack_lost")
        assert (await maya.shortcut("delegate_task")).ok
        assert len(clicks) == 2
        assert (await maya.shortcut("delegate_task")).error == "operation_timeout"
        assert len(clicks) == 3


@pytest.mark.parametrize("abruptly", [False, True])
async def test_sockets_are_disconnected_and_come_back(server: PlaygroundServer, abruptly: bool) -> None:
    """After a disconnect the SDK connects anew, and deliveries go on."""
    workspace = server.workspace

    def register(app: AsyncApp) -> None:
        @app.shortcut("delegate_task")
        async def task(ack: Any) -> None:
            await ack()

    async with running_app(server, register, ping_interval=0.1):
        opened = len(workspace.calls.named("apps.connections.open"))
        await server.disconnect_sockets(abruptly=abruptly)
        await workspace.until(lambda: len(workspace.calls.named("apps.connections.open")) > opened)
        await workspace.until(lambda: workspace.sockets.count == 1)
        assert (await Actor(workspace, MAYA).shortcut("delegate_task")).ok


async def test_a_bad_signature_is_refused_by_the_app(either: tuple[PlaygroundServer, str]) -> None:
    """Over HTTP Bolt answers 401, which the person sees as a failure."""
    server, transport = either
    if transport == "socket":
        return
    async with running_app(server, lambda app: None, transport):
        server.workspace.misbehave("delivery:interactive", "bad_signature")
        assert (await Actor(server.workspace, MAYA).shortcut("delegate_task")).error == "dispatch_failed"
