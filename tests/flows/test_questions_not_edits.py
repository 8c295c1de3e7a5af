"""Questions, not edits: words that order are offered as a question, once, and then go as their author wishes."""

import pytest

from bot.domain.rescue import Rescue, RescueKind
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, begin, done, form

pytestmark = ONE_PLACE


async def record(world: World) -> list[Rescue]:
    """Return what stands in Maya's private record."""
    delegation = (await world.stored(world.sam))[0]
    assert world.application
    async with world.application.units(delegation.tenant) as work:
        return await work.rescues.of_manager(delegation.manager_id, delegation.id)


@pytest.mark.parametrize(("opener", "field"), [("Ask a question", "question"), ("Clear a path", "clears")])
async def test_an_order_is_offered_as_a_question(world: World, opener: str, field: str) -> None:
    """Nothing is sent, what was written stays, and a question in its place goes out without a word more."""
    await begin(world)
    asking = form(await world.maya.click(await world.card(world.maya, "In progress"), opener))
    offered = form(await asking.submit({field: "Use the October export."}))
    assert "Ask it as a question?" in offered.text
    assert "What would make you choose the October export?" in offered.text
    assert offered.value(field) == "Use the October export."
    await world.quiet()
    assert world.count(world.sam, "October export") == 0
    done(await offered.submit({field: "What speaks for the October export?"}))
    await world.message(world.sam, "What speaks for the October export?")
    assert await record(world) == []


@pytest.mark.parametrize(("opener", "field"), [("Ask a question", "question"), ("Clear a path", "clears")])
async def test_sent_as_it_is_counts_as_an_edit_for_the_manager_alone(
    world: World, opener: str, field: str
) -> None:
    """It is never blocked; the count is private, and one form counts once."""
    await begin(world)
    card = await world.card(world.maya, "In progress")
    asking = form(await world.maya.click(card, opener))
    offered = form(await asking.submit({field: "Use the October export."}))
    done(await offered.submit({"as_it_is": ["Send it as it is"]}))
    assert (await world.maya.raw_submit(offered)).ok
    await world.message(world.sam, "Use the October export.")
    await world.quiet()
    assert world.count(world.sam, "Use the October export.") in (
        1,
        2,
    )  # the message, and a question on the card
    kept = await record(world)
    assert [(each.kind, each.text) for each in kept] == [(RescueKind.EDIT, "Use the October export.")]
    assert "Use the October export." in form(await world.maya.click(card, "Brief")).text
    assert (
        "stepped in"
        not in form(await world.sam.click(await world.card(world.sam, "In progress"), "Brief")).text
    )


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
