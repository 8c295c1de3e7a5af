"""History, questions and answers."""

from dataclasses import replace

import pytest

from bot.domain.checkpoints import CheckpointKind
from bot.domain.record import CheckpointAnswer, Event, HistoryEntry, Question, QuestionAbout
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import HOUR, NOW, OURS, a_delegation

QUESTION = Question("Q1", "D1", QuestionAbout.WORK, "Which figures are open?", NOW)
ANSWER = CheckpointAnswer("D1", CheckpointKind.SPOT_CHECK, ("What do you see?",), ("All well 👍",), NOW)


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegation D1."""
    await work.delegations.add(a_delegation())
    return work


async def test_history_is_told_oldest_first(work: SqlUnitOfWork) -> None:
    """By instant, and in the order of writing within one."""
    lines = [
        HistoryEntry("D1", Event.HANDED_OVER, "U_MANAGER", NOW),
        HistoryEntry("D1", Event.ACCEPTED, "U_OWNER", NOW, "as it is"),
        HistoryEntry("D1", Event.CONFIRMED_BY_SILENCE, "", NOW + HOUR),
    ]
    for line in (lines[2], *lines[:2]):
        await work.records.note(line)
    assert await work.records.history("D1") == lines
    assert await work.records.history("D9") == []


@pytest.mark.parametrize("event", Event)
async def test_every_event_can_be_stored(work: SqlUnitOfWork, event: Event) -> None:
    """History takes whatever the domain knows."""
    await work.records.note(HistoryEntry("D1", event, "U_OWNER", NOW))
    assert [line.event for line in await work.records.history("D1")] == [event]


async def test_a_question_comes_back_with_its_answer(work: SqlUnitOfWork) -> None:
    """First without one, then with it."""
    assert await work.records.ask(QUESTION)
    assert await work.records.question("Q1") == QUESTION
    answered = replace(QUESTION, answer="May only", answered_at=NOW + HOUR)
    assert await work.records.answer_question(answered)
    assert await work.records.question("Q1") == answered
    assert await work.records.question("Q9") is None


async def test_asking_again_changes_nothing(work: SqlUnitOfWork) -> None:
    """A form submitted twice asks once."""
    assert await work.records.ask(QUESTION)
    assert not await work.records.ask(replace(QUESTION, text="Another"))
    assert await work.records.question("Q1") == QUESTION


async def test_the_first_answer_is_kept(work: SqlUnitOfWork) -> None:
    """A second answer is told that it came second; one to no question too."""
    await work.records.ask(QUESTION)
    first = replace(QUESTION, answer="May only", answered_at=NOW + HOUR)
    assert await work.records.answer_question(first)
    assert not await work.records.answer_question(replace(first, answer="June"))
    assert not await work.records.answer_question(replace(first, id="Q9"))
    assert await work.records.question("Q1") == first


async def test_questions_are_told_oldest_first(work: SqlUnitOfWork) -> None:
    """Those about one delegation, and no other."""
    await work.delegations.add(a_delegation("D2"))
    later = replace(QUESTION, id="Q0", asked_at=NOW + HOUR)
    for question in (later, QUESTION, replace(QUESTION, id="Q2", delegation_id="D2")):
        await work.records.ask(question)
    assert await work.records.questions("D1") == [QUESTION, later]


async def test_a_checkpoint_has_one_answer(work: SqlUnitOfWork) -> None:
    """The first stays; the other checkpoint has its own."""
    assert await work.records.answer_checkpoint(ANSWER)
    assert not await work.records.answer_checkpoint(replace(ANSWER, answers=("Another",)))
    other = replace(ANSWER, kind=CheckpointKind.FINAL_QA, on_course=True, answers=("",))
    assert await work.records.answer_checkpoint(other)
    assert await work.records.checkpoint_answer("D1", CheckpointKind.SPOT_CHECK) == ANSWER
    assert await work.records.checkpoint_answer("D1", CheckpointKind.FINAL_QA) == other
    assert await work.records.checkpoint_answer("D9", CheckpointKind.FINAL_QA) is None


async def test_a_bet_is_added_to_an_answer_once(work: SqlUnitOfWork) -> None:
    """To the one that has none yet; the first stays, and where nothing was answered there is nothing to add to."""
    await work.records.answer_checkpoint(ANSWER)
    assert await work.records.bet_at_checkpoint("D1", CheckpointKind.SPOT_CHECK, 60)
    assert not await work.records.bet_at_checkpoint("D1", CheckpointKind.SPOT_CHECK, 90)
    assert not await work.records.bet_at_checkpoint("D1", CheckpointKind.FINAL_QA, 90)
    assert await work.records.checkpoint_answer("D1", CheckpointKind.SPOT_CHECK) == replace(ANSWER, bet=60)


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same ids in another workspace are something else, and writing there changes nothing here."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.records.note(HistoryEntry("D1", Event.HANDED_OVER, "U_MANAGER", NOW))
        await ours.records.ask(QUESTION)
        await ours.records.answer_checkpoint(ANSWER)
        await ours.commit()
    answered = replace(QUESTION, answer="Theirs", answered_at=NOW)
    async with theirs:
        assert await theirs.records.history("D1") == []
        assert await theirs.records.question("Q1") is None
        assert await theirs.records.questions("D1") == []
        assert await theirs.records.checkpoint_answer("D1", CheckpointKind.SPOT_CHECK) is None
        assert not await theirs.records.answer_question(answered)
        assert not await theirs.records.bet_at_checkpoint("D1", CheckpointKind.SPOT_CHECK, 60)
        await theirs.delegations.add(a_delegation(tenant=theirs.tenant))
        assert await theirs.records.ask(answered)
        assert await theirs.records.answer_checkpoint(replace(ANSWER, answers=("Theirs",)))
        await theirs.records.note(HistoryEntry("D1", Event.DECLINED, "U_OWNER", NOW))
        await theirs.commit()
    async with ours:
        assert [line.event for line in await ours.records.history("D1")] == [Event.HANDED_OVER]
        assert await ours.records.questions("D1") == [QUESTION]
        assert await ours.records.checkpoint_answer("D1", CheckpointKind.SPOT_CHECK) == ANSWER
