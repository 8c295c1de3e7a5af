"""What happens in a workspace reaches the app as events."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.acting.actor import Actor
from bot.playground.cast import GENERAL, MAYA, SAM
from bot.playground.server import PlaygroundServer
from bot.playground.to_the_app.happenings import app_is_uninstalled, app_joins, person_changes, person_leaves
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.workspace import Workspace

from .conftest import client_of, running_app
from .test_web_api import error_of


async def test_profiles_channels_and_the_installation_change(either: tuple[PlaygroundServer, str]) -> None:
    """Each reaches the app if its manifest subscribes; after uninstalling, the tokens are dead."""
    server, transport = either
    workspace = server.workspace
    events = (
        "user_change",
        "member_joined_channel",
        "member_left_channel",
        "app_uninstalled",
        "tokens_revoked",
    )
    workspace.app.bot_events |= set(events)
    heard: list[Any] = []

    def register(app: AsyncApp) -> None:
        for name in events:

            @app.event(name)
            async def hear(event: Any) -> None:
                heard.append(event)

    async with running_app(server, register, transport):
        await person_changes(workspace, SAM, tz="Asia/Tokyo")
        await app_joins(workspace, GENERAL, MAYA)
        await person_leaves(workspace, SAM, GENERAL)
        await client_of(server).chat_postMessage(channel=GENERAL, text="Hello")
        await app_is_uninstalled(workspace)
        assert (
            await error_of(client_of(server).chat_postMessage(channel=GENERAL, text="x"))
            == "account_inactive"
        )
    assert [event["type"] for event in heard] == [
        "user_change",
        "member_joined_channel",
        "member_left_channel",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert heard[0]["user"]["tz"] == "Asia/Tokyo"


async def test_events_that_nobody_subscribed_to_are_not_sent(workspace: Workspace) -> None:
    """The manifest decides."""
    assert await workspace.send_event({"type": "channel_rename", "channel": GENERAL}) is False
    assert workspace.calls.after(0) == []


async def test_a_read_only_messages_tab_takes_no_messages(workspace: Workspace) -> None:
    """As the manifest says; the app still writes there."""
    maya = Actor(workspace, MAYA)
    dm = workspace.direct_message(MAYA).id
    workspace.app.messages_tab_read_only = True
    with pytest.raises(SlackError, match="messages_tab_read_only"):
        await maya.say(dm, "Hello?")
