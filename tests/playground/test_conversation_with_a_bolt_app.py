"""The real Bolt, over Socket Mode and over signed HTTP, hears what people do and is heard."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from bot.playground.server import PlaygroundServer

from .conftest import running_app

Either = tuple[PlaygroundServer, str]


def modal(title: str, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make a modal view."""
    return {
        "type": "modal",
        "callback_id": "brief",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Next"},
        "blocks": list(blocks),
        **more,
    }


TASK = {
    "type": "input",
    "block_id": "task",
    "label": {"type": "plain_text", "text": "Task"},
    "element": {"type": "plain_text_input", "action_id": "text", "max_length": 150},
}
OWNER = {
    "type": "input",
    "block_id": "owner",
    "label": {"type": "plain_text", "text": "Owner"},
    "element": {"type": "users_select", "action_id": "user"},
}
BACK = {
    "type": "actions",
    "block_id": "nav",
    "elements": [
        {"type": "button", "action_id": "back", "text": {"type": "plain_text", "text": "Back"}, "value": "1"}
    ],
}


def card(text: str) -> list[dict[str, Any]]:
    """Make a card with one button."""
    button = {"type": "button", "action_id": "accept", "text": {"type": "plain_text", "text": "Accept"}}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "actions", "block_id": "card", "elements": [{**button, "value": "d1"}]},
    ]


async def test_a_command_opens_a_modal_and_submitting_it_posts_a_card(either: Either) -> None:
    """From the command through a field error and a second step to a DM whose button edits it."""
    server, transport = either
    texts: list[str] = []

    def register(app: AsyncApp) -> None:
        @app.command("/delegate")
        async def delegate(ack: Any, body: Any, client: Any) -> None:
            texts.append(body["text"])
            await client.views_open(trigger_id=body["trigger_id"], view=modal("Brief", TASK, OWNER))
            await ack()

        @app.view("brief")
        async def brief(ack: Any, view: Any, client: Any) -> None:
            values = view["state"]["values"]
            if values["task"]["text"]["value"] == "Wrong":
                await ack(response_action="errors", errors={"task": "Not that"})
                return
            if view["title"]["text"] == "Brief":
                await ack(response_action="update", view=modal("Step two", TASK, OWNER, BACK))
                return
            await client.chat_postMessage(
                channel=values["owner"]["user"]["selected_user"], text="A card", blocks=card("*A card*")
            )
            await ack()

        @app.action("back")
        async def back(ack: Any, body: Any, client: Any) -> None:
            view = body["view"]
            await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Brief", TASK, OWNER))
            await ack()

        @app.action("accept")
        async def accept(ack: Any, body: Any, client: Any) -> None:
            assert body["actions"][0]["value"] == "d1"
            place = {"channel": body["container"]["channel_id"], "ts": body["message"]["ts"]}
            await client.chat_update(**place, text="Accepted by Sam")
            await ack()

    async with running_app(server, register, transport):
        maya, sam = Actor(server.workspace, MAYA), Actor(server.workspace, SAM)
        outcome = await maya.command("/delegate", "@Sam Monthly report", channel=CLOUD_COSTS)
        assert texts == ["<@U0SAM00001|sam.rivera> Monthly report"]
        assert outcome.modal is not None
        assert outcome.modal.title == "Brief"

        outcome = await outcome.modal.submit({"Task": "Wrong", "Owner": "Sam Rivera"})
        assert outcome.errors["Task"] == "Not that"
        assert outcome.errors == {"task": "Not that"}

        assert outcome.modal is not None
        outcome = await outcome.modal.submit({"Task": "Report"})
        assert outcome.modal is not None
        assert outcome.modal.title == "Step two"
        outcome = await outcome.modal.click("Back")
        assert outcome.modal is not None
        assert outcome.modal.title == "Brief"
        assert outcome.modal.value("Task") == "Report"
        again = await outcome.modal.submit()
        assert again.modal is not None
        outcome = await again.modal.submit()
        assert outcome.ok
        assert outcome.modal is None

        message = sam.dm_messages()[-1]
        assert text_of(message) == "*A card*\n[Accept]"
        assert (await sam.click(message, "Accept")).ok
        assert text_of(sam.dm_messages()[-1]) == "Accepted by Sam"


async def test_an_acks_text_and_a_response_url_are_whispered(either: Either) -> None:
    """ack(text) of a command and respond() are seen by the person alone."""
    server, transport = either

    def register(app: AsyncApp) -> None:
        @app.command("/delegate")
        async def delegate(ack: Any, respond: Any) -> None:
            await respond("From the response URL")
            await ack("From the ack")

    async with running_app(server, register, transport):
        maya, sam = Actor(server.workspace, MAYA), Actor(server.workspace, SAM)
        outcome = await maya.command("/delegate", "help", channel=CLOUD_COSTS)
        assert [message.text for message in outcome.ephemeral] == ["From the response URL", "From the ack"]
        assert sam.ephemerals() == []


async def test_home_is_published_when_it_is_opened(either: Either) -> None:
    """Opening Home sends app_home_opened; what the app publishes is what the person sees."""
    server, transport = either

    def register(app: AsyncApp) -> None:
        @app.event("app_home_opened")
        async def opened(event: Any, client: Any) -> None:
            await client.views_publish(
                user_id=event["user"], view={"type": "home", "blocks": card("Nothing needs you.")}
            )

    async with running_app(server, register, transport):
        home = await Actor(server.workspace, MAYA).open_home()
        assert home is not None
        assert "Nothing needs you." in text_of(home)


async def test_an_unanswered_click_is_lost_and_the_person_sees_an_error(either: Either) -> None:
    """With nobody to hear it, and with an app that has no such listener, there is an error and no retry."""
    server, transport = either
    maya = Actor(server.workspace, MAYA)
    assert (await maya.shortcut("delegate_task")).error == "dispatch_failed"

    async with running_app(server, lambda app: None, transport):
        outcome = await maya.raw_action({"action_id": "from an old card"}, ts="1.000001")
        assert outcome.error in ("operation_timeout", "dispatch_failed")
        assert len(server.workspace.calls.named("interactive:block_actions")) == 1
