"""The page's JSON API: one person's view of the workspace, and what they can do in it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.clock import SettableClock
from bot.playground.acting.actor import Actor
from bot.playground.block_kit.input_state import with_ids
from bot.playground.cast import CLOUD_COSTS, GENERAL, GITA, LEADERSHIP, MAYA, SAM, TOM_WHO_LEFT
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.changes import MOST_UNREAD
from bot.playground.workspace.workspace import Workspace

from .conftest import running_app

Json = dict[str, Any]
NEXT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Browser:
    """A page's fetches."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def get(self, path: str, **query: str) -> Json:
        """Read something."""
        async with self.session.get(f"/page/{path}", params=query) as response:
            return dict(await response.json())

    async def post(self, path: str, **body: Any) -> Json:
        """Do something."""
        async with self.session.post(f"/page/{path}", json=body) as response:
            return dict(await response.json())


@pytest.fixture
async def server(workspace: Workspace, clock: SettableClock) -> AsyncIterator[PlaygroundServer]:
    """The workspace, being served, with a next moment."""

    async def next_moment() -> tuple[datetime, str] | None:
        return (NEXT, "Spot check") if clock.now() < NEXT else None

    server = PlaygroundServer(workspace, clock, next_moment=next_moment)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def browser(server: PlaygroundServer) -> AsyncIterator[Browser]:
    """A browser at the page's address."""
    async with aiohttp.ClientSession(server.page_url) as session:
        yield Browser(session)


