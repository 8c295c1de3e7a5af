"""One message instead of many: after an outage, on one tick, and beyond six reminders a day."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.backoff import MOST_ATTEMPTS
from bot.delivery.drawings.drawing import Drawing
from bot.delivery.outgoing import Outgoing
from bot.delivery.rendering import DRAWINGS
from bot.domain.nudge import NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from bot.playground.acting.actor import text_of
from tests.flows.conftest import TWO_PLACES, World
from tests.flows.steps import accept, away, done, form, offer_another, posted_since

pytestmark = TWO_PLACES
# 09:00 in Paris, the Monday after the half way on Saturday.
SPOT_CHECK = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
FINAL_QA = datetime(2026, 12, 3, 16, 0, tzinfo=UTC)
DIGEST = "things for you, in one message"


async def three_tasks(world: World) -> None:
    """Maya hands three tasks to Sam, who begins them all."""
    for number in range(3):
        task = f"Report {number}"
        await offer_another(world, task)
        await accept(world, await world.message(world.sam, task))
        await world.quiet()
        [asked] = [
            one for one in world.maya.dm_messages() if task in text_of(one) and "That is it" in text_of(one)
        ][1:]
        await world.maya.click(asked, "That is it")
        await world.quiet()


async def test_an_outage_of_days_ends_in_one_message_for_each_person(world: World) -> None:
    """Three tasks with two checkpoints each came due meanwhile: the last of each is asked, and answered from it."""
    await three_tasks(world)
    before = world.sam.dm_messages(), world.maya.dm_messages()
    await away(world, FINAL_QA + timedelta(minutes=40))  # 17:40 in Paris
    [message] = posted_since(world.sam, before[0])
    said = text_of(message)
    assert f"3 {DIGEST}" in said
    assert [said.count(f"*Final QA* · *Report {number}*") for number in range(3)] == [1, 1, 1]
    assert "Planned for" in said
    assert posted_since(world.maya, before[1]) == []
    answering = form(await world.sam.click(message, "Answer", within="Report 0"))
    assert "variance at most 2 percent" in answering.text
    assert world.application
    statuses = await world.application.oversight.counts()
    assert statuses[NudgeStatus.FOLDED] == statuses[NudgeStatus.SENDING] == 0


async def test_what_can_wait_after_an_outage_waits_for_working_hours(world: World) -> None:
    """Back at night, the bot lets people sleep: the reminders come in the morning."""
    await three_tasks(world)
    before = world.sam.dm_messages()
    await away(world, datetime(2026, 12, 2, 20, 0, tzinfo=UTC))  # 21:00 in Paris
    assert posted_since(world.sam, before) == []
    await world.at(datetime(2026, 12, 3, 8, 0, tzinfo=UTC))
    await world.message(world.sam, f"3 {DIGEST}")


async def test_what_is_due_before_working_hours_does_not_wait_for_them(world: World) -> None:
    """Due at eight in the morning, it would be over by nine: it comes in the evening instead."""
    tomorrow = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # 08:00 in Paris
    await offer_another(world, "Early report", tomorrow)
    await accept(world, await world.message(world.sam, "Early report"))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    before = world.sam.dm_messages()
    await away(world, datetime(2026, 11, 26, 19, 0, tzinfo=UTC))
    [message] = posted_since(world.sam, before)
    assert "Final QA" in text_of(message)


def have_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the checkpoint of one of three tasks fail each time that it is drawn."""
    drawn = DRAWINGS[NudgeKind.CHECKPOINT]

    async def faulty(drawing: Drawing) -> Outgoing:
        if "Report 1" in drawing.situation.delegation.brief.task:
            raise ValueError("of this one alone")
        return await drawn(drawing)

    monkeypatch.setitem(DRAWINGS, NudgeKind.CHECKPOINT, faulty)


async def test_a_fault_in_one_thing_is_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are told; the faulty one is tried twelve times and then given up, where an operator sees it."""
    await three_tasks(world)
    have_a_fault(monkeypatch)
    await world.at(SPOT_CHECK)
    message = await world.message(world.sam, f"2 {DIGEST}")
    assert "Report 1" not in text_of(message)
    await world.quiet()
    assert world.application is not None
    for _ in range(MOST_ATTEMPTS - 1):
        assert await world.application.oversight.dead(10) == []
        await world.later(minutes=40)
        await world.quiet()
    [dead] = await world.application.oversight.dead(10)
    assert (dead.nudge.kind, dead.error, dead.attempts) == (NudgeKind.CHECKPOINT, "ValueError", MOST_ATTEMPTS)
    measured = (await world.application.measured()).decode()
    assert 'leeway_nudges_settled_total{kind="checkpoint",result="dead"} 1.0' in measured
    assert world.count(world.sam, DIGEST) == 1


async def test_a_fault_that_passes_costs_a_moment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be drawn is told as soon as it can be, and the others are not told again."""
    await three_tasks(world)
    with monkeypatch.context() as passing:
        have_a_fault(passing)
        await world.at(SPOT_CHECK)
        await world.message(world.sam, f"2 {DIGEST}")
        await world.quiet()
    before = world.sam.dm_messages()
    await world.later(minutes=1)
    await world.quiet()
    [message] = posted_since(world.sam, before)
    assert "Report 1" in text_of(message)
    assert "Report 0" not in text_of(message)
    assert world.application is not None
    assert await world.application.oversight.dead(10) == []


