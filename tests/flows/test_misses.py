"""Let it land: a miss is the owner's to correct, the same day, and the manager hears whose it is."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.delegation import Outcome
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, DEPLOY_BOT, GENERAL, LEADERSHIP, NOOR, TOM_WHO_LEFT
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, ship
from tests.flows.test_settings import set_own_time

END_OF_DAY = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # 18:00 in Paris
NOTE = "What was wrong: two accounts were counted twice.\nThe correct value: 1.4 %."


async def missed(world: World) -> VisibleMessage:
    """Sam ships on Wednesday with 3.1 %, over the limit. Return the word about it to Sam."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="3.1 %")
    await world.quiet()
    return await world.message(world.sam, "yours to correct")


async def test_a_miss_from_shipping_to_the_note_and_the_questions(world: World) -> None:
    """Steadied first, no question; the note goes out in the owner's words, and the manager has nothing to do."""
    word = await missed(world)
    assert "It was self-caught." in text_of(word)
    assert "?" not in text_of(word)
    assert "Your move, until" in text_of(word)
    heard = await world.message(world.maya, "shipped it")
    assert "The correction is Sam's, due" in text_of(heard)
    assert "Nothing for you to do." in text_of(heard)
    assert world.count(world.maya, "A miss was recorded") == 0
    writing = form(await world.sam.click(word, "Write the note"))
    assert "Who was affected:" in str(writing.value("note_text"))
    noor = Actor(world.workspace, NOOR)
    done(await writing.submit({"note_text": NOTE, "reader": NOOR, "note_channel": CLOUD_COSTS}))
    read = await world.message(noor, "A correction from Sam")
    assert "two accounts were counted twice" in text_of(read)
    assert "[" not in text_of(read).replace("[Settings]", "")
    sent = await world.message(world.maya, "Sam sent the correction to Noor and #cloud-costs")
    assert "two accounts were counted twice" in text_of(sent)
    assert "Nothing for you to do." in text_of(sent)
    await world.quiet()
    posted = [message for message in noor.messages(CLOUD_COSTS) if "A correction from" in text_of(message)]
    assert len(posted) == 1
    assert "[Write the note]" not in text_of(world.sam.look_again(word))
    assert "Correction sent" in text_of(await world.card(world.maya, "Correction sent"))
    opening = await world.in_thread("The 15 minutes start")
    await world.later(minutes=31)
    await world.in_thread("Everybody writes")
    assert "Everybody writes" in text_of(world.maya.look_again(opening))


@ONE_PLACE
async def test_one_tap_says_that_it_is_out_already(world: World) -> None:
    """No words are asked for; twice is once, and nothing more is waited for or reminded of."""
    word = await missed(world)
    for _ in range(2):
        await world.sam.raw_action(
            {"action_id": "note_sent", "value": (await world.stored(world.sam))[0].id},
            channel=word.channel,
            ts=word.ts,
        )
    assert "Nothing for you to do." in text_of(await world.message(world.maya, "sent the correction"))
    await world.at(END_OF_DAY + timedelta(minutes=1))
    await world.quiet()
    assert world.count(world.maya, "sent the correction") == 1
    assert world.count(world.sam, "I remind you of it") == 0
    assert "[Already sent]" not in text_of(world.sam.look_again(word))


@ONE_PLACE
async def test_one_reminder_and_then_silence(world: World) -> None:
    """An hour before it is due, in the owner's hours; after that the manager's card says it, and nobody is chased."""
    await missed(world)
    await world.at(END_OF_DAY - timedelta(hours=1, minutes=1))
    await world.quiet()
    assert world.count(world.sam, "I remind you of it") == 0
    await world.at(END_OF_DAY - timedelta(minutes=59))
    reminder = await world.message(world.sam, "I remind you of it this once.")
    await world.at(END_OF_DAY + timedelta(minutes=1))
    await world.card(world.maya, "is not recorded as sent")
    mine, theirs = len(world.sam.dm_messages()), len(world.maya.dm_messages())
    await world.at(END_OF_DAY + timedelta(hours=14))
    await world.quiet()
    assert world.count(world.sam, "I remind you of it this once.") == 1
    assert len(world.maya.dm_messages()) == theirs
    assert len(world.sam.dm_messages()) >= mine
    await world.sam.click(reminder, "Already sent")
    await world.card(world.maya, "Correction sent")
    await world.quiet()
    assert "[Already sent]" not in text_of(world.sam.look_again(reminder))


