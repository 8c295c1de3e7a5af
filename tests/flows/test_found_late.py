"""A message that stood in Slack before we knew of it: what becomes of its buttons."""

from datetime import UTC, datetime, timedelta

from bot.playground.acting.actor import VisibleMessage, text_of
from tests.flows.conftest import TWO_PLACES, World
from tests.flows.steps import away, begin, done, form

pytestmark = TWO_PLACES
SPOT_CHECK = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


async def posted_without_an_answer(world: World) -> VisibleMessage:
    """Slack takes the spot check and answers that it failed, and cannot be asked for it either. Return it."""
    await begin(world)
    world.workspace.misbehave("chat.postMessage", "http_500_after_accepting", times=1)
    world.workspace.misbehave("conversations.history", "http_500", times=1_000)
    await world.at(SPOT_CHECK)
    return await world.message(world.sam, "Spot check")


async def test_a_question_that_was_answered_before_its_message_was_found_loses_its_buttons(
    world: World,
) -> None:
    """Half an hour later it would be told in a digest; found instead, it says what was answered."""
    asked = await posted_without_an_answer(world)
    done(await form(await world.sam.click(asked, "Answer")).submit({"answer_1": "Nothing moved."}))
    await world.quiet()
    assert "You answered" not in text_of(world.sam.look_again(asked))
    world.workspace.misbehaviour.clear()
    await away(world, world.clock.now() + timedelta(minutes=40))
    assert "You answered" in text_of(world.sam.look_again(asked))
    assert world.count(world.sam, "Nothing moved.") == world.count(world.sam, "Spot check") == 1


async def test_the_buttons_of_work_that_is_over_do_nothing(world: World) -> None:
    """Nothing is owed of it any more, so nobody looks for its message: whoever presses reads that it is over."""
    asked = await posted_without_an_answer(world)
    card = world.maya.dm_messages()[0]
    done(await form(await world.maya.click(card, "Take back")).submit({"reason": "I promised it myself."}))
    await world.quiet()
    world.workspace.misbehaviour.clear()
    world.clock.advance(timedelta(minutes=40))
    await world.quiet()
    before = [text_of(message) for message in world.maya.dm_messages()]
    for pressed in ("On course, nothing new", "Answer"):
        outcome = await world.sam.click(asked, pressed)
        assert outcome.modal is None
        assert "This checkpoint is over" in outcome.ephemeral[-1].text
    await world.quiet()
    assert [text_of(message) for message in world.maya.dm_messages()] == before