def register(app: AsyncApp) -> None:
    """Register a small app: a modal with a select that is heard of, a card, and a Home."""
    pick = {
        "type": "static_select",
        "action_id": "pick",
        "options": [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("a", "b")],
    }
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Go"},
        "blocks": [
            {
                "type": "input",
                "block_id": "task",
                "label": {"type": "plain_text", "text": "Task"},
                "element": {"type": "plain_text_input", "action_id": "text"},
            },
            {"type": "actions", "block_id": "who", "elements": [pick]},
        ],
    }

    @app.command("/delegate")
    async def command(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("pick")
    async def picked(ack: Any, body: Any, client: Any) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        assert body["view"]["state"]["values"]["who"]["pick"]["selected_option"]["value"] == chosen
        title = {"type": "plain_text", "text": f"Chose {chosen}"}
        await client.views_update(view_id=body["view"]["id"], view={**view, "title": title})
        await ack()

    @app.view("form")
    async def form(ack: Any, view: Any) -> None:
        task = view["state"]["values"]["task"]["text"]["value"]
        await (ack(response_action="errors", errors={"task": "Shorter"}) if len(task) > 3 else ack())


async def test_the_sidebar_shows_what_one_person_sees(browser: Browser) -> None:
    """People, channels by membership, the DM with the app, commands, shortcuts, and the clock."""
    state = await browser.get("state", **{"as": MAYA})
    channels = {channel["name"]: channel for channel in state["channels"]}
    assert channels["leadership"]["is_private"] is True
    assert channels["acme-shared"]["is_ext_shared"] is True
    assert channels["old-finance"]["is_archived"] is True
    assert state["dms"][0]["user"] == state["app"]["bot_user_id"]
    assert {person["name"] for person in state["people"]} >= {"Maya Okafor", "Gita Rao", "Tom Berg"}
    assert state["commands"][0]["command"] == "/delegate"
    assert state["clock"] == {
        "now": "2026-11-23T09:00:00+00:00",
        "next": {"due_at": NEXT.isoformat(), "label": "Spot check"},
    }
    assert (await browser.get("state"))["me"] == MAYA
    guest = await browser.get("state", **{"as": GITA})
    assert [channel["name"] for channel in guest["channels"]] == ["cloud-costs"]


async def test_nobody_sees_what_is_not_theirs(browser: Browser) -> None:
    """Private channels stay private, public ones may be read but not written to, and those who left act no more."""
    assert (await browser.get("messages", **{"as": SAM}, channel=LEADERSHIP))["error"] == "channel_not_found"
    workspace_wide = await browser.get("messages", **{"as": MAYA}, channel=GENERAL)
    assert workspace_wide == {"messages": []}
    assert (await browser.get("state", **{"as": TOM_WHO_LEFT}))["error"] == "user_not_found"
    assert (await browser.post("message", **{"as": GITA}, channel=GENERAL, text="x"))["ok"] is False


async def test_messages_are_written_and_threaded(browser: Browser) -> None:
    """A reply counts at its parent, stands in the thread, and text is kept escaped as Slack keeps it."""
    parent = await browser.post("message", **{"as": MAYA}, channel=CLOUD_COSTS, text="<b> & @Sam Rivera")
    place = {"channel": CLOUD_COSTS, "ts": parent["ts"]}
    await browser.post("message", **{"as": SAM}, channel=CLOUD_COSTS, text="Reply", thread_ts=parent["ts"])
    shown = (await browser.get("messages", **{"as": SAM}, channel=CLOUD_COSTS))["messages"][-1]
    assert shown["text"] == f"&lt;b&gt; &amp; <@{SAM}>"
    assert shown["reply_count"] == 1
    thread = (await browser.get("thread", **{"as": SAM}, **place))["messages"]
    assert [message["name"] for message in thread] == ["Maya Okafor", "Sam Rivera"]


async def test_a_form_is_filled_in_by_a_browser(browser: Browser, server: PlaygroundServer) -> None:
    """Command, a select that is heard of, Slack's own check, the app's error, and closing."""
    async with running_app(server, register):
        me = {"as": MAYA}
        assert await browser.post("command", **me, channel=CLOUD_COSTS, text="/delegate x") == {"ok": True}
        view = (await browser.get("views", **me))["stack"][0]
        chosen = view["blocks"][1]["elements"][0]["options"][1]
        typed = {"task": {"text": {"type": "plain_text_input", "value": "Report"}}}
        container = {"type": "view", "view_id": view["id"]}
        action = {"block_id": "who", "action_id": "pick", "selected_option": chosen}
        done = await browser.post("action", **me, container=container, action=action, state=typed)
        assert done == {"ok": True}
        view = (await browser.get("views", **me))["stack"][0]
        assert view["title"]["text"] == "Chose b"
        assert view["state"]["values"]["task"]["text"]["value"] == "Report"

        refused = await browser.post("submit", **me, view_id=view["id"], state={})
        assert refused == {"ok": False, "errors": {"task": "Shorter"}}
        empty = {"task": {"text": {"type": "plain_text_input", "value": ""}}, "gone": {"x": {"value": "old"}}}
        unfinished = await browser.post("submit", **me, view_id=view["id"], state=empty)
        assert unfinished["errors"] == {"task": "Please complete this required field."}
        typed["task"]["text"]["value"] = "ok"
        assert await browser.post("submit", **me, view_id=view["id"], state=typed) == {"ok": True}
        assert (await browser.get("views", **me))["stack"] == []


async def test_a_browser_cannot_forge(browser: Browser, server: PlaygroundServer) -> None:
    """Elements that are not shown, options that are not offered, views of others, forms of other pages."""
    async with running_app(server, register):
        await browser.post("command", **{"as": MAYA}, channel=CLOUD_COSTS, text="/delegate x")
        view = (await browser.get("views", **{"as": MAYA}))["stack"][0]
        container = {"type": "view", "view_id": view["id"]}
        unknown = {"block_id": "who", "action_id": "other"}
        answer = await browser.post("action", **{"as": MAYA}, container=container, action=unknown)
        assert answer == {"ok": False, "error": "action_not_found"}
        strange = {"block_id": "who", "action_id": "pick", "selected_option": {"value": "c"}}
        answer = await browser.post("action", **{"as": MAYA}, container=container, action=strange)
        assert answer["ok"] is False
        assert (await browser.post("submit", **{"as": SAM}, view_id=view["id"]))["error"] == "not_found"
    async with browser.session.post("/page/home", data={"as": MAYA}) as response:
        assert response.status == 415


async def test_a_press_counts_though_its_message_has_just_changed(
    browser: Browser, server: PlaygroundServer
) -> None:
    """A message that is edited gets new block ids; a button that is still there can be pressed all the same."""
    pressed: list[str] = []

    def register_press(app: AsyncApp) -> None:
        @app.action("ship")
        async def ship(ack: Any, action: Any) -> None:
            pressed.append(action["value"])
            await ack()

    word = {"type": "plain_text", "text": "Ship it"}
    button = {"type": "button", "action_id": "ship", "value": "one", "text": word}
    workspace = server.workspace
    blocks = with_ids([{"type": "actions", "elements": [button]}])
    channel = workspace.channels[CLOUD_COSTS]
    message = workspace.post(channel, workspace.app.bot_user_id, "A card", blocks=blocks)
    container = {"type": "message", "channel": CLOUD_COSTS, "ts": message.ts}
    before = {"block_id": "as it was before", "action_id": "ship"}
    async with running_app(server, register_press):
        for value in ("one", "two"):
            action = {**before, "value": value}
            await browser.post("action", **{"as": MAYA}, container=container, action=action)
    assert pressed == ["one"]


async def test_the_clock_jumps(browser: Browser, clock: SettableClock) -> None:
    """On by seconds, to the next moment, and not when nothing is planned."""
    moved = await browser.post("clock", advance_seconds=3600)
    assert moved == {"ok": True, "now": "2026-11-23T10:00:00+00:00"}
    assert (await browser.post("clock", to="next"))["now"] == NEXT.isoformat()
    assert (await browser.post("clock", to="next"))["error"] == "nothing is planned"
    assert clock.now() - NEXT == timedelta(0)


async def test_changes_arrive_live_and_only_where_they_concern(
    browser: Browser, server: PlaygroundServer
) -> None:
    """A message in a private channel is news to its members only."""
    async with browser.session.get("/page/live", params={"as": SAM}) as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b": hello\n"
        maya = Actor(server.workspace, MAYA)
        await maya.say(LEADERSHIP, "Not for Sam")
        said = await maya.say(CLOUD_COSTS, "For all")
        async with asyncio.timeout(5):
            while not (line := await stream.content.readline()).startswith(b"data: "):
                pass
        news = json.loads(line.removeprefix(b"data: "))
        assert news == {"type": "message", "channel": CLOUD_COSTS, "ts": said.ts, "thread_ts": ""}


async def test_a_page_that_does_not_read_is_told_to_read_everything_anew(workspace: Workspace) -> None:
    """A thousand changes are kept for it; instead of those beyond it gets one that says so."""
    with workspace.changes.reading() as changes:
        for ts in range(MOST_UNREAD + 10):
            workspace.changes.tell("message", channel=GENERAL, ts=str(ts))
        kinds = [changes.get_nowait()["type"] for _ in range(changes.qsize())]
    assert kinds == ["message"] * MOST_UNREAD + ["everything"]


async def test_the_side_panel_lists_calls(browser: Browser, server: PlaygroundServer) -> None:
    """Both directions, numbered, without tokens."""
    async with running_app(server, register):
        await browser.post("command", **{"as": MAYA}, channel=CLOUD_COSTS, text="/delegate x")
    calls = (await browser.get("calls", after="0"))["calls"]
    assert [(call["direction"], call["method"], call["ok"]) for call in calls[-2:]] == [
        ("in", "views.open", True),
        ("out", "slash_commands:/delegate", True),
    ]
    assert calls[-2]["summary"] == "form"
    assert await browser.get("calls", after=str(calls[-1]["n"])) == {"calls": []}


async def test_the_page_itself_is_served(browser: Browser) -> None:
    """The index at the root, its files below /static."""
    async with browser.session.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
