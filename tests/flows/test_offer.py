"""An offer and its answer: accepted, declined, withdrawn, forgotten; and the back-brief, confirmed or asked about."""

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.playground.acting.actor import text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, THURSDAY_17, accept, begin, done, form, offer

pytestmark = ONE_PLACE
TUESDAY = datetime(2026, 11, 24, 10, 1, tzinfo=UTC)


async def test_an_offer_is_reminded_of_once_and_only_to_who_has_the_move(world: World) -> None:
    """A working day without an answer: the owner hears it once more, the manager nothing; then silence."""
    await offer(world)
    handed_over = len(world.maya.dm_messages())
    await world.at(TUESDAY)
    reminder = await world.message(world.sam, "still waits for your word")
    await world.at(TUESDAY + timedelta(days=1))
    await world.quiet()
    assert world.count(world.sam, "still waits for your word") == 1
    assert len(world.maya.dm_messages()) == handed_over
    done(await form(await world.sam.click(reminder, "Accept")).submit({"back_brief": BACK_BRIEF}))


async def test_an_offer_over_a_weekend_is_reminded_of_on_a_working_day(world: World) -> None:
    """Offered on Friday at noon, it is reminded of on Monday at noon, not on Saturday."""
    await world.at(datetime(2026, 11, 27, 11, 0, tzinfo=UTC))
    await offer(world, Deadline=datetime(2026, 12, 3, 16, 0, tzinfo=UTC))
    await world.at(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))
    await world.quiet()
    assert not world.count(world.sam, "still waits for your word")
    await world.at(datetime(2026, 11, 30, 11, 1, tzinfo=UTC))
    await world.message(world.sam, "still waits for your word")


async def test_an_offer_that_nobody_accepted_lapses_at_its_deadline(world: World) -> None:
    """At the deadline the offer ends by itself, both are told, and the old buttons say what to do instead."""
    card = await offer(world)
    await world.at(THURSDAY_17 + timedelta(seconds=1))
    await world.message(world.sam, "ended by itself")
    await world.message(world.maya, "ended by itself")
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.WITHDRAWN
    assert world.count(world.sam, "ended by itself") == 2  # the card and one message
    assert world.count(world.maya, "ended by itself") == 2
    assert "Accept" not in text_of(world.sam.look_again(card))
    late = await world.sam.raw_action(
        {"action_id": "accept", "value": (await world.stored(world.sam))[0].id},
        channel=card.channel,
        ts=card.ts,
    )
    assert late.modal is None
    assert "It was withdrawn" in late.ephemeral[-1].text


async def test_declining_takes_a_reason_and_tells_the_manager(world: World) -> None:
    """The manager reads the reason in one message; the owner, who acted, sees only the card change."""
    card = await offer(world)
    before = len(world.sam.dm_messages())
    declining = form(await world.sam.click(card, "Decline"))
    empty = await world.sam.raw_submit(
        declining, {"reason": {"reason": {"type": "plain_text_input", "value": " "}}}
    )
    assert "Say what stands in the way" in empty.errors["reason"]
    done(await declining.submit({"reason": "I am away from Wednesday on."}))
    news = await world.message(world.maya, "declined it")
    await world.quiet()
    assert "I am away from Wednesday on." in text_of(news)
    assert "You declined it" in text_of(await world.card(world.sam, "declined"))
    assert len(world.sam.dm_messages()) == before
    await world.at(THURSDAY_17 + timedelta(days=1))
    await world.quiet()
    assert not world.count(world.sam, "still waits")


async def test_withdrawing_an_offer_tells_the_owner_and_ends_it(world: World) -> None:
    """Before acceptance the manager withdraws, with a reason if there is one; nothing is asked of the owner then."""
    await offer(world)
    card = await world.card(world.maya, "Nothing starts before")
    done(await form(await world.maya.click(card, "Withdraw")).submit({"reason": "Finance has it already."}))
    news = await world.message(world.sam, "withdrew it")
    assert "Finance has it already." in text_of(news)
    await world.at(THURSDAY_17 + timedelta(days=1))
    await world.quiet()
    assert not world.count(world.sam, "still waits")
    assert not world.count(world.sam, "ended by itself")


async def test_withdrawing_after_acceptance_ends_the_work_and_its_checkpoints(world: World) -> None:
    """Work under way can be withdrawn without a reason; the owner is told, and no checkpoint comes any more."""
    await begin(world)
    card = await world.card(world.maya, "In progress")
    done(await form(await world.maya.click(card, "Withdraw")).submit({}))
    await world.message(world.sam, "withdrew it")
    await world.at(THURSDAY_17)
    await world.quiet()
    assert not world.count(world.sam, "Spot check")
    assert not world.count(world.sam, "Final QA")


async def test_withdrawing_between_acceptance_and_confirmation(world: World) -> None:
    """A back-brief that waits for the manager's word may be answered by withdrawing; silence confirms nothing then."""
    card = await offer(world)
    await accept(world, card)
    theirs = await world.card(world.maya, "Accepted")
    done(await form(await world.maya.click(theirs, "Withdraw")).submit({}))
    await world.message(world.sam, "withdrew it")
    await world.at(TUESDAY + timedelta(days=1))
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.WITHDRAWN


