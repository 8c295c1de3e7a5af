"""Correct: a miss that shows after shipping, by the owner or for those who found it, for fourteen days."""

from datetime import UTC, datetime, timedelta

from bot.domain.delegation import FoundBy, Outcome
from bot.domain.lifecycle import State
from bot.playground.acting.actor import VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import begin, done, form, ship, shipped_for_later

pytestmark = ONE_PLACE
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
WRONG = {"what": "Two accounts were counted twice.", "measured": "3.1 %"}


async def closed(world: World) -> VisibleMessage:
    """Ship on Wednesday and let the after-action run out. Return Sam's card."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    for _ in range(6):
        await world.later(minutes=4)
        await world.quiet()
    return await world.card(world.sam, "Closed")


async def test_the_owner_catches_a_miss_and_the_manager_hears_it(world: World) -> None:
    """Recorded as self-caught with its value; the manager has nothing to do, the owner one word that steadies."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    before = len(world.sam.dm_messages())
    done(await form(await world.sam.click(card, "Correct")).submit(WRONG))
    heard = await world.message(world.maya, "A miss was recorded")
    assert "It was self-caught." in text_of(heard)
    assert "Nothing for you to do." in text_of(heard)
    await world.quiet()
    assert len(world.sam.dm_messages()) == before + 1
    stored = (await world.stored(world.sam))[0]
    assert stored.outcome is Outcome.MISSED
    assert stored.found_by is FoundBy.OWNER
    assert "Two accounts were counted twice." in text_of(await world.card(world.sam, "Corrected"))


async def test_the_owner_can_say_that_somebody_else_found_it(world: World) -> None:
    """Who saw it first is a kind and never a name."""
    card = await begin(world)
    await ship(world, card)
    correcting = form(await world.sam.click(card, "Correct"))
    done(await correcting.submit({**WRONG, "found_by": "Somebody else found it"}))
    assert "It was found by others." in text_of(await world.message(world.maya, "A miss was recorded"))


async def test_the_manager_records_for_those_who_found_it(world: World) -> None:
    """Finance asks a week on: found by others; the owner hears what steadies, with a note to start from."""
    await closed(world)
    await world.at(WEDNESDAY + timedelta(days=7))
    card = await world.card(world.maya, "Closed")
    done(await form(await world.maya.click(card, "Correct")).submit(WRONG))
    heard = await world.message(world.sam, "A miss was recorded")
    assert "It was found by others." in text_of(heard)
    assert "Your move" in text_of(heard)
    stored = (await world.stored(world.sam))[0]
    assert stored.state is State.CLOSED
    assert stored.found_by is FoundBy.OTHERS


async def test_nothing_said_is_a_field_error(world: World) -> None:
    """What was wrong is asked for; the value may come later."""
    card = await begin(world)
    await ship(world, card)
    correcting = form(await world.sam.click(card, "Correct"))
    blank = {**correcting.values, "what": {"what": {"type": "plain_text_input", "value": "\u200b "}}}
    assert "Say what was wrong" in (await world.sam.raw_submit(correcting, blank)).errors["what"]


async def test_the_same_correction_sent_twice_is_told_once(world: World) -> None:
    """The form arriving again changes nothing and tells nobody."""
    card = await begin(world)
    await ship(world, card)
    correcting = form(await world.sam.click(card, "Correct"))
    done(await correcting.submit(WRONG))
    assert (await world.sam.raw_submit(correcting)).ok
    await world.quiet()
    assert world.count(world.maya, "A miss was recorded") == 1


async def test_a_miss_found_while_the_review_waits_moves_it_half_an_hour_on(world: World) -> None:
    """First the correction, then the questions: the thread says so, and starts thirty minutes later."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 24, 19, 0, tzinfo=UTC))  # both are at home
    await ship(world, card)
    await world.in_thread("The 15 minutes start")
    await world.at(WEDNESDAY - timedelta(hours=1, minutes=1))
    done(await form(await world.sam.click(card, "Correct")).submit(WRONG))
    opening = await world.in_thread("Two accounts were counted twice.")
    await world.later(minutes=10)
    await world.quiet()
    assert "Everybody writes" not in text_of(world.maya.look_again(opening))
    await world.later(minutes=22)
    await world.in_thread("Everybody writes")


async def test_a_miss_leaves_a_start_that_is_later_anyhow(world: World) -> None:
    """The owner had put it off to two hours on: a correction a minute later does not bring it forward."""
    card = await begin(world)
    opening = await shipped_for_later(world, card, measured="2.9")
    await world.later(minutes=1)
    done(await form(await world.sam.click(card, "Correct")).submit(WRONG))
    await world.in_thread("Two accounts were counted twice.")
    assert "Wed, Nov 25 at 13:0" in str(world.sam.look_again(opening).blocks)
    await world.at(WEDNESDAY + timedelta(hours=1, minutes=50))
    await world.quiet()
    assert "Everybody writes" not in text_of(world.sam.look_again(opening))
    await world.later(minutes=12)
    await world.in_thread("Everybody writes")


async def test_a_miss_found_during_the_review_is_quoted_in_it(world: World) -> None:
    """The running review goes on, and its opening shows the correction verbatim."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    opening = await world.in_thread("Everybody writes")
    done(await form(await world.sam.click(card, "Correct")).submit(WRONG))
    await world.in_thread("Two accounts were counted twice.")
    assert "It was: 3.1 %; the bar was missed." in text_of(world.maya.look_again(opening))


