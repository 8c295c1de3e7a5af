"""The history at the end of [Brief]: what both may read of it, and what stays with one of them."""

from datetime import timedelta

from bot.playground.acting.actor import Actor
from bot.playground.cast import NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import begin, done, form, from_menu
from tests.flows.test_flags import SEEN, flag
from tests.flows.test_intentions import UNTIL, WHAT, intend
from tests.flows.test_taking_over import missed

pytestmark = ONE_PLACE
WHY = "The board meets in an hour."


async def brief(actor: Actor) -> str:
    """Return what [Brief] on the card says to `actor`."""
    return form(await from_menu(actor, actor.dm_messages()[0], "Brief")).text


async def test_both_read_the_loop_and_that_silence_was_go(world: World) -> None:
    """Each line with when and who; what the clock did says so."""
    await intend(world, await begin(world))
    await world.at(UNTIL + timedelta(minutes=1))
    await world.message(world.sam, "Nobody objected")
    await world.quiet()
    owner, manager = await brief(world.sam), await brief(world.maya)
    assert "You accepted: “Totals within 2 percent; I ring if sources disagree”." in owner
    assert "Maya said: that is it." in owner
    assert f"Nobody objected in time, so it was go: “{WHAT.rstrip('.')}”." in owner
    assert "Sam stated an intention" in manager
    assert "You handed it over." in manager


async def test_why_a_manager_took_it_back_is_in_no_history_of_the_owners(world: World) -> None:
    """That they did is; the reason stays in the manager's own record."""
    await begin(world)
    taking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Take back"))
    done(await taking.submit({"reason": WHY}))
    await world.message(world.sam, "took it back")
    await world.quiet()
    owner = await brief(world.sam)
    assert "Maya took it back." in owner
    assert WHY not in owner
    manager = await brief(world.maya)
    assert "You took it back." in manager
    assert WHY in manager  # where they stepped in, for them alone


async def test_what_an_owner_told_somebody_else_is_the_owners(world: World) -> None:
    """A forwarded flag stands in their history, with the words, and in no other."""
    await flag(world, await begin(world))
    thanks = await world.message(world.sam, "Thank you")
    telling = form(await world.sam.click(thanks, "Tell somebody else"))
    done(await telling.submit({"told": NOOR, "note": "Between us: Maya is busy."}))
    await world.quiet()
    assert "Between us: Maya is busy" in await brief(world.sam)
    manager = await brief(world.maya)
    assert SEEN.rstrip(".") in manager
    assert "Between us" not in manager
    assert "told somebody else" not in manager


async def test_a_question_that_waits_for_the_correction_is_not_read_ahead_of_it(world: World) -> None:
    """Within half an hour of a miss the owner's history says nothing of it; then it does."""
    await missed(world)
    heard = await world.message(world.maya, "shipped it")
    asking = form(await world.maya.click(heard, "Ask a question"))
    form(await asking.submit({"question": "Which two?"}))
    await world.quiet()
    assert "You asked: “Which two?”" in await brief(world.maya)
    assert "Which two?" not in await brief(world.sam)
    await world.later(minutes=31)
    await world.message(world.sam, "Which two?")
    assert "Maya asked: “Which two?”" in await brief(world.sam)