@ONE_PLACE
async def test_quiet_hours_do_not_hold_the_reminder(world: World) -> None:
    """The correction is due that evening: held until the morning, it would remind of what is too late."""
    await missed(world)
    await set_own_time(world, world.sam, quiet=time(16, 30), quiet_until=time(9))
    await world.at(END_OF_DAY - timedelta(minutes=59))
    await world.message(world.sam, "I remind you of it this once.")


@ONE_PLACE
async def test_a_miss_at_night_is_due_the_next_working_day(world: World) -> None:
    """At the end of it, by the owner's own hours."""
    card = await begin(world)
    await world.at(END_OF_DAY + timedelta(hours=3))
    await ship(world, card, measured="3.1 %")
    assert "Thu, Nov 26 at 18:00" in text_of(await world.message(world.sam, "yours to correct"))


@ONE_PLACE
@pytest.mark.parametrize(
    ("entered", "field", "words"),
    [
        ({"note_text": NOTE}, "reader", "Pick who reads it"),
        ({"reader": NOOR}, "note_text", "Fill in what was wrong"),
        ({"note_text": NOTE, "reader": DEPLOY_BOT}, "reader", "is an app"),
        ({"note_text": NOTE, "reader": TOM_WHO_LEFT}, "reader", "deactivated"),
        ({"note_text": NOTE, "reader": "U0ALEX0001"}, "reader", "another organisation"),
        ({"note_text": NOTE, "reader": "U0SAM00001"}, "reader", "That is you"),
        ({"note_text": NOTE, "note_channel": GENERAL}, "note_channel", "/invite"),
        ({"note_text": NOTE, "note_channel": LEADERSHIP}, "note_channel", "I cannot see"),
    ],
)
async def test_a_note_that_nobody_could_read_is_a_field_error(
    world: World, entered: dict[str, Any], field: str, words: str
) -> None:
    """The form stays open with what was written, and says what to do instead."""
    writing = form(await world.sam.click(await missed(world), "Write the note"))
    refused = await writing.submit(entered)
    assert words in refused.errors[field]
    await world.quiet()
    assert world.count(world.maya, "sent the correction") == 0


@ONE_PLACE
async def test_a_note_sent_twice_is_sent_once_and_other_words_are_refused(world: World) -> None:
    """The same form again changes nothing; a second form is told that those words stand."""
    word = await missed(world)
    first = form(await world.sam.click(word, "Write the note"))
    second = form(await world.sam.click(word, "Write the note"))
    done(await second.submit({"note_text": NOTE, "note_channel": CLOUD_COSTS}))
    assert (await world.sam.raw_submit(second)).ok
    other = {"note_text": {"note_text": {"type": "plain_text_input", "value": "Other words."}}}
    refused = await world.sam.raw_submit(first, second.values | other)
    assert "recorded as sent already" in next(iter(refused.errors.values()))
    await world.quiet()
    assert world.count(world.maya, "sent the correction") == 1


@ONE_PLACE
async def test_a_note_that_does_not_arrive_is_told_to_the_owner(world: World) -> None:
    """A channel was archived a moment ago: the owner hears it and sends their words another way."""
    writing = form(await world.sam.click(await missed(world), "Write the note"))
    world.workspace.conversation(CLOUD_COSTS).is_archived = True
    done(await writing.submit({"note_text": NOTE, "note_channel": CLOUD_COSTS}))
    told = await world.message(world.sam, "I cannot reach #cloud-costs")
    assert "tell them another way" in text_of(told)


