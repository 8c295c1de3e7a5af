"""What was thought before the work is compared at the end: assumptions and expectation, in the owner's word."""

from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, MINIMUM, WEDNESDAY, done, form, guards, ship, to_minute

pytestmark = ONE_PLACE
EXPORTS, RATES = "Both exports are complete by Monday.", "The <rates> stay as they are."
EXPECTATION = "The new accounts take longest."
CAME = "They took an hour."


async def assuming(world: World) -> VisibleMessage:
    """Maya hands over work with two assumptions, and Sam accepts it and says what he expects. Return Sam's card."""
    third = await guards(world)
    for assumption in (EXPORTS, RATES):
        adding = form(await third.click("Add an assumption"))
        third = form(await adding.submit({"assumption": assumption}))
    done(await third.submit(MINIMUM))
    card = await world.card(world.sam, "hands you this")
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    done(await form(await accepting.click("Say more")).submit({"I expect …": EXPECTATION}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    return await world.card(world.sam, "In progress")


async def shipped(world: World) -> VisibleMessage:
    """Sam ships it while both are at work. Return the after-action's first message."""
    card = await assuming(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    return await world.in_thread("Everybody writes")


async def test_what_is_assumed_is_seen_from_the_offer_to_the_end(world: World) -> None:
    """On both cards, at the top of the after-action, and with what came of it where the notes are shown."""
    card = await assuming(world)
    for one in (world.sam, world.maya):
        shown = text_of(await world.card(one, "Assumed"))
        assert "Both exports are complete by Monday. · The &lt;rates&gt; stay as they are." in shown
    await world.at(WEDNESDAY)
    await ship(world, card)
    opening = await world.in_thread("We assumed")
    assert EXPORTS in text_of(opening)
    notes = form(await world.sam.click(opening, "Write my notes"))
    done(await notes.submit({"assumed_1": "Held", "assumed_2": "Failed", "came": CAME}))
    await to_minute(world, WEDNESDAY, 3)
    assert "Failed" not in text_of(world.sam.look_again(opening))
    await to_minute(world, WEDNESDAY, 4)
    reveal = text_of(await world.in_thread("The notes, shown together."))
    for shown in (reveal, text_of(world.sam.look_again(opening))):
        assert "1 held, 1 failed" in shown
        assert f"• Held: {EXPORTS}" in shown
        assert "• Failed: The &lt;rates&gt; stay as they are." in shown
    assert f"*Sam expected*  “{EXPECTATION}”" in reveal
    assert f"*And what came*  {CAME}" in reveal
    await to_minute(world, WEDNESDAY, 15)
    assert "1 held, 1 failed" in text_of(await world.in_thread("Closed, no change agreed."))


async def test_it_can_be_said_again_and_taken_back_before_it_is_shown(world: World) -> None:
    """The form holds what was said; the last word counts, and an emptied line is gone."""
    opening = await shipped(world)
    done(
        await form(await world.sam.click(opening, "Write my notes")).submit(
            {"assumed_1": "Failed", "came": CAME}
        )
    )
    again = form(await world.sam.click(opening, "Write my notes"))
    assert "'failed'" in str(again.value("assumed_1"))
    assert again.value("came") == CAME
    done(await again.submit({"assumed_1": "Untested", "came": None}))
    await to_minute(world, WEDNESDAY, 4)
    reveal = text_of(await world.in_thread("1 untested"))
    assert "1 failed" not in reveal
    assert CAME not in reveal


async def test_nothing_said_leaves_them_quoted_as_they_are(world: World) -> None:
    """It is optional: the opening names what was assumed and expected, and nothing is counted."""
    opening = await shipped(world)
    await to_minute(world, WEDNESDAY, 15)
    closed = text_of(await world.in_thread("Closed, no change agreed."))
    assert "Assumptions" not in closed
    assert EXPORTS in text_of(world.sam.look_again(opening))


async def test_nobody_but_the_owner_says_how_they_came_out(world: World) -> None:
    """A colleague's form does not ask, and a forged one is refused in words."""
    opening = await shipped(world)
    noor = Actor(world.workspace, NOOR)
    theirs = form(await noor.click(opening, "Write my notes"))
    assert EXPORTS not in theirs.text
    chosen = {"text": {"type": "plain_text", "text": "Failed"}, "value": "failed"}
    forged = {"assumed_1": {"assumed_1": {"type": "static_select", "selected_option": chosen}}}
    refused = await noor.raw_submit(theirs, theirs.values | forged)
    assert "the owner's word" in str(refused.errors) + str([each.text for each in refused.ephemeral])
    await to_minute(world, WEDNESDAY, 4)
    await world.in_thread("Nothing is written yet")
