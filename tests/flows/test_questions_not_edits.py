"""Questions, not edits: words that order are offered as a question, once, and then go as their author wishes."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.rescue import Rescue, RescueKind
from bot.playground.acting.actor import Actor, text_of
from bot.playground.acting.screen import Modal
from bot.playground.cast import MAYA, NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, begin, done, form
from tests.flows.test_flags import SEEN, away, flag
from tests.flows.test_intentions import intend

pytestmark = ONE_PLACE


async def record(world: World) -> list[Rescue]:
    """Return what stands in Maya's private record."""
    delegation = (await world.stored(world.sam))[0]
    assert world.application
    async with world.application.units(delegation.tenant) as work:
        return await work.rescues.of_manager(delegation.manager_id, delegation.id)


async def from_the_card(world: World, opener: str) -> Modal:
    """Return the form that a button or a line of Maya's card opens."""
    await begin(world)
    return form(await world.maya.click(await world.card(world.maya, "In progress"), opener))


async def under_a_flag(world: World, opener: str) -> Modal:
    """Return the form that a button under Sam's flag opens."""
    return form(await world.maya.click(await flag(world, await begin(world)), opener))


async def under_an_intention(world: World, opener: str) -> Modal:
    """Return the form that a button under Sam's intention opens."""
    return form(await world.maya.click(await intend(world, await begin(world)), opener))


WORDS_TO_THE_OWNER = pytest.mark.parametrize(
    ("opened", "opener", "field"),
    [
        (from_the_card, "Ask a question", "question"),
        (from_the_card, "Clear a path", "clears"),
        (under_a_flag, "Ask", "question"),
        (under_a_flag, "Clear a path", "clears"),
        (under_an_intention, "Object", "question"),
    ],
)
"""Every form in which a manager writes to the owner during the work."""
Opened = Callable[[World, str], Awaitable[Modal]]


@WORDS_TO_THE_OWNER
async def test_an_order_is_offered_as_a_question(
    world: World, opened: Opened, opener: str, field: str
) -> None:
    """Nothing is sent, what was written stays, and a question in its place goes out without a word more."""
    asking = await opened(world, opener)
    offered = form(await asking.submit({field: "Use the October export."}))
    assert "Ask it as a question?" in offered.text
    assert "What would make you choose the October export?" in offered.text
    assert offered.value(field) == "Use the October export."
    await world.quiet()
    assert world.count(world.sam, "Use the October export") == 0
    done(await offered.submit({field: "What speaks for the October export?"}))
    await world.message(world.sam, "What speaks for the October export?")
    assert await record(world) == []


@WORDS_TO_THE_OWNER
async def test_sent_as_it_is_counts_as_an_edit_for_the_manager_alone(
    world: World, opened: Opened, opener: str, field: str
) -> None:
    """It is never blocked; the count is private, and one form counts once."""
    asking = await opened(world, opener)
    offered = form(await asking.submit({field: "Use the October export."}))
    before = len(world.sam.dm_messages())
    done(await offered.submit({"as_it_is": ["Send it as it is"]}))
    assert (await world.maya.raw_submit(offered)).ok
    await world.message(world.sam, "Use the October export.")
    await world.quiet()
    [sent] = world.sam.dm_messages()[before:]
    assert "Use the October export." in text_of(sent)
    kept = await record(world)
    assert [(each.kind, each.text) for each in kept] == [(RescueKind.EDIT, "Use the October export.")]
    managers = form(await world.maya.click(await world.card(world.maya, "In progress"), "Brief")).text
    owners = form(await world.sam.click(await world.card(world.sam, "In progress"), "Brief")).text
    assert "stepped in" in managers
    assert "stepped in" not in owners


async def test_a_deputys_order_is_asked_about_and_stands_in_nobodys_record(world: World) -> None:
    """Who stands in is asked as well; the record is the manager's own, of what the manager sent."""
    card = await begin(world)
    await away(world, MAYA)
    await flag(world, card)
    noor = Actor(world.workspace, NOOR)
    asked = await world.message(noor, SEEN)
    offered = form(await form(await noor.click(asked, "Ask")).submit({"question": "Use the October export."}))
    assert "Ask it as a question?" in offered.text
    done(await offered.submit({"as_it_is": ["Send it as it is"]}))
    await world.message(world.sam, "Use the October export.")
    assert await record(world) == []


async def test_blame_is_asked_about_and_not_counted_as_an_edit(world: World) -> None:
    """It can go out as well; what it is not is an edit."""
    await begin(world)
    asking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Ask a question"))
    offered = form(await asking.submit({"question": "Why didn’t you ring me?"}))
    assert "What made it look right at the time?" in offered.text
    done(await offered.submit({"as_it_is": ["Send it as it is"]}))
    await world.message(world.sam, "Why didn’t you ring me?")
    assert await record(world) == []


async def test_a_stem_goes_out_without_a_word(world: World) -> None:
    """What we offer ourselves is never found fault with."""
    await begin(world)
    asking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Ask a question"))
    done(await asking.submit({"stem": "What do you intend?"}))
    await world.message(world.sam, "What do you intend?")


async def test_a_vague_bar_is_asked_about_once(world: World) -> None:
    """By a question in the form; the same words once more go through, and so does a bar with a number."""
    first = form(await world.maya.command("/delegate", ""))
    asked = await first.submit(BAR | {"Acceptable error": "good quality"})
    assert "How would finance know that it is wrong?" in asked.errors["acceptable_error"]
    assert "outcome" not in asked.errors
    again = await first.submit({})
    assert again.ok, dict(again.errors)
    assert "I keep it in your words: good quality" in form(again).text


async def test_other_vague_words_are_asked_about_anew(world: World) -> None:
    """And what cannot stand at all is said before it."""
    first = form(await world.maya.command("/delegate", ""))
    asked = await first.submit(BAR | {"Acceptable error": "ASAP", "Outcome": "A high quality report"})
    assert set(asked.errors) == {"acceptable_error", "outcome"}
    asked = await first.submit({"Acceptable error": "as needed"})
    assert set(asked.errors) == {"acceptable_error"}
    assert (await first.submit({"Acceptable error": "at most 2 %"})).ok
