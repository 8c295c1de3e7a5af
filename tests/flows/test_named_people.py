"""Whom a trigger names can come: looked at when they are named, when the task is handed over, and when they leave."""

import pytest

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import ALEX_OF_ACME, DEPLOY_BOT, GITA, JONAS, MAYA, NOOR, SAM, TOM_WHO_LEFT
from bot.playground.to_the_app.happenings import person_changes
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import MINIMUM, done, form, guards
from tests.flows.test_pages import CONDITION, hits, working

pytestmark = ONE_PLACE


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (DEPLOY_BOT, "is an app"),
        (TOM_WHO_LEFT, "deactivated"),
        (ALEX_OF_ACME, "another organisation, where I cannot page them"),
        ("U0NOBODY01", "cannot find"),
    ],
)
async def test_a_trigger_goes_to_nobody_who_cannot_come(world: World, who: str, words: str) -> None:
    """Said at the field, when it is added; what was typed stays."""
    brief = await guards(world)
    trigger = form(await brief.click("Add a trigger"))
    refused = await trigger.submit({"condition": CONDITION, "goes_to": who})
    assert words in refused.errors["goes_to"]


@pytest.mark.parametrize("who", [MAYA, GITA, SAM])
async def test_the_two_themselves_and_guests_can_be_named(world: World, who: str) -> None:
    """What names the owner, who says that it was hit, goes to the manager; the card says so."""
    card = await working(world, {"condition": CONDITION, "minutes": "1 hour", "goes_to": who})
    name = {MAYA: "Maya", GITA: "Gita", SAM: "Maya"}[who]
    assert f"tell {name}" in text_of(card)
    await hits(world, card)
    await world.message(world.maya, "hit a trigger")


async def test_who_left_since_is_found_when_the_task_is_handed_over(world: World) -> None:
    """Named while they were here: the form says who, and the trigger can be taken out."""
    brief = form(await (await guards(world)).click("Add a trigger"))
    brief = form(await brief.submit({"condition": CONDITION, "goes_to": NOOR}))
    await person_changes(world.workspace, NOOR, deleted=True)
    refused = await brief.submit(MINIMUM)
    assert "Triggers: Noor" in str(refused.errors)
    assert "account is deactivated" in str(refused.errors)
    done(await form(await brief.click("Remove")).submit(MINIMUM))
    await world.card(world.sam, "hands you this")


async def test_the_manager_is_told_once_when_a_named_person_leaves_and_names_another(world: World) -> None:
    """[Change the brief] holds whom each trigger goes to; the owner agrees, and the page goes there."""
    card = await working(world)
    await person_changes(world.workspace, NOOR, deleted=True)
    told = await world.message(world.maya, "a trigger goes to them")
    assert f"“{CONDITION}”" in text_of(told)
    await person_changes(world.workspace, NOOR, is_guest=True)  # another change of the same closed account
    await world.quiet()
    assert world.count(world.maya, "a trigger goes to them") == 1
    changing = form(await world.maya.click(told, "Change the brief"))
    unnamed = await changing.submit({})
    assert "goes_to.0" in unnamed.errors
    gone = await changing.submit({"goes_to.0": TOM_WHO_LEFT})
    assert "deactivated" in gone.errors["goes_to.0"]
    done(await changing.submit({"goes_to.0": JONAS}))
    question = await world.message(world.sam, "proposes another brief")
    assert "tell Jonas" in text_of(question)
    await world.sam.click(question, "Agree to it")
    await world.message(world.maya, "agrees: it is version 2")
    await world.quiet()
    await hits(world, card)
    await world.message(Actor(world.workspace, JONAS), "hit a trigger")


async def test_who_is_named_nowhere_leaves_in_silence(world: World) -> None:
    """And an offer's manager is told what to do while it is on the table."""
    brief = form(await (await guards(world)).click("Add a trigger"))
    done(await form(await brief.submit({"condition": CONDITION, "goes_to": NOOR})).submit(MINIMUM))
    await world.quiet()
    before = len(world.maya.dm_messages())
    await person_changes(world.workspace, JONAS, deleted=True)
    await world.quiet()
    assert len(world.maya.dm_messages()) == before
    await person_changes(world.workspace, NOOR, deleted=True)
    told = await world.message(world.maya, "a trigger goes to them")
    assert form(await world.maya.click(told, "Withdraw")).title == "Withdraw"
