"""Checkpoints: agreed in the brief, in the owner's hours; answered, passed over in a word, or moved once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.checkpoints import CheckpointKind
from bot.domain.task_kind import TaskKind
from bot.playground.acting.actor import text_of
from bot.usecases.checkpoint import AnswerCheckpoint, answer_checkpoint, questions_at
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import THURSDAY_17, accept, begin, done, form, guards, offer, ship

pytestmark = ONE_PLACE
# Half of the time from Monday 11:00 to Thursday 17:00 in Paris.
SPOT_CHECK = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
FINAL_QA = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)  # a Friday, which leaves room for two


async def test_both_checkpoints_are_planned_in_the_owners_hours(world: World) -> None:
    """Half way, and one working day before the deadline; shown in the brief and on the owner's card."""
    await world.at(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    third = await guards(world, Deadline=LATER)
    assert "Spot check, " in third.text
    assert "Final QA, " in third.text
    card = await offer(world, Deadline=LATER)
    assert "Mon, Nov 30 at 09:00 CET" in text_of(card)  # half way is Saturday evening
    assert "Thu, Dec 3 at 17:00 CET" in text_of(card)


async def test_short_work_has_fewer_checkpoints(world: World) -> None:
    """Under two working days one, at half time; under four working hours none, and the form says so."""
    third = await guards(world, Deadline=datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    assert "Final QA" in third.text
    assert "Spot check" not in third.text
    none = await guards(world, Deadline=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert "Too short for checkpoints" in none.text
    done(await none.submit({}))
    card = await world.card(world.sam, "hands you this")
    assert "Checkpoints" not in text_of(card)


async def test_a_checkpoint_past_at_confirmation_is_planned_anew(world: World) -> None:
    """Agreed for Wednesday, confirmed on Wednesday evening: a moment that is still to come, or none."""
    card = await offer(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 15, 0, tzinfo=UTC))  # the spot check of Monday morning is past
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    planned = {each.kind: each.at for each in (await world.stored(world.sam))[0].brief.checkpoints}
    assert planned[CheckpointKind.FINAL_QA] == datetime(2026, 12, 3, 16, 0, tzinfo=UTC)
    assert planned[CheckpointKind.SPOT_CHECK] > world.clock.now()
    assert not world.count(world.sam, "which number")
    await world.at(planned[CheckpointKind.SPOT_CHECK] + timedelta(minutes=1))
    await world.message(world.sam, "On course, nothing new")


async def test_the_two_questions_are_the_same_in_the_message_and_in_the_form(world: World) -> None:
    """The owner is asked two questions with the bar in sight; the form has them word for word."""
    await begin(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    assert "variance at most 2 percent" in text_of(asked)
    answering = form(await world.sam.click(asked, "Answer"))
    questions = [line[2:] for line in text_of(asked).splitlines() if line.startswith("• ")]
    assert len(questions) == 2
    assert all(question in answering.text for question in questions)


async def test_a_question_names_the_audience_of_the_outcome(world: World) -> None:
    """Finance is what the brief says, and finance is what the question asks about; nobody where it names nobody."""
    await begin(world, Deadline=LATER)
    delegation = (await world.stored(world.sam))[0]
    finance = replace(delegation.brief, kind=TaskKind.OTHER)
    nobody = replace(finance, outcome="It can be planned on.")
    named: set[str] = set()
    assert world.application is not None
    async with world.application.units(delegation.tenant) as work:
        for seed in range(30):
            for brief in (finance, nobody):
                about = replace(delegation, id=f"d{seed}", brief=brief)
                named |= set(await questions_at(about, CheckpointKind.SPOT_CHECK, work))
    assert {each for each in named if "push back" in each} == {
        "What would make finance push back?",
        "What would make those who rely on it push back?",
    }


async def test_on_course_is_an_answer(world: World) -> None:
    """One tap: the manager hears it in a line with nothing to do, and this checkpoint does not come again."""
    await begin(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    done(await world.sam.click(asked, "On course, nothing new"))
    heard = await world.message(world.maya, "on course, nothing new")
    assert "Nothing for you to do." in text_of(heard)
    await world.quiet()
    again = await world.sam.raw_action(
        {"action_id": "on_course", "value": f"{(await world.stored(world.sam))[0].id}|spot check"},
        channel=asked.channel,
        ts=asked.ts,
    )
    assert again.ok
    await world.quiet()
    assert world.count(world.maya, "on course, nothing new") == 1


async def test_answers_reach_the_manager_with_questions_to_ask(world: World) -> None:
    """The manager reads the answers with stems, each with [Ask] and the owner's call untouched; no edit box."""
    await begin(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    answering = form(await world.sam.click(await world.message(world.sam, "On course"), "Answer"))
    done(await answering.submit({"answer_1": "Two accounts are new.", "answer_2": ""}))
    heard = await world.message(world.maya, "Two accounts are new.")
    assert text_of(heard).count("[Ask]") == 3
    assert "Own words" in text_of(heard)
    done(await form(await world.maya.click(heard, "Own words")).submit({"question": "Whose are they?"}))
    await world.message(world.sam, "Whose are they?")
    twice = await world.sam.raw_submit(answering)
    assert twice.ok
    await world.quiet()
    assert world.count(world.maya, "Two accounts are new.") == 1


async def test_later_moves_this_one_nudge_and_nothing_else(world: World) -> None:
    """In an hour: it comes again as a new message, the other checkpoint stays, and the old buttons do no harm."""
    await begin(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    first = await world.message(world.sam, "On course, nothing new")
    await world.quiet()
    outcome = await world.sam.choose(first, "snooze", "In 1 hour")
    assert "I ask again" in outcome.ephemeral[-1].text
    assert "10:3" in outcome.ephemeral[-1].text  # 09:30 in Paris, and an hour
    await world.later(minutes=50)
    await world.quiet()
    assert world.count(world.sam, "On course, nothing new") == 1
    await world.later(minutes=15)
    await world.workspace.until(lambda: world.count(world.sam, "On course, nothing new") == 2)
    second = await world.message(world.sam, "On course, nothing new")
    assert second.ts != first.ts
    await world.quiet()
    planned = (await world.stored(world.sam))[0].brief.checkpoints
    assert planned[-1].at == datetime(2026, 12, 3, 16, 0, tzinfo=UTC)
    await world.sam.click(first, "On course, nothing new")
    await world.message(world.maya, "on course, nothing new")
    await world.quiet()
    late = await world.sam.raw_action(
        {
            "type": "static_select",
            "action_id": "snooze",
            "selected_option": {"value": f"{(await world.stored(world.sam))[0].id}|spot check:hour"},
        },
        channel=second.channel,
        ts=second.ts,
    )
    assert "You have answered this one already" in late.ephemeral[-1].text
    assert world.count(world.maya, "on course, nothing new") == 1


async def test_tomorrow_morning_is_the_owners_next_working_morning(world: World) -> None:
    """Put off on a Friday, it comes on Monday at nine; put off again, on Tuesday."""
    await begin(world, Deadline=datetime(2026, 12, 11, 16, 0, tzinfo=UTC))
    await world.at(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    outcome = await world.sam.choose(asked, "snooze", "Tomorrow morning")
    assert "Mon, Dec 7 at 09:00" in outcome.ephemeral[-1].text
    await world.at(datetime(2026, 12, 6, 7, 0, tzinfo=UTC))  # a Sunday
    sunday = await world.sam.choose(asked, "snooze", "Tomorrow morning")
    assert "Mon, Dec 7 at 09:00" in sunday.ephemeral[-1].text


async def test_a_checkpoint_is_not_put_off_past_the_deadline(world: World) -> None:
    """There is no later than the deadline: the snooze is refused in words."""
    await begin(world)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "On course, nothing new")
    await world.at(THURSDAY_17 - timedelta(minutes=30))
    refused = await world.sam.choose(asked, "snooze", "In 1 hour")
    assert "That is after the deadline" in refused.ephemeral[-1].text


async def test_nothing_is_asked_after_shipping(world: World) -> None:
    """Shipped before its checkpoints: none of them comes, and an old one's buttons are refused in words."""
    card = await begin(world, Deadline=LATER)
    await world.at(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    await ship(world, card)
    await world.at(LATER)
    await world.quiet()
    assert world.count(world.sam, "On course, nothing new") <= 1
    assert not world.count(world.sam, "Final QA")
    late = await world.sam.raw_action(
        {"action_id": "on_course", "value": f"{(await world.stored(world.sam))[0].id}|spot check"},
        channel=asked.channel,
        ts=asked.ts,
    )
    assert "This checkpoint is over" in late.ephemeral[-1].text


async def test_nothing_is_asked_after_the_deadline(world: World) -> None:
    """A bot that slept past the deadline asks nothing any more."""
    await begin(world)
    await world.at(THURSDAY_17 + timedelta(hours=1))
    await world.quiet()
    assert not world.count(world.sam, "On course, nothing new")


async def test_a_time_of_ones_own_choice_is_moved_into_the_owners_hours(world: World) -> None:
    """The times can be changed before the hand-over; one at night is moved to the owner's next morning."""
    third = await guards(world, Deadline=LATER)
    times = form(await third.click("Change times"))
    late = await times.submit({"Spot check": LATER + timedelta(days=1)})
    assert "between now and the deadline" in late.errors["Spot check"]
    outcome = await times.submit({"Spot check": datetime(2026, 12, 1, 22, 0, tzinfo=UTC)})
    assert outcome.ok
    back = form(outcome)
    assert "Spot check, Wed, Dec 2 at 08:00" in back.text  # 09:00 in Paris, as Maya reads it in London
    done(await back.submit({}))
    card = await world.card(world.sam, "hands you this")
    assert "Wed, Dec 2 at 09:00 CET" in text_of(card)


async def test_another_answer_to_the_same_checkpoint_is_refused_and_stays(world: World) -> None:
    """An answer from an old message, after one that stands, is refused in words with its own words kept."""
    await begin(world)
    await world.at(SPOT_CHECK)
    asked = await world.message(world.sam, "Spot check")
    late = form(await world.sam.click(asked, "Answer"))
    delegation = (await world.stored(world.sam))[0]
    assert world.application is not None
    command = AnswerCheckpoint(delegation.id, world.sam.id, CheckpointKind.SPOT_CHECK)
    await answer_checkpoint(command, world.application.units(delegation.tenant), world.clock)
    refused = await late.submit({"answer_1": "Two accounts are new."})
    assert "answered already" in str(refused.errors)
