"""Checkpoints as they come: the owner answers, says that nothing is new, or moves this one nudge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.phrasing import audience_of
from bot.coaching.question_bank import checkpoint_questions, script
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import CheckpointAnswer, Event, HistoryEntry
from bot.domain.worktime import WorkingHours
from bot.usecases.half_time import asks_for_a_bet
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import cards, nudge, show
from bot.usecases.ports import Clock, UnitOfWork

MOST_SNOOZES: Final = 3
"""How often one checkpoint is put off: after that it is no matter of time, and what changed is asked. Our choice."""

CYCLES: Final = 3
"""How many of an owner's latest delegations keep their questions out of the next draw."""


class Later(StrEnum):
    """How far the owner moves a checkpoint's nudge."""

    AN_HOUR = "in_1_hour"
    THREE_HOURS = "in_3_hours"
    TOMORROW = "tomorrow_morning"


@dataclass(frozen=True, slots=True)
class AnswerCheckpoint:
    """The owner's answers, in the order of the questions; none at all means on course, nothing new.

    `bet` is how sure they are of the date, in percent; None where they did not say.
    """

    delegation_id: str
    actor_id: str
    kind: CheckpointKind
    answers: tuple[str, ...] = ()
    bet: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a checkpoint asks: its questions, and whether it asks for a bet on the date as well."""

    questions: tuple[str, ...]
    bets: bool


@dataclass(frozen=True, slots=True)
class Snooze:
    """The owner moves one checkpoint's nudge."""

    delegation_id: str
    actor_id: str
    kind: CheckpointKind
    later: Later


async def questions_at(delegation: Delegation, kind: CheckpointKind, work: UnitOfWork) -> tuple[str, ...]:
    """Return the two questions of this checkpoint, or the one at half time, within an open transaction.

    They are fixed when it comes due, so that they are the same each time they are shown. Before that they are drawn
    so that nothing is asked again that the same owner was asked within three cycles.
    """
    if kind is CheckpointKind.HALF_TIME:
        return (script("bet"),)
    fixed = await work.records.asked_at_checkpoint(delegation.id, kind)
    if fixed:
        return fixed
    asked = await work.records.asked_lately(delegation.owner_id, delegation.id, CYCLES)
    brief = delegation.brief
    return checkpoint_questions(
        kind, seed=delegation.id, audience=audience_of(brief.outcome), asked=asked, task=brief.kind
    )


async def asked_at(delegation: Delegation, kind: CheckpointKind, work: UnitOfWork) -> Asked:
    """Return what one checkpoint asks, in a transaction of its own: at half time nothing beside the bet."""
    if kind is CheckpointKind.HALF_TIME:
        return Asked((), bets=True)
    async with work:
        questions = await questions_at(delegation, kind, work)
        return Asked(questions, await asks_for_a_bet(delegation, kind, work))