async def test_a_long_question_hides_no_answer(world: World) -> None:
    """What people wrote is told in full where there are few things, whatever else is in the digest."""
    await three_tasks(world)
    for number in range(2):
        card = next(one for one in world.maya.dm_messages() if f"Report {number}" in text_of(one))
        asked = form(await world.maya.click(card, "Ask a question"))
        done(await asked.submit({"question": "Why? " + "x" * 900}))
        await world.quiet()
    questions = [
        [
            one
            for one in world.sam.dm_messages()
            if f"Report {number}" in text_of(one) and "asks:" in text_of(one)
        ][-1]
        for number in range(2)
    ]
    before = world.maya.dm_messages()
    world.workspace.misbehave("chat.postMessage", "http_500", times=10_000)
    for number, question in enumerate(questions):
        answering = form(await world.sam.click(question, "Answer"))
        done(await answering.submit({"answer": f"Because of {number}."}))
    await world.quiet()
    world.clock.advance(timedelta(minutes=20))
    await world.quiet()
    world.workspace.misbehaviour.clear()
    await away(world, world.clock.now() + timedelta(minutes=40))
    said = "".join(text_of(message) for message in posted_since(world.maya, before))
    assert "Because of 0." in said
    assert "Because of 1." in said


async def test_what_was_overtaken_in_an_outage_is_not_told(world: World) -> None:
    """An offer that lapsed meanwhile is not reminded of: how it ended is told, once."""
    await offer_another(world, "Report 0", datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    before = world.sam.dm_messages(), world.maya.dm_messages()
    await away(world, datetime(2026, 11, 30, 10, 0, tzinfo=UTC))
    for actor, known in ((world.sam, before[0]), (world.maya, before[1])):
        [ended] = posted_since(actor, known)
        assert "The deadline came before it was accepted" in text_of(ended)


async def test_an_outage_of_slack_ends_in_one_message_too(world: World) -> None:
    """The bot was up and could not send: it did not try each of them to the end."""
    await three_tasks(world)
    before = world.sam.dm_messages()
    world.workspace.misbehave("chat.postMessage", "http_500", times=10_000)
    for hours in range(0, 80, 4):
        world.clock.jump_to(SPOT_CHECK + timedelta(hours=hours))
        await world.quiet()
    assert posted_since(world.sam, before) == []
    world.workspace.misbehaviour.clear()
    for _ in range(4):
        world.clock.advance(timedelta(minutes=40))
        await world.quiet()
    said = [text_of(message) for message in posted_since(world.sam, before)]
    assert len(said) == 1, said


async def test_what_is_still_being_tried_in_an_outage_is_in_the_same_message(world: World) -> None:
    """Too young to have been held up for long, it joins what was, and is no message of its own beside that."""
    await three_tasks(world)
    world.leaps = False
    await world.restart_bot()
    before = world.sam.dm_messages()
    world.workspace.misbehave("chat.postMessage", "http_500", times=10_000)
    await world.at(SPOT_CHECK)
    await world.later(hours=2)
    card = next(one for one in world.maya.dm_messages() if "Report 1" in text_of(one))
    done(await form(await world.maya.click(card, "Ask a question")).submit({"question": "Why so late?"}))
    await world.later(minutes=1)
    await world.quiet()
    assert posted_since(world.sam, before) == []
    world.workspace.misbehaviour.clear()
    for _ in range(3):
        await world.later(minutes=5)
    await world.quiet()
    [message] = posted_since(world.sam, before)
    assert f"4 {DIGEST}" in text_of(message)
    assert "Why so late?" in text_of(message)


async def test_what_came_after_a_digest_that_was_found_late_is_a_message_of_its_own(world: World) -> None:
    """Edited into what stands there already, it would be told to nobody: an edit brings no notification."""
    await three_tasks(world)
    world.leaps = False
    await world.restart_bot()
    before = world.sam.dm_messages()
    world.workspace.misbehave("chat.postMessage", "http_500_after_accepting", times=1)
    world.workspace.misbehave("conversations.history", "http_500", times=10_000)
    await world.at(SPOT_CHECK)
    await world.later(minutes=1)
    digest = await world.message(world.sam, f"3 {DIGEST}")
    world.workspace.misbehave("chat.postMessage", "http_500", times=10_000)
    answering = form(await world.sam.click(digest, "Answer", within="Report 0"))
    done(await answering.submit({"answer_1": "Nothing moved."}))
    card = next(one for one in world.maya.dm_messages() if "Report 1" in text_of(one))
    done(await form(await world.maya.click(card, "Ask a question")).submit({"question": "Why so late?"}))
    await world.later(hours=1)
    assert posted_since(world.sam, before) == [digest]
    world.workspace.misbehaviour.clear()
    for _ in range(6):
        await world.later(minutes=20)
    found, asked = (text_of(world.sam.look_again(one)) for one in posted_since(world.sam, before))
    assert "Why so late?" in asked
    assert "Why so late?" not in found
    assert found.count("*Spot check*") == 2, "what was answered is not asked any more"
    assert world.count(world.sam, "*Spot check*") == 1


async def test_reminders_due_together_are_one_message(world: World) -> None:
    """Three tasks agreed at once have their checkpoints at one time: one message has all three."""
    await three_tasks(world)
    before = world.sam.dm_messages()
    await world.at(SPOT_CHECK)
    await world.message(world.sam, DIGEST)
    await world.quiet()
    [message] = posted_since(world.sam, before)
    assert f"3 {DIGEST}" in text_of(message)
    assert "Planned for" not in text_of(message)
    answering = form(await world.sam.click(message, "Answer", within="Report 0"))
    done(await answering.submit({"answer_1": "Nothing moved."}))
    heard = await world.message(world.maya, "Nothing moved.")
    assert "Report 0" in text_of(heard)
