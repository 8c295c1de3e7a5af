"""What people can do, cannot do, and what their Slack makes of it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.acting.actor import Actor
from bot.playground.cast import (
    ACME_SHARED,
    ACME_TEAM_ID,
    ALEX_OF_ACME,
    CLOUD_COSTS,
    GENERAL,
    LEADERSHIP,
    MAYA,
    SAM,
)
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.mentions import escaped
from bot.playground.workspace.workspace import Workspace

from .conftest import RealTime, running_app

BUTTON = {"type": "button", "action_id": "go", "value": "d1", "text": {"type": "plain_text", "text": "Go"}}
MORE = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": {"type": "plain_text", "text": "Mute"}, "value": "mute"}],
}
CARD: list[dict[str, Any]] = [
    {"type": "section", "block_id": "one", "text": {"type": "mrkdwn", "text": "First"}, "accessory": BUTTON},
    {
        "type": "section",
        "block_id": "two",
        "text": {"type": "mrkdwn", "text": "Second"},
        "accessory": {**BUTTON, "action_id": "go.2", "value": "d2"},
    },
    {"type": "actions", "block_id": "menu", "elements": [MORE]},
]
VIEW = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}],
}


class Heard:
    """An app that answers as told and keeps what it heard."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.answer: dict[str, Any] | str = {}
        self.responses: list[dict[str, Any]] = []

    def register(self, app: AsyncApp) -> None:
        """Listen to everything."""

        @app.command("/delegate")
        @app.shortcut("delegate_message")
        @app.action("go")
        @app.action("go.2")
        @app.action("more")
        @app.view_closed("form")
        async def hear(ack: Any, body: Any, respond: Any) -> None:
            self.bodies.append(body)
            await ack()
            for response in self.responses:
                await respond(**response)

        @app.shortcut("delegate_task")
        async def open_form(ack: Any, body: Any, client: Any) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=VIEW)
            await ack()

        @app.view("form")
        async def submitted(ack: Any, body: Any) -> None:
            self.bodies.append(body)
            await (ack(self.answer) if isinstance(self.answer, str) else ack(**self.answer))


async def test_buttons_are_told_apart_by_where_they_stand(server: PlaygroundServer) -> None:
    """Two of the same words need `within`; an overflow option is clicked by its words; payloads are whole."""
    workspace, heard = server.workspace, Heard()
    maya = Actor(workspace, MAYA)
    costs = workspace.channels[CLOUD_COSTS]
    workspace.post(costs, workspace.app.bot_user_id, "Card", blocks=CARD)
    card = maya.messages(CLOUD_COSTS)[-1]
    async with running_app(server, heard.register):
        with pytest.raises(AssertionError, match="more than once"):
            await maya.click(card, "Go")
        assert (await maya.click(card, "Go", within="Second")).ok
        assert (await maya.click(card, "Mute")).ok
    click, choice = heard.bodies
    assert click["actions"][0]["value"] == "d2"
    assert click["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": CLOUD_COSTS,
        "is_ephemeral": False,
    }
    assert click["channel"] == {"id": CLOUD_COSTS, "name": "cloud-costs"}
    assert click["user"] == {
        "id": MAYA,
        "username": "maya.okafor",
        "name": "maya.okafor",
        "team_id": workspace.team.id,
    }
    assert click["message"]["blocks"] == CARD
    assert choice["actions"][0]["selected_option"]["value"] == "mute"


async def test_a_stranger_can_press_buttons_and_nothing_else(server: PlaygroundServer) -> None:
    """The click carries their own team; commands and shortcuts are not theirs."""
    workspace, heard = server.workspace, Heard()
    alex = Actor(workspace, ALEX_OF_ACME)
    workspace.post(workspace.channels[ACME_SHARED], workspace.app.bot_user_id, "Card", blocks=CARD)
    async with running_app(server, heard.register):
        assert (await alex.click(alex.messages(ACME_SHARED)[-1], "Go", within="one")).ok
        assert "not a valid command" in (await alex.command("/delegate", "x", channel=ACME_SHARED)).error
        assert not (await alex.shortcut("delegate_task")).ok
    assert heard.bodies[0]["user"]["team_id"] == heard.bodies[0]["team"]["id"] == ACME_TEAM_ID


async def test_commands_carry_where_they_were_typed(server: PlaygroundServer) -> None:
    """Private channels and DMs do not show their names, and outside of a channel nobody types in it."""
    heard = Heard()
    maya, sam = Actor(server.workspace, MAYA), Actor(server.workspace, SAM)
    async with running_app(server, heard.register):
        await maya.command("/delegate", "list", channel=LEADERSHIP)
        await maya.command("/delegate")
        await maya.command("/delegate", channel=GENERAL)
        assert (await maya.command("/nothing")).error == "/nothing is not a valid command"
        with pytest.raises(AssertionError, match="not in leadership"):
            await sam.command("/delegate", channel=LEADERSHIP)
    assert [body["channel_name"] for body in heard.bodies] == ["privategroup", "directmessage", "general"]
    assert heard.bodies[0]["text"] == "list"
    assert heard.bodies[0]["team_domain"] == "northwind"