@ONE_PLACE
async def test_a_correction_after_closing_is_on_the_owners_home(world: World) -> None:
    """It has ended, and yet something is waited for: Home says so until the note is out."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    for _ in range(6):
        await world.later(minutes=4)
        await world.quiet()
    await world.card(world.maya, "Closed")
    await world.at(WEDNESDAY + timedelta(days=2))
    wrong = {"what": "Counted twice.", "measured": "3.1 %"}
    done(await form(await world.maya.click(await world.card(world.maya, "Closed"), "Correct")).submit(wrong))
    await world.message(world.sam, "yours to correct")
    await world.quiet()
    await world.sam.open_home()
    await world.quiet()
    assert "Needs you (1)" in str(world.sam.home)
    form(await world.sam.click_home("Write the note"))


@ONE_PLACE
async def test_a_question_waits_for_half_an_hour_and_the_manager_is_told(world: World) -> None:
    """Until then the owner sees nothing of it; then it comes, and the card shows it."""
    await missed(world)
    heard = await world.message(world.maya, "shipped it")
    asking = form(await world.maya.click(heard, "Ask a question"))
    told = form(await asking.submit({"question": "What did you learn?"}))
    assert "I bring it to Sam at 10:30, once the correction had its half hour." in told.text
    await world.quiet()
    assert world.count(world.sam, "What did you learn?") == 0
    await world.later(minutes=29)
    await world.quiet()
    assert world.count(world.sam, "What did you learn?") == 0
    await world.later(minutes=2)
    await world.message(world.sam, "What did you learn?")
    await world.quiet()
    assert "What did you learn?" in text_of(await world.card(world.sam, "What did you learn?"))


@ONE_PLACE
async def test_a_question_half_an_hour_on_comes_at_once(world: World) -> None:
    """And so does one about work that was not missed."""
    await missed(world)
    await world.later(minutes=31)
    heard = await world.message(world.maya, "shipped it")
    done(await form(await world.maya.click(heard, "Ask a question")).submit({"question": "And now?"}))
    await world.message(world.sam, "And now?")


@ONE_PLACE
async def test_a_further_miss_before_the_note_joins_it(world: World) -> None:
    """The owner hears of it and writes one note; after that note a new miss asks for a new one."""
    word = await missed(world)
    wrong = {"what": "And the tax was left out.", "measured": "4 %"}
    card = await world.card(world.maya, "Shipped")
    done(await form(await world.maya.click(card, "Correct")).submit(wrong))
    again = await world.message(world.sam, "And the tax was left out.")
    done(
        await form(await world.sam.click(again, "Write the note")).submit(
            {"note_text": NOTE, "note_channel": CLOUD_COSTS}
        )
    )
    await world.quiet()
    assert "[Write the note]" not in text_of(world.sam.look_again(word))
    wrong = {"what": "One account is missing still.", "measured": "5 %"}
    done(await form(await world.maya.click(await world.card(world.maya, "Shipped"), "Correct")).submit(wrong))
    third = await world.message(world.sam, "One account is missing still.")
    assert "[Write the note]" in text_of(third)


@ONE_PLACE
async def test_what_is_measured_later_says_whether_it_was_met(world: World) -> None:
    """Unknown at shipping is legal; the value says it, once, and the clean one needs two taps only."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 20, 0, tzinfo=UTC))  # both are at home: the review waits
    await ship(world, card)
    card = await world.card(world.sam, "Shipped")
    measuring = form(await world.sam.click(card, "Measured"))
    done(await measuring.submit({"measured": "1.4 %"}))
    await world.card(world.maya, "the bar was met")
    assert (await world.sam.raw_submit(measuring)).ok
    await world.in_thread("two taps")
    stored = (await world.stored(world.sam))[0]
    assert (stored.outcome, stored.measured) == (Outcome.MET, "1.4 %")
    other = {"measured": {"measured": {"type": "plain_text_input", "value": "9"}}}
    refused = await world.sam.raw_submit(measuring, other)
    assert "recorded already" in next(iter(refused.errors.values()))


@ONE_PLACE
async def test_a_miss_that_is_measured_later_is_a_miss_like_any(world: World) -> None:
    """The owner is steadied and asked for a note, the manager hears whose it is and until when."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    card = await world.card(world.sam, "Shipped")
    done(await form(await world.sam.click(card, "Measured")).submit({"measured": "3.1"}))
    await world.message(world.sam, "yours to correct")
    heard = await world.message(world.maya, "A miss was recorded")
    assert "The correction is Sam's, due" in text_of(heard)
    assert (await world.stored(world.sam))[0].corrected_at is None


@ONE_PLACE
async def test_a_bar_in_words_is_measured_by_the_owners_word(world: World) -> None:
    """Where there is no number to enter, the owner says met or missed."""
    card = await begin(world, Acceptable_error="no wrong customer name")
    await world.at(WEDNESDAY)
    await ship(world, card)
    card = await world.card(world.sam, "Shipped")
    done(await form(await world.sam.click(card, "Met or missed")).submit({"met": "Missed"}))
    await world.message(world.sam, "yours to correct")