async def come_due(checkpoint: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Fix what it asks, and have the cards name the next moment: this one is here.

    Return a later time where the owner is not at work: checkpoints are planned within their hours, but since then the
    owner may have moved, or their team taken a day off.
    """
    async with work:
        delegation = await work.delegations.get(checkpoint.delegation_id)
        if delegation.state is not State.IN_PROGRESS:
            return None
        hours, _ = await hours_of_both(work, delegation)
        opens = hours.next_open(checkpoint.due_at)
        if clock.now() < opens < delegation.brief.deadline:
            return opens
        await _fix_questions(delegation, CheckpointKind(checkpoint.subject), work, clock)
        await work.nudges.refresh(*cards(delegation, clock.now()))
        await work.commit()
    return None


async def answer_checkpoint(command: AnswerCheckpoint, work: UnitOfWork, clock: Clock) -> CheckpointAnswer:
    """Keep the owner's answer and send it to the manager; the first answer stands.

    Raises `Invalid` for a bet that is no percentage, and for none where nothing else is asked; `Refused` to anybody but
    the owner, without work in progress, and where another answer stands.
    """
    problem = why_not_bet(command.bet)
    if command.kind is CheckpointKind.HALF_TIME and command.bet is None:
        problem = "A whole number from 0 to 100. To say nothing, close this: nothing is missing then."
    if problem:
        raise Invalid({"bet": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_at_work(delegation, command.actor_id)
        now = clock.now()
        answer = CheckpointAnswer(
            delegation.id,
            command.kind,
            await _fix_questions(delegation, command.kind, work, clock),
            command.answers,
            now,
            on_course=not any(command.answers) and command.bet is None,
            bet=command.bet,
        )
        if not await work.records.answer_checkpoint(answer):
            stands = await work.records.checkpoint_answer(delegation.id, command.kind) or answer
            if (stands.answers, stands.bet) != (answer.answers, answer.bet):
                raise Refused("This checkpoint is answered already, and that answer stands.")
            return stands
        await work.records.note(
            HistoryEntry(delegation.id, Event.CHECKPOINT_ANSWERED, command.actor_id, now, command.kind)
        )
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.CHECKPOINT, now, to=delegation.owner_id, about=command.kind)
        )
        await work.nudges.plan(
            nudge(delegation, NudgeKind.CHECKPOINT_ANSWER, now, to=delegation.manager_id, about=command.kind)
        )
        await show(work, delegation, now)
        await work.commit()
    return answer


async def snooze(command: Snooze, work: UnitOfWork, clock: Clock) -> datetime:
    """Owe this one nudge again later, within the owner's hours and before the deadline; return when.

    The schedule of the other checkpoints stays as agreed. Raises `Refused` to anybody but the owner, without work in
    progress, once it is answered, and where it has moved often enough or would come after the deadline.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_at_work(delegation, command.actor_id)
        if await work.records.checkpoint_answer(delegation.id, command.kind):
            raise Refused("You have answered this one already. Nothing more is asked.")
        if not await may_wait(delegation, command.kind, work):
            raise Refused(
                "This one has moved three times. What changed? Press Answer; a line is enough, "
                "or say that you are on course."
            )
        now = clock.now()
        hours, _ = await hours_of_both(work, delegation)
        due_at = _moved(now, command.later, hours)
        if due_at >= delegation.brief.deadline:
            raise Refused("That is after the deadline. Answer in a word or two, or ship it.")
        again = nudge(delegation, NudgeKind.CHECKPOINT, due_at, to=delegation.owner_id, about=command.kind)
        if not await work.nudges.move(again.key, due_at):
            await work.nudges.refresh(again)
        await work.records.note(
            HistoryEntry(delegation.id, Event.SNOOZED, command.actor_id, now, command.kind)
        )
        await show(work, delegation, now)
        await work.commit()
    return due_at


async def may_wait(delegation: Delegation, kind: CheckpointKind, work: UnitOfWork) -> bool:
    """Say whether this checkpoint can be put off once more, within an open transaction."""
    history = await work.records.history(delegation.id)
    moved = [each for each in history if each.event is Event.SNOOZED and each.detail == kind]
    return len(moved) < MOST_SNOOZES


def only_the_owner_at_work(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where the work is not under way."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("Checkpoints are the owner's to answer. You can ask a question from your card.")
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("This checkpoint is over: the work is not in progress any more.")


def why_not_bet(percent: int | None) -> str | None:
    """Return why this is no bet on the date, or None; no bet at all is fine."""
    if percent is None or 0 <= percent <= 100:
        return None
    return "A bet on the date is a whole number from 0 to 100, or nothing."


async def _fix_questions(
    delegation: Delegation, kind: CheckpointKind, work: UnitOfWork, clock: Clock
) -> tuple[str, ...]:
    questions = await questions_at(delegation, kind, work)
    await work.records.ask_at_checkpoint(delegation.id, kind, questions, clock.now())
    return questions


def _moved(now: datetime, later: Later, hours: WorkingHours) -> datetime:
    if later is Later.TOMORROW:
        return hours.next_morning(now)
    return hours.next_open(now + timedelta(hours=1 if later is Later.AN_HOUR else 3))
