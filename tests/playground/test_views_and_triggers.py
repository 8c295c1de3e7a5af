"""Trigger ids live three seconds and serve once; views have hashes, a stack of three and ids of their own."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.acting.actor import Actor
from bot.playground.cast import MAYA, SAM
from bot.playground.workspace.workspace import Workspace

from .conftest import RealTime
from .test_web_api import error_of


def modal(title: str = "Title", **more: Any) -> dict[str, Any]:
    """Make a small modal."""
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}
    return {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [words], **more}


def asking(block_id: str, action_id: str) -> dict[str, Any]:
    """Make a modal with one input."""
    element = {"type": "plain_text_input", "action_id": action_id}
    label = {"type": "plain_text", "text": "Task"}
    block = {"type": "input", "block_id": block_id, "label": label, "element": element}
    return modal(submit={"type": "plain_text", "text": "Go"}, blocks=[block])


async def test_a_trigger_serves_once_and_for_three_seconds(
    client: AsyncWebClient, workspace: Workspace, real_time: RealTime
) -> None:
    """Unknown, used and expired triggers each have their error; a refused view does not use one up."""
    assert await error_of(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
    trigger = workspace.triggers.give(MAYA)
    assert await error_of(client.views_open(trigger_id=trigger, view=modal("x" * 25))) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=modal())
    assert await error_of(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    late = workspace.triggers.give(MAYA)
    real_time.seconds += 3.1
    assert await error_of(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


async def test_three_views_fit_on_the_stack(client: AsyncWebClient, workspace: Workspace) -> None:
    """The fourth is refused, each knows what is below, and the x closes all."""
    trigger = workspace.triggers.give
    assert await error_of(client.views_push(trigger_id=trigger(MAYA), view=modal())) == "not_found"
    root = (await client.views_open(trigger_id=trigger(MAYA), view=modal("1")))["view"]
    second = (await client.views_push(trigger_id=trigger(MAYA), view=modal("2")))["view"]
    third = (await client.views_push(trigger_id=trigger(MAYA), view=modal("3")))["view"]
    assert (second["previous_view_id"], third["root_view_id"]) == (root["id"], root["id"])
    assert await error_of(client.views_push(trigger_id=trigger(MAYA), view=modal())) == "push_limit_reached"
    maya = Actor(workspace, MAYA)
    assert maya.modal is not None
    below = (await maya.modal.close()).modal
    assert below is not None
    assert below.title == "2"
    assert (await maya.modal.close(everything=True)).modal is None
    assert Actor(workspace, SAM).modal is None


async def test_updates_are_guarded_by_the_hash(client: AsyncWebClient, workspace: Workspace) -> None:
    """A stale hash is refused, and so is a view that was closed."""
    view = (await client.views_open(trigger_id=workspace.triggers.give(MAYA), view=modal()))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("New"))
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert await error_of(stale) == "hash_conflict"
    maya = Actor(workspace, MAYA)
    assert maya.modal is not None
    await maya.modal.close()
    assert await error_of(client.views_update(view_id=view["id"], view=modal())) == "not_found"


async def test_typed_text_survives_only_with_both_ids(client: AsyncWebClient, workspace: Workspace) -> None:
    """An update keeps what was typed if block_id and action_id stay, and loses it otherwise."""
    view = (await client.views_open(trigger_id=workspace.triggers.give(MAYA), view=asking("a", "x")))["view"]
    shown = Actor(workspace, MAYA).modal
    assert shown is not None
    shown.fill({"Task": "Report"})
    await client.views_update(view_id=view["id"], view=asking("a", "x"))
    assert shown.value("Task") == "Report"
    await client.views_update(view_id=view["id"], view=asking("a", "y"))
    assert shown.value("Task") is None


def choosing(*words: str) -> dict[str, Any]:
    """Make a modal with a select of options a, b, ... in these words."""
    options = [
        {"text": {"type": "plain_text", "text": word}, "value": value}
        for word, value in zip(words, "abc", strict=False)
    ]
    element = {"type": "static_select", "action_id": "pick", "options": options}
    return modal(blocks=[{"type": "actions", "block_id": "who", "elements": [element]}])


async def test_a_choice_survives_new_words_but_not_its_end(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    """An option is known by its value; one that is offered no more is no longer chosen."""
    opened = await client.views_open(trigger_id=workspace.triggers.give(MAYA), view=choosing("One", "Two"))
    view_id = opened["view"]["id"]
    shown = Actor(workspace, MAYA).modal
    assert shown is not None
    shown.fill({"who": "Two"})
    await client.views_update(view_id=view_id, view=choosing("Eins", "Zwei"))
    assert shown.value("who")["text"]["text"] == "Zwei"
    await client.views_update(view_id=view_id, view=choosing("Eins"))
    assert shown.value("who") is None


async def test_external_ids_are_unique_and_found(client: AsyncWebClient, workspace: Workspace) -> None:
    """One open view per external id; views.update finds it by that."""
    trigger = workspace.triggers.give
    await client.views_open(trigger_id=trigger(MAYA), view=modal(external_id="d1"))
    twice = client.views_open(trigger_id=trigger(SAM), view=modal(external_id="d1"))
    assert await error_of(twice) == "duplicate_external_id"
    await client.views_update(external_id="d1", view=modal("Found", external_id="d1"))
    found = Actor(workspace, MAYA).modal
    assert found is not None
    assert found.title == "Found"


async def test_a_view_has_a_largest_size(client: AsyncWebClient, workspace: Workspace) -> None:
    """Over 250 KB of JSON is too large even when every part is within its limit."""
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    view = modal(blocks=[words] * 90)
    opened = client.views_open(trigger_id=workspace.triggers.give(MAYA), view=view)
    assert await error_of(opened) == "view_too_large"


async def test_home_is_published_for_people(client: AsyncWebClient, workspace: Workspace) -> None:
    """A stale hash is refused, and so is a workspace whose manifest has no Home."""
    home = {"type": "home", "blocks": modal()["blocks"]}
    first = (await client.views_publish(user_id=MAYA, view=home))["view"]
    await client.views_publish(user_id=MAYA, view=home, hash=first["hash"])
    stale = client.views_publish(user_id=MAYA, view=home, hash=first["hash"])
    assert await error_of(stale) == "hash_conflict"
    workspace.app.home_tab_enabled = False
    assert await error_of(client.views_publish(user_id=MAYA, view=home)) == "not_enabled"


async def test_a_person_clicks_only_what_is_there(client: AsyncWebClient, workspace: Workspace) -> None:
    """Looking for what is not shown fails with a list of what is."""
    await client.views_open(trigger_id=workspace.triggers.give(MAYA), view=asking("a", "x"))
    shown = Actor(workspace, MAYA).modal
    assert shown is not None
    with pytest.raises(AssertionError, match="nothing to click"):
        await shown.click("Back")
    with pytest.raises(AssertionError, match=r"'Task' \(a\)"):
        shown.fill({"Owner": "Sam"})
    outcome = await shown.submit()
    assert outcome.errors["Task"] == "Please complete this required field."
    assert workspace.calls.named("interactive:view_submission") == []
