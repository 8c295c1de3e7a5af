"""Templates: saved from a brief or a card, private to their manager, and a brief in a few clicks from one."""

from typing import Any

import pytest

from bot.playground.acting.actor import Modal, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, SAM
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, MINIMUM, TASK, THURSDAY_17, begin, done, form, from_menu, guards, offer

pytestmark = ONE_PLACE
NAME = "Month's end"


async def saved(world: World, third: Modal | None = None, name: str = NAME) -> Modal:
    """Maya saves her brief as a template. Return its third step."""
    third = third or await guards(world)
    third.fill(MINIMUM)
    naming = form(await third.click("Save as template"))
    assert naming.value("Name")
    return form(await naming.submit({"Name": name}))


async def listed(world: World) -> VisibleMessage:
    """Return Maya's own templates."""
    return (await world.maya.command("/delegate", "template")).ephemeral[-1]


async def chosen(world: World, opened: Modal, name: str) -> Modal:
    """Maya chooses a template in step one, once it is there to be chosen."""
    await world.workspace.until(lambda: "Start from a template" in opened.text)
    return form(await opened.choose("template_choose", name))


async def test_a_brief_is_saved_and_goes_on(world: World) -> None:
    """The third step says that it is saved, with everything typed still there, and is handed over as ever."""
    third = await saved(world)
    assert f"Saved as “{NAME}”." in third.text
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    done(await third.submit({}))
    await world.card(world.sam, "hands you this")
    assert NAME in text_of(await listed(world))


async def test_a_brief_from_a_template_takes_seven_clicks(world: World) -> None:
    """Choosing it fills in all but owner and deadline; the command brings the owner along."""
    third = await guards(world)
    third = form(
        await form(await third.click("Add a checklist line")).submit({"checklist": "Accounts agree"})
    )
    done(await (await saved(world, third)).submit({}))
    await world.quiet()
    clicks = 0
    opened = form(await world.maya.command("/delegate", "@Sam Rivera"))
    first = await chosen(world, opened, NAME)
    clicks += 2  # the menu, and the template in it
    assert (first.value("Task"), first.value("Owner")) == (TASK, SAM)
    assert first.value("Acceptable error") == BAR["Acceptable error"]
    assert first.value("Team channel") == CLOUD_COSTS
    assert not first.value("Deadline")
    second = form(await first.submit({"Deadline": THURSDAY_17}))
    clicks += 3  # the day, the time, Next
    third = form(await second.submit({}))
    clicks += 1
    assert "Accounts agree" in third.text
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    done(await third.submit({}))
    clicks += 1
    assert clicks <= 8
    await world.quiet()
    assert len(await world.stored(world.sam)) == 2


async def test_what_was_typed_stays_and_a_second_choice_replaces_the_first(world: World) -> None:
    """A template fills in what nobody has typed; another one takes the place of what the first had filled in."""
    await saved(world)
    await saved(world, await guards(world, Task="Weekly forecast", Outcome="Everybody knows."), "Weekly")
    opened = form(await world.maya.command("/delegate"))
    opened.fill({"Outcome": "My own words."})
    first = await chosen(world, opened, NAME)
    assert (first.value("Task"), first.value("Outcome")) == (TASK, "My own words.")
    again = await chosen(world, first, "Weekly")
    assert (again.value("Task"), again.value("Outcome")) == ("Weekly forecast", "My own words.")


async def test_a_name_is_once_and_fits(world: World) -> None:
    """Taken, blank or too long: said at the field; the same brief under the same name twice is one."""
    third = await saved(world)
    naming = form(await third.click("Save as template"))
    assert (await naming.submit({"Name": NAME})).ok
    third = form(await (await guards(world, Task="Another")).click("Save as template"))
    assert "of this name" in (await third.submit({"Name": NAME})).errors["Name"]
    blank = {"name": {"name": {"type": "plain_text_input", "value": "\u200b"}}}
    assert "know it by" in (await world.maya.raw_submit(third, blank)).errors["name"]
    long = {"name": {"name": {"type": "plain_text_input", "value": "x" * 76}}}
    assert "75 characters" in (await world.maya.raw_submit(third, long)).errors["name"]
    assert text_of(await listed(world)).count(NAME) == 1


async def test_from_the_card_it_is_saved_and_started(world: World) -> None:
    """The "…" of the manager's card keeps the agreed brief; [Start] in the list opens a form filled with it."""
    await begin(world)
    card = await world.card(world.maya, "In progress")
    said = form(await form(await from_menu(world.maya, card, "Save as template")).submit({"Name": NAME}))
    assert f"Saved as “{NAME}”." in said.text
    opened = form(await world.maya.click(await listed(world), "Start"))
    await world.workspace.until(lambda: opened.value("Task") == TASK)
    assert not opened.value("Owner")
    assert not opened.value("Deadline")
    third = form(await form(await opened.submit({"Owner": SAM, "Deadline": THURSDAY_17})).submit({}))
    done(await third.submit({}))


async def test_a_template_can_be_deleted(world: World) -> None:
    """Deleted, it is on offer no more; pressing once more says so."""
    await saved(world)
    mine = await listed(world)
    assert f"Deleted “{NAME}”." in (await world.maya.click(mine, "Delete")).ephemeral[-1].text
    assert "deleted already" in (await world.maya.click(mine, "Delete")).ephemeral[-1].text
    assert "You have no template" in text_of(await listed(world))
    gone = await world.maya.click(mine, "Start")
    assert "not there any more" in str(gone.modal and gone.modal.text) + str(gone.ephemeral)
    assert "Start from a template" not in form(await world.maya.command("/delegate")).text


@pytest.mark.parametrize("action", ["template_start", "template_delete"])
async def test_templates_are_their_managers_alone(world: World, action: str) -> None:
    """Nobody else is shown one, starts from it or deletes it."""
    await saved(world)
    button = next(
        element
        for block in (await listed(world)).blocks
        for element in block.get("elements", ())
        if str(element.get("action_id", "")).startswith(action)
    )
    theirs = (await world.sam.command("/delegate", "template")).ephemeral[-1]
    assert "You have no template" in text_of(theirs)
    forged: dict[str, Any] = {"action_id": action, "value": button["value"]}
    outcome = await world.sam.raw_action(forged, channel=theirs.channel, ts=theirs.ts)
    words = " ".join(
        [each.text for each in outcome.ephemeral] + [outcome.modal.text if outcome.modal else ""]
    )
    assert NAME not in words
    assert NAME in text_of(await listed(world))


async def test_the_owner_does_not_keep_the_managers_brief(world: World) -> None:
    """By a forged choice from the card's menu: refused, and told whose it is."""
    card = await offer(world)
    value = f"{(await world.stored(world.sam))[0].id}|template_save"
    forged = {
        "type": "overflow",
        "action_id": "more",
        "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value},
    }
    outcome = await world.sam.raw_action(forged, channel=card.channel, ts=card.ts)
    assert "Only the manager" in outcome.ephemeral[-1].text


async def test_twenty_are_room_enough(world: World) -> None:
    """The twenty-first is refused with what to do; the list shows them all."""
    third = await guards(world)
    for number in range(20):
        naming = form(await third.click("Save as template"))
        third = form(await naming.submit({"Name": f"Brief {number}"}))
    naming = form(await third.click("Save as template"))
    assert "Delete one first" in (await naming.submit({"Name": "One more"})).errors["Name"]
    assert "Brief 19" in text_of(await listed(world))
