"""What was seen early and what was lucky is followed through: a word to the owner, and one line for the next time."""

from bot.playground.acting.actor import VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, ship, to_minute
from tests.flows.test_flags import SEEN, flag

pytestmark = ONE_PLACE


async def answered_and_shipped(world: World) -> VisibleMessage:
    """Sam's flag is answered, and the bar is met. Return the after-action's first message, the writing begun."""
    card = await begin(world)
    asked = await flag(world, card)
    done(await form(await world.maya.click(asked, "Clear a path")).submit({"clears": "I ring finance."}))
    await world.at(WEDNESDAY)
    await ship(world, card, measured="1.2 %")
    return await world.in_thread("Everybody writes")


async def test_the_owner_hears_in_one_message_what_their_flag_led_to(world: World) -> None:
    """When it closes: the answer, the outcome and the change; a good catch, said to the owner and nowhere else."""
    opening = await answered_and_shipped(world)
    await to_minute(world, WEDNESDAY, 12)
    before = len(world.sam.dm_messages())
    prompt = await world.in_thread("one change. When")
    chosen = {"when": "exports are in", "i_will": "count the accounts"}
    done(await form(await world.sam.click(prompt, "Choose the one change")).submit(chosen))
    await to_minute(world, WEDNESDAY, 15)
    told = text_of(await world.message(world.sam, "What your flag led to:"))
    assert f"“{SEEN}” A path cleared: “I ring finance.”" in told
    assert "the bar was met" in told
    assert "When exports are in, I will count the accounts." in told
    assert "A good catch, however it came out" in told
    await world.quiet()
    assert len(world.sam.dm_messages()) == before + 1
    assert not world.count(world.maya, "good catch")
    thread = world.maya.thread(CLOUD_COSTS, opening.ts)
    assert not [each for each in thread if "good catch" in text_of(each).lower()]


async def test_without_a_change_the_flag_is_closed_in_the_message_that_asks_for_one(world: World) -> None:
    """Not two messages where one does; and the change chosen then brings no further one."""
    await answered_and_shipped(world)
    await to_minute(world, WEDNESDAY, 12)
    before = len(world.sam.dm_messages())
    await to_minute(world, WEDNESDAY, 15)
    asked = await world.message(world.sam, "no change agreed")
    assert "What your flag led to:" in text_of(asked)
    assert "A good catch" in text_of(asked)
    chosen = {"when": "exports are in", "i_will": "count the accounts"}
    done(await form(await world.sam.click(asked, "Choose the one change")).submit(chosen))
    await world.later(hours=3)
    await world.quiet()
    assert len(world.sam.dm_messages()) == before + 1


async def test_luck_in_a_full_review_is_worth_a_line_without_a_change(world: World) -> None:
    """The bar was met and somebody wrote where there was luck: the owner can leave the lesson alone."""
    opening = await answered_and_shipped(world)
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"lucky": "Finance was in."}))
    await to_minute(world, WEDNESDAY, 12)
    prompt = await world.in_thread("there was luck in it")
    refused = await world.maya.click(prompt, "Only the lesson")
    assert "the owner's" in refused.ephemeral[-1].text
    alone = form(await world.sam.click(prompt, "Only the lesson"))
    assert "Finance was in." in alone.text
    done(await alone.submit({"lesson": "Ring finance first."}))
    await to_minute(world, WEDNESDAY, 15)
    assert "Lesson: “Ring finance first.”" in text_of(await world.in_thread("Closed, no change agreed."))
    await world.card(world.maya, "Lesson: “Ring finance first.”")