async def test_taking_work_back_needs_a_reason_which_stays_with_the_manager(world: World) -> None:
    """The owner is told that it was taken back and not why; the manager's card keeps the reason."""
    await begin(world)
    card = await world.card(world.maya, "In progress")
    taking = form(await world.maya.click(card, "Take back"))
    empty = await world.maya.raw_submit(
        taking, {"reason": {"reason": {"type": "plain_text_input", "value": ""}}}
    )
    assert "Say what makes you step in" in empty.errors["reason"]
    done(await taking.submit({"reason": "The audit came early."}))
    await world.message(world.sam, "took it back")
    card = await world.card(world.maya, "You took it back")
    assert "The audit came early." in form(await world.maya.click(card, "Brief")).text
    mine = form(await world.sam.click(await world.card(world.sam, "took it back"), "Brief"))
    assert "The audit came early." not in mine.text
    await world.quiet()
    everything = "\n".join(text_of(message) + message.text for message in world.sam.dm_messages())
    assert "The audit came early." not in everything
    assert (await world.stored(world.sam))[0].state is State.TAKEN_BACK


async def test_an_offer_is_withdrawn_and_not_taken_back(world: World) -> None:
    """There is nothing to take back before the work starts: the card offers Withdraw alone."""
    await offer(world)
    card = await world.card(world.maya, "Nothing starts before")
    assert "Withdraw" in text_of(card)
    assert "Take back" not in text_of(card)


async def test_silence_confirms_after_one_working_day_of_the_managers(world: World) -> None:
    """Accepted on Friday at 16:30 in London: on Monday at 16:30 there, and not before, the work starts by itself."""
    await world.at(datetime(2026, 11, 27, 16, 30, tzinfo=UTC))
    card = await offer(world, Deadline=datetime(2026, 12, 4, 16, 0, tzinfo=UTC))
    await accept(world, card)
    assert "counts as confirmed" in text_of(await world.card(world.maya, "Accepted"))
    await world.at(datetime(2026, 11, 30, 16, 20, tzinfo=UTC))
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.ACCEPTED
    await world.at(datetime(2026, 11, 30, 16, 31, tzinfo=UTC))
    await world.message(world.sam, "it counts as confirmed")
    assert "confirmed by silence" in text_of(await world.card(world.maya, "In progress"))
    stored = (await world.stored(world.sam))[0]
    assert stored.confirmed_by_silence
    assert world.application is not None
    async with world.application.units(stored.tenant) as work:
        assert "confirmed by silence" in [entry.event for entry in await work.records.history(stored.id)]


async def test_asking_back_keeps_the_move_with_the_manager(world: World) -> None:
    """A question about the back-brief goes to the owner; the answer comes back, and a working day begins anew."""
    card = await offer(world)
    await accept(world, card)
    word = await world.message(world.maya, "accepted and said")
    await world.later(hours=2)
    asking = form(await world.maya.click(word, "Ask"))
    assert BACK_BRIEF in asking.text
    done(await asking.submit({"question": "Which sources do you mean?"}))
    question = await world.message(world.sam, "Which sources do you mean?")
    stored = (await world.stored(world.sam))[0]
    assert stored.state is State.ACCEPTED
    assert stored.holder() == world.maya.id
    await world.later(hours=2)
    done(await form(await world.sam.click(question, "Answer")).submit({"answer": "The two exports."}))
    answer = await world.message(world.maya, "The two exports.")
    await world.at(datetime(2026, 11, 24, 13, 30, tzinfo=UTC))  # a day after the back-brief, not the answer
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.ACCEPTED
    await world.maya.click(answer, "That is it")
    await world.message(world.sam, "says: that is it")


async def test_accepting_after_the_deadline_points_to_another_date(world: World) -> None:
    """A form that stood open past the deadline is refused in words, and what was written stays in it."""
    card = await offer(world)
    accepting = form(await world.sam.click(card, "Accept"))
    await world.at(THURSDAY_17 + timedelta(minutes=1))
    outcome = await accepting.submit({"back_brief": BACK_BRIEF})
    assert outcome.errors["back_brief"]
    assert accepting.is_open
    assert accepting.value("back_brief") == BACK_BRIEF


async def test_a_form_sent_twice_is_taken_once(world: World) -> None:
    """Accepting and confirming twice change nothing the second time, and nobody is told twice."""
    card = await offer(world)
    accepting = form(await world.sam.click(card, "Accept"))
    done(await accepting.submit({"back_brief": BACK_BRIEF}))
    again = await world.sam.raw_submit(accepting)
    assert again.ok
    word = await world.message(world.maya, "accepted and said")
    value = (await world.stored(world.sam))[0].id
    await world.maya.click(word, "That is it")
    once_more = await world.maya.raw_action(
        {"action_id": "confirm", "value": value}, channel=word.channel, ts=word.ts
    )
    assert once_more.ok
    await world.quiet()
    assert world.count(world.sam, "says: that is it") == 1
