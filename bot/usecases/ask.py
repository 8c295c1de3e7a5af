"""Ask and answer: the manager helps with questions, the owner answers in their own time."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import required
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation, Outcome
from bot.domain.errors import NotFound, Refused
from bot.domain.lifecycle import ENDED, Act, Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry, Question, QuestionAbout
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.phrased import count_edit, weigh
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.wishes import settle_by_asking


@dataclass(frozen=True, slots=True)
class Ask:
    """The manager asks. `question_id` is the form's own id, so that a form sent twice asks once.

    `as_it_is` sends words that order or edit, which are then counted as an edit.
    """

    delegation_id: str
    actor_id: str
    question_id: str
    text: str
    about: QuestionAbout = QuestionAbout.WORK
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The owner answers one question."""

    delegation_id: str
    actor_id: str
    question_id: str
    text: str


async def ask(command: Ask, work: UnitOfWork, clock: Clock) -> Question:
    """Send the owner a question; within half an hour of a miss it comes after that, first the correction.

    Raises `Invalid` where it is empty, `AskedBack` where it orders or edits and is not to be sent as it is,
    `Refused` to anybody but the manager.
    """
    text = required(command.text, "question", "Write the question first.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_manager_asks(delegation, command.actor_id)
        finding = await weigh(text, delegation, work, as_it_is=command.as_it_is)
        now = clock.now()
        about = QuestionAbout.BACK_BRIEF if delegation.state is State.ACCEPTED else command.about
        is_missed = delegation.outcome is Outcome.MISSED
        note = await work.corrections.latest(delegation.id) if is_missed else None
        comes_at = held_until(note, now)
        question = Question(command.question_id, delegation.id, about, text, now, comes_at=comes_at)
        if not await work.records.ask(question):
            return await work.records.question(question.id) or question
        await count_edit(finding, text, question.id, command.actor_id, delegation, work, now)
        await work.records.note(HistoryEntry(delegation.id, Event.ASKED, command.actor_id, now, text))
        await settle_by_asking(delegation, work, now)
        if delegation.state is State.ACCEPTED:
            delegation = await _restart_the_silence(delegation, work, clock)
        await work.nudges.plan(
            nudge(delegation, NudgeKind.QUESTION, comes_at or now, to=delegation.owner_id, about=question.id)
        )
        if comes_at:
            await work.nudges.plan(nudge(delegation, NudgeKind.QUESTION_HELD, comes_at, about=question.id))
        await show(work, delegation, now)
        await work.commit()
    return question


async def answer_question(command: AnswerQuestion, work: UnitOfWork, clock: Clock) -> Question:
    """Send the manager the owner's answer; the same answer sent twice is one.

    Raises `Invalid` where it is empty or too long, `NotFound` where there is no such question, `Refused` to anybody but
    the owner and where another answer stands.
    """
    text = required(command.text, "answer", "Write your answer first; a few words are enough.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        question = await work.records.question(command.question_id)
        if question is None or question.delegation_id != delegation.id:
            raise NotFound
        only_the_owner_answers(delegation, command.actor_id)
        now = clock.now()
        answered = replace(question, answer=text, answered_at=now)
        if not await work.records.answer_question(answered):
            if question.answer != text:
                raise Refused("This question is answered already, and that answer stands.")
            return question
        await work.records.note(HistoryEntry(delegation.id, Event.ANSWERED, command.actor_id, now, text))
        if delegation.state is State.ACCEPTED:
            delegation = await _restart_the_silence(delegation, work, clock)
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.QUESTION, now, to=delegation.owner_id, about=question.id)
        )
        to = question.asked_by or delegation.manager_id
        await work.nudges.plan(nudge(delegation, NudgeKind.QUESTION_ANSWER, now, to=to, about=question.id))
        await show(work, delegation, now)
        await work.commit()
    return answered


def held_until(note: CorrectionNote | None, now: datetime) -> datetime | None:
    """Return when a question asked now reaches the owner, after a miss that is to be corrected; None for at once."""
    return note.questions_from if note and now < note.questions_from else None


async def bring_held(asked: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Have the cards show a question that waited for a correction: it is here."""
    async with work:
        question = await work.records.question(asked.subject)
        if question and question.answered_at is None:
            delegation = await work.delegations.get(asked.delegation_id)
            await show(work, delegation, clock.now())
            await work.commit()


async def question_of(question_id: str, work: UnitOfWork) -> Question | None:
    """Return one question, or None where there is none of this id."""
    async with work:
        return await work.records.question(question_id)


def only_the_owner_answers(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The question is the owner's to answer. You read it as soon as they do.")


def only_the_manager_asks(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where there is nobody at work on it."""
    if delegation.role_of(actor_id) is not Role.MANAGER:
        raise Refused("Questions to the owner come from the manager here.")
    if delegation.state in ENDED - {State.CLOSED} or delegation.state is State.OFFERED:
        raise Refused("There is nobody at work on it to ask. Talk to them directly.")


async def _restart_the_silence(delegation: Delegation, work: UnitOfWork, clock: Clock) -> Delegation:
    """A manager who asks is not silent, and one who was just answered has a working day again."""
    now = clock.now()
    _, manager_hours = await hours_of_both(work, delegation)
    until = manager_hours.later_by_days(now, 1)
    asked = delegation.after(Act.ASK_BACK, Role.MANAGER, now, move_until=until)
    await work.delegations.save(asked)
    await work.nudges.move(nudge(asked, NudgeKind.SILENCE, until).key, until)
    return asked
