"""What becomes of a proposal under way: agreed to, left as it was by silence, or off the table."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.proposal import Answer, Proposal, ProposalKind
from bot.domain.record import CheckpointAnswer, Event, HistoryEntry
from bot.usecases.agreed_version import next_version
from bot.usecases.deadline import note_that_it_is_late, put_the_word_away
from bot.usecases.half_time import asks_for_a_bet
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class AgreeTo:
    """The manager agrees to what the owner proposes."""

    delegation_id: str
    actor_id: str
    proposal_id: str


async def agree_to(command: AgreeTo, work: UnitOfWork, clock: Clock) -> Delegation:
    """Make the proposal the next version of the brief, its checkpoints planned anew for what is ahead.

    Raises `Refused` to anybody but the manager, and where it is not on the table any more.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        made = await work.proposals.get(command.proposal_id)
        if made is None or made.delegation_id != delegation.id:
            raise NotFound
        if delegation.role_of(command.actor_id) is not Role.MANAGER:
            raise Refused("The manager answers this. It stays as agreed until they do.")
        if made.answer is Answer.AGREED:
            return delegation
        now = clock.now()
        _still_stands(made, delegation, now)
        brief = made.applied_to(delegation.brief)
        agreed = await next_version(delegation, brief, delegation.owner_id, work, now)
        event = Event.FELL_BACK
        if made.kind is ProposalKind.NEW_TIME:
            event = Event.RENEGOTIATED_LATE if made.is_late else Event.RENEGOTIATED
        number = f"version {agreed.brief_number}"
        await work.records.note(HistoryEntry(agreed.id, event, command.actor_id, now, number))
        await close(made, Answer.AGREED, agreed, work, now)
        await work.nudges.plan(
            nudge(agreed, NudgeKind.PROPOSAL_ANSWER, now, to=agreed.owner_id, about=made.id)
        )
        if delegation.change:
            about = f"{delegation.change.subject}:overtaken"
            await work.nudges.plan(
                nudge(agreed, NudgeKind.CHANGE_ANSWERED, now, to=agreed.manager_id, about=about)
            )
        await _redraw_the_ways_on(agreed, work, now)
        await put_the_word_away(agreed, work, now)
        await show(work, agreed, now)
        await work.commit()
    return agreed


async def stay_as_it_was(silence: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Let a proposal go that the manager has not answered in a working day of theirs, and say so to the owner.

    A manager who has asked, or was answered, since is not silent; then the end of the new working day is returned.
    """
    async with work:
        delegation = await work.delegations.get(silence.delegation_id, lock=True)
        made = await work.proposals.get(silence.subject)
        if made is None or not made.is_open or delegation.state is not State.IN_PROGRESS:
            return None
        now = clock.now()
        until = max([made.until, *await _talked_until(made, delegation, work)])
        if now < until:
            if until != made.until:
                await work.proposals.save(replace(made, until=until))
                await show(work, delegation, now)
                await work.commit()
            return until
        await work.records.note(HistoryEntry(delegation.id, Event.STAYED, "", now, made.kind))
        await close(made, Answer.STAYED, delegation, work, now)
        if now >= delegation.brief.deadline:
            await note_that_it_is_late(delegation, work, now)
        await work.nudges.plan(
            nudge(delegation, NudgeKind.PROPOSAL_ANSWER, now, to=delegation.owner_id, about=made.id)
        )
        await show(work, delegation, now)
        await work.commit()
    return None


async def close_proposals(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Take what waits for the manager off the table where the work ships or ends. Part of that transaction.

    What was owed of the work is called off before this, not after: a word at the deadline loses its buttons here.
    """
    for made in await work.proposals.of([delegation.id]):
        if made.is_open:
            await close(made, Answer.OVER, delegation, work, now)
    await put_the_word_away(delegation, work, now)
    await _redraw_the_ways_on(delegation, work, now)


async def replace_proposals(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Take what waits for the manager off the table where another brief was agreed to. Part of that transaction."""
    for made in await work.proposals.of([delegation.id]):
        if made.is_open:
            await close(made, Answer.REPLACED, delegation, work, now)
    await _redraw_the_ways_on(delegation, work, now)


async def close(
    made: Proposal, answer: Answer, delegation: Delegation, work: UnitOfWork, now: datetime
) -> None:
    """Take one proposal off the table, and the buttons off its message."""
    await work.proposals.save(replace(made, answer=answer, answered_at=now))
    await work.nudges.refresh(to_the_manager(made, delegation, now))


def to_the_manager(made: Proposal, delegation: Delegation, now: datetime) -> Nudge:
    """Return the intent to show a proposal to the manager, or what became of it."""
    return nudge(delegation, NudgeKind.PROPOSAL, now, to=delegation.manager_id, about=made.id)


def _still_stands(made: Proposal, delegation: Delegation, now: datetime) -> None:
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("The work is not in progress any more, so there is nothing left to agree to.")
    if not made.is_open:
        raise Refused("This proposal is not on the table any more. The card shows how it stands now.")
    if made.deadline and made.deadline <= now:
        raise Refused("That time has passed meanwhile. The owner can propose another one, or ship it.")


async def _talked_until(made: Proposal, delegation: Delegation, work: UnitOfWork) -> list[datetime]:
    """Return a working day of the manager's after each question or answer since the proposal was made."""
    _, hours = await hours_of_both(work, delegation)
    said = [
        at
        for question in await work.records.questions(delegation.id)
        for at in (question.asked_at, question.answered_at)
        if at and at > made.at
    ]
    return [hours.later_by_days(at, 1) for at in said]


async def _redraw_the_ways_on(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have what offers ways on offer only those still open: the answers at checkpoints, and the thanks for flags."""
    for kind in CheckpointKind:
        answer = await work.records.checkpoint_answer(delegation.id, kind)
        if answer and (answer.is_low_bet or await _still_offers_a_bet(delegation, answer, work)):
            await work.nudges.refresh(
                nudge(delegation, NudgeKind.CHECKPOINT, now, to=delegation.owner_id, about=kind)
            )
    for flag in await work.flags.of(delegation.id):
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.FLAG_THANKS, now, to=delegation.owner_id, about=flag.id)
        )


async def _still_offers_a_bet(delegation: Delegation, answer: CheckpointAnswer, work: UnitOfWork) -> bool:
    return answer.may_still_bet and await asks_for_a_bet(delegation, answer.kind, work)