async def second_round(world: World, card: VisibleMessage) -> VisibleMessage:
    """Sam records a miss the day after closing, and asks for a second look. Return its opening, the writing begun."""
    await world.at(WEDNESDAY + timedelta(days=1))
    correcting = form(await world.sam.click(card, "Correct"))
    done(await correcting.submit({**WRONG, "second_review": ["Look at it together once more, shortly"]}))
    again = await world.in_thread("A second, short look")
    await world.later(minutes=31)
    await world.workspace.until(lambda: "Everybody writes" in text_of(world.maya.look_again(again)))
    return again


async def test_after_closing_a_miss_may_open_a_second_short_review(world: World) -> None:
    """Asked for in the form, it runs in the same thread, shorter, and closes again."""
    again = await second_round(world, await closed(world))
    notes = form(await world.sam.click(again, "Write my notes"))
    done(await notes.submit({"happened": "The export held both."}))
    await world.later(minutes=5)
    await world.in_thread("The export held both.")
    await world.later(minutes=5)
    await world.later(minutes=5)
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.CLOSED
    closings = [message for message in _thread(world) if text_of(message).startswith("Closed")]
    assert len(closings) == 2
    asked = [message for message in _thread(world) if "The manager's part is over." in text_of(message)]
    assert len(asked) == 1  # in the first round: the short one asks nobody to speak last


async def test_the_managers_part_is_shown_in_the_second_round_too(world: World) -> None:
    """It has no minutes of its own there: what the manager wrote is shown when the one change is asked for."""
    again = await second_round(world, await closed(world))
    part = form(await world.maya.click(again, "Write my notes"))
    done(await part.submit({"question": "Who compares the exports?", "own_miss": "I never asked."}))
    await world.later(minutes=3)
    await world.quiet()
    assert "Who compares the exports?" not in str(_thread(world))
    await world.later(minutes=2)
    await world.in_thread("Who compares the exports?")
    await world.quiet()
    assert "I never asked." not in str(_thread(world))


async def test_a_second_round_leaves_the_change_of_the_first_in_sight(world: World) -> None:
    """It came to no change of its own, so the cards go on showing the one that was agreed, and its lesson."""
    card = await closed(world)
    asked = await world.message(world.sam, "no change agreed")
    chosen = {"when": "exports are in", "i_will": "count the accounts", "lesson": "Count first."}
    done(await form(await world.sam.click(asked, "Choose the one change")).submit(chosen))
    await world.card(world.sam, "I will count the accounts.")
    await second_round(world, card)
    await world.later(minutes=5)
    await world.later(minutes=5)
    await world.in_thread("Closed, no change agreed.")
    await world.quiet()
    for one in (world.sam, world.maya):
        shown = text_of(await world.card(one, "I will count the accounts."))
        assert "Lesson: “Count first.”" in shown


async def test_without_asking_a_correction_after_closing_stays_closed(world: World) -> None:
    """No second review unless somebody wants one: the record holds the miss, the card shows it."""
    card = await closed(world)
    done(await form(await world.sam.click(card, "Correct")).submit(WRONG))
    await world.message(world.maya, "A miss was recorded")
    await world.later(minutes=40)
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.CLOSED
    assert not [message for message in _thread(world) if "short look" in text_of(message)]


async def test_the_window_ends_after_fourteen_days(world: World) -> None:
    """On the fourteenth day it can still be recorded; after it the button says in words what to do instead."""
    card = await closed(world)
    await world.at(WEDNESDAY + timedelta(days=14, minutes=-5))
    correcting = form(await world.sam.click(card, "Correct"))
    await world.at(WEDNESDAY + timedelta(days=14, minutes=5))
    refused = await correcting.submit(WRONG)
    assert "fourteen days" in next(iter(refused.errors.values()))
    assert correcting.value("what") == WRONG["what"]
    old = await world.sam.click(card, "Correct")
    assert "fourteen days" in old.ephemeral[-1].text


async def test_before_shipping_there_is_nothing_to_correct(world: World) -> None:
    """The button is not there, and an old one is refused in words."""
    card = await begin(world)
    assert "[Correct]" not in text_of(card)
    value = (await world.stored(world.sam))[0].id
    refused = await world.sam.raw_action(
        {"action_id": "correct", "value": value}, channel=card.channel, ts=card.ts
    )
    assert "It is in progress" in refused.ephemeral[-1].text


def _thread(world: World) -> list[VisibleMessage]:
    roots = [root for root in world.maya.messages("C0CLOUD001") if "After-action" in text_of(root)]
    return world.maya.thread("C0CLOUD001", roots[0].ts)