async def test_a_message_shortcut_brings_the_message(server: PlaygroundServer) -> None:
    """With its channel and text, and a response URL, but no permalink."""
    heard = Heard()
    maya = Actor(server.workspace, MAYA)
    message = maya.messages(CLOUD_COSTS)[0]
    async with running_app(server, heard.register):
        assert (await maya.message_shortcut("delegate_message", CLOUD_COSTS, message.ts)).ok
    assert heard.bodies[0]["message"]["text"] == message.text
    assert heard.bodies[0]["message_ts"] == message.ts
    assert "response_url" in heard.bodies[0]


async def test_only_an_empty_answer_closes_a_modal(server: PlaygroundServer) -> None:
    """Text, errors that name no input, and broken views leave it open with an error; clear closes all."""
    heard = Heard()
    maya = Actor(server.workspace, MAYA)
    async with running_app(server, heard.register):
        opened = await maya.shortcut("delegate_task")
        assert opened.modal is not None
        heard.answer = "ok"
        outcome = await opened.modal.submit()
        assert "refused" in outcome.error
        heard.answer = {"response_action": "errors", "errors": {"nowhere": "x"}}
        assert "must name input blocks" in (await opened.modal.submit()).error
        heard.answer = {
            "response_action": "update",
            "view": {**VIEW, "title": {"type": "plain_text", "text": ""}},
        }
        assert "must not be empty" in (await opened.modal.submit()).error
        heard.answer = {
            "response_action": "push",
            "view": {**VIEW, "callback_id": "second", "notify_on_close": False},
        }
        pushed = await opened.modal.submit()
        assert pushed.modal is not None
        assert pushed.modal.callback_id == "second"
        await pushed.modal.close()
        assert maya.modal is not None
        heard.answer = {"response_action": "clear"}
        assert (await maya.modal.submit()).modal is None


async def test_closing_is_told_where_it_was_asked_for(server: PlaygroundServer) -> None:
    """Cancel sends view_closed for the view, the x sends the root and says is_cleared."""
    heard = Heard()
    maya = Actor(server.workspace, MAYA)
    async with running_app(server, heard.register):
        for everything in (False, True):
            opened = await maya.shortcut("delegate_task")
            assert opened.modal is not None
            assert (await opened.modal.close(everything=everything)).modal is None
    assert [body["type"] for body in heard.bodies] == ["view_closed", "view_closed"]
    assert [body["is_cleared"] for body in heard.bodies] == [False, True]


async def test_response_urls_serve_five_times_in_half_an_hour(
    server: PlaygroundServer, real_time: RealTime
) -> None:
    """Whispered by default, in the channel when said so, replacing or deleting what was clicked."""
    workspace, heard = server.workspace, Heard()
    maya = Actor(workspace, MAYA)
    workspace.post(workspace.channels[CLOUD_COSTS], workspace.app.bot_user_id, "Card", blocks=CARD)
    card = maya.messages(CLOUD_COSTS)[-1]
    heard.responses = [
        {"text": "Whispered", "replace_original": False},
        {"text": "Aloud", "response_type": "in_channel", "replace_original": False},
        {"text": "Replaced", "replace_original": True},
        {"delete_original": True},
        {"text": "Fifth", "replace_original": False},
        {"text": "Sixth", "replace_original": False},
    ]
    async with running_app(server, heard.register):
        outcome = await maya.click(card, "Go", within="one")
    assert [message.text for message in outcome.ephemeral] == ["Whispered", "Fifth"]
    assert [message.text for message in workspace.channel_messages(CLOUD_COSTS)][-1] == "Aloud"
    assert workspace.find_message(CLOUD_COSTS, card.ts) is None
    path = workspace.response_urls.give(MAYA, CLOUD_COSTS)
    real_time.seconds += 1801
    assert workspace.response_urls.use(path) is None


def test_mentions_in_commands_are_escaped(workspace: Workspace) -> None:
    """Handles, first names and full names of people, the longest first; words that are nobody stay."""
    people, channels = workspace.people.values(), workspace.channels.values()
    assert escaped("@Sam Rivera report", people, channels) == f"<@{SAM}|sam.rivera> report"
    assert escaped("ask @sam.rivera", people, channels) == f"ask <@{SAM}|sam.rivera>"
    assert escaped("@Samuel me@sam", people, channels) == "@Samuel me@sam"
    assert escaped("in #cloud-costs", people, channels) == f"in <#{CLOUD_COSTS}|cloud-costs>"


async def test_a_form_can_be_sent_twice_or_past_slacks_own_checks(server: PlaygroundServer) -> None:
    """The raw way submits a modal that is closed, with whatever values."""
    heard = Heard()
    maya = Actor(server.workspace, MAYA)
    async with running_app(server, heard.register):
        opened = await maya.shortcut("delegate_task")
        assert opened.modal is not None
        assert (await opened.modal.submit()).modal is None
        forged = {"task": {"text": {"type": "plain_text_input", "value": "x" * 5000}}}
        await maya.raw_submit(opened.modal, forged)
    assert len(heard.bodies) == 2
    assert heard.bodies[0]["view"]["id"] == heard.bodies[1]["view"]["id"]
    assert heard.bodies[1]["view"]["state"]["values"] == forged


async def test_waiting_names_what_happened_last(workspace: Workspace) -> None:
    """A condition that never comes true fails with the latest calls."""
    with pytest.raises(TimeoutError, match="last calls: none"):
        await workspace.until(lambda: False, seconds=0.01)
