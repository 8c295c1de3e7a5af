"""A new time, or the minimum, while the work is under way: the owner proposes, the manager agrees.

Before the deadline that is renegotiated, and not late; past it the owner is asked once, and the history says late.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import TEXT_CHARACTERS, why_not_deadline, why_not_text
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation
from bot.domain.document import instant
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge, NudgeKind
from bot.domain.proposal import SAFE_BET, Answer, Proposal, ProposalKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.accept import required
from bot.usecases.negotiate import planned_as_agreed, version_of
from bot.usecases.owed_nudges import hours_of_both, nudge, show
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class ProposeNewTime:
    """The owner proposes another deadline (epoch seconds, None where none was picked) and says why.

    `note` is for those who wait, once the deadline has passed. `proposal_id` is the form's own id.
    """

    delegation_id: str
    actor_id: str
    proposal_id: str
    deadline: int | None
    why: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FallBack:
    """The owner proposes to ship the agreed minimum instead; why may be empty."""

    delegation_id: str
    actor_id: str
    proposal_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class AgreeTo:
    """The manager agrees to what the owner proposes."""

    delegation_id: str
    actor_id: str
    proposal_id: str


async def propose_new_time(command: ProposeNewTime, work: UnitOfWork, clock: Clock) -> Proposal:
    """Put another deadline to the manager; an earlier proposal that still waits is replaced.

    Raises `Invalid` for a time that cannot be and where nothing says why, `Refused` to anybody but the owner at work.
    """
    deadline = instant(command.deadline) if command.deadline else None
    problems = {
        "deadline": why_not_deadline(deadline, clock.now()),
        "note": why_not_text(command.note, TEXT_CHARACTERS),
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)
    why = required(command.why, "why", "Say in a few words what has changed.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        known = await _made_already(command.proposal_id, delegation, command.actor_id, work)
        if known:
            return known
        if deadline == delegation.brief.deadline:
            raise Invalid({"deadline": "This is the time that is agreed already. Pick another one."})
        made = await _new(ProposalKind.NEW_TIME, command.proposal_id, delegation, work, clock)
        made = replace(made, deadline=deadline, why=why, note=command.note.strip())
        await _put(made, Event.NEW_TIME_PROPOSED, delegation, work)
        await work.commit()
    return made


async def fall_back(command: FallBack, work: UnitOfWork, clock: Clock) -> Proposal:
    """Put the agreed minimum to the manager, to stand for the outcome. Raises `Refused` where none was agreed."""
    problem = why_not_text(command.why, TEXT_CHARACTERS)
    if problem:
        raise Invalid({"why": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        known = await _made_already(command.proposal_id, delegation, command.actor_id, work)
        if known:
            return known
        only_with_a_minimum(delegation)
        made = await _new(ProposalKind.MINIMUM, command.proposal_id, delegation, work, clock)
        made = replace(made, outcome=delegation.brief.minimum_shippable, why=command.why.strip())
        await _put(made, Event.MINIMUM_PROPOSED, delegation, work)
        await work.commit()
    return made


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
        agreed = await _as_agreed(made, delegation, work, now)
        await work.delegations.save(agreed)
        await work.delegations.add_version(version_of(agreed, delegation.owner_id))
        event = Event.FELL_BACK
        if made.kind is ProposalKind.NEW_TIME:
            event = Event.RENEGOTIATED_LATE if made.is_late else Event.RENEGOTIATED
        number = f"version {agreed.brief_number}"
        await work.records.note(HistoryEntry(agreed.id, event, command.actor_id, now, number))
        await _close(made, Answer.AGREED, agreed, work, now)
        await work.nudges.plan(
            nudge(agreed, NudgeKind.PROPOSAL_ANSWER, now, to=agreed.owner_id, about=made.id)
        )
        if made.kind is ProposalKind.NEW_TIME:
            await owe_the_work(agreed, work)
        await _redraw_the_low_bet(agreed, work, now)
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
        await _close(made, Answer.STAYED, delegation, work, now)
        if now >= delegation.brief.deadline:
            await _note_that_it_is_late(delegation, work, now)
        await work.nudges.plan(
            nudge(delegation, NudgeKind.PROPOSAL_ANSWER, now, to=delegation.owner_id, about=made.id)
        )
        await show(work, delegation, now)
        await work.commit()
    return None


async def come_late(deadline: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Write down that the deadline has passed, once for each deadline; a new time on the table speaks for itself."""
    async with work:
        delegation = await work.delegations.get(deadline.delegation_id, lock=True)
        now = clock.now()
        proposals = await work.proposals.of([delegation.id])
        if not has_come_late(delegation, deadline.subject, now) or is_in_time(proposals):
            return
        await _note_that_it_is_late(delegation, work, now)
        await show(work, delegation, now)
        await work.commit()


async def owe_the_work(delegation: Delegation, work: UnitOfWork) -> None:
    """Owe the checkpoints of the brief as it now stands, and a word at its deadline; what was owed before is not."""
    await work.nudges.cancel(delegation.id, NudgeKind.CHECKPOINT, NudgeKind.DEADLINE)
    await work.nudges.refresh(
        *(
            nudge(delegation, NudgeKind.CHECKPOINT, each.at, to=delegation.owner_id, about=each.kind)
            for each in delegation.brief.checkpoints
        )
    )
    await owe_a_word_at_the_deadline(delegation, work)


async def owe_a_word_at_the_deadline(delegation: Delegation, work: UnitOfWork) -> None:
    """Owe the owner one question at the deadline, should the work not have shipped by then."""
    at = delegation.brief.deadline
    about = deadline_subject(delegation)
    await work.nudges.plan(nudge(delegation, NudgeKind.DEADLINE, at, to=delegation.owner_id, about=about))


async def close_proposals(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """Take what waits for the manager off the table where the work ships or ends. Part of that transaction.

    What was owed of the work is called off before this, not after: a word at the deadline loses its buttons here.
    """
    for made in await work.proposals.of([delegation.id]):
        if made.is_open:
            await _close(made, Answer.OVER, delegation, work, now)
    await _put_the_word_away(delegation, work, now)
    await _redraw_the_low_bet(delegation, work, now)


def deadline_subject(delegation: Delegation) -> str:
    """Return what tells one deadline of a delegation from the others."""
    return str(int(delegation.brief.deadline.timestamp()))


def has_come_late(delegation: Delegation, subject: str, now: datetime) -> bool:
    """Say whether the deadline that `subject` names still stands, and has passed with the work under way."""
    is_past = delegation.state is State.IN_PROGRESS and now >= delegation.brief.deadline
    return is_past and deadline_subject(delegation) == subject


def is_in_time(proposals: Iterable[Proposal]) -> bool:
    """Say whether a new time that was proposed before the deadline waits for the manager's word."""
    return any(each.is_open and each.kind is ProposalKind.NEW_TIME and not each.is_late for each in proposals)


def only_the_owner_proposes(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, and where the work is not under way."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("A new time is the owner's to propose. You can ask a question from your card.")
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("This is for work in progress, and this is not. Before accepting, Negotiate does it.")


def only_with_a_minimum(delegation: Delegation) -> None:
    """Raise `Refused` where the brief names no minimum to fall back to."""
    if not delegation.brief.minimum_shippable:
        raise Refused("The brief names no minimum to fall back to. A new time can be proposed instead.")


async def _made_already(
    proposal_id: str, delegation: Delegation, actor_id: str, work: UnitOfWork
) -> Proposal | None:
    """Return the proposal where this form was sent before. Raises `Refused` where the actor may not make one."""
    known = await work.proposals.get(proposal_id)
    if known and known.delegation_id == delegation.id and actor_id == delegation.owner_id:
        return known
    only_the_owner_proposes(delegation, actor_id)
    return None


async def _new(
    kind: ProposalKind, proposal_id: str, delegation: Delegation, work: UnitOfWork, clock: Clock
) -> Proposal:
    now = clock.now()
    _, manager_hours = await hours_of_both(work, delegation)
    until = manager_hours.later_by_days(now, 1)
    return Proposal(proposal_id, delegation.id, kind, now, until, delegation.brief.deadline)


async def _put(made: Proposal, event: Event, delegation: Delegation, work: UnitOfWork) -> None:
    """Put it to the manager, in the place of an earlier one that still waits."""
    for earlier in await work.proposals.of([delegation.id]):
        if earlier.is_open:
            await _close(earlier, Answer.REPLACED, delegation, work, made.at)
    await work.proposals.add(made)
    await work.records.note(HistoryEntry(delegation.id, event, delegation.owner_id, made.at, made.why))
    await work.nudges.plan(
        _to_the_manager(made, delegation, made.at),
        nudge(delegation, NudgeKind.PROPOSAL_SILENCE, made.until, about=made.id),
    )
    await _put_the_word_away(delegation, work, made.at)
    await show(work, delegation, made.at)


async def _note_that_it_is_late(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Write it down, once for each deadline."""
    said = deadline_subject(delegation)
    history = await work.records.history(delegation.id)
    if not any(line.event is Event.LATE and line.detail == said for line in history):
        await work.records.note(HistoryEntry(delegation.id, Event.LATE, "", now, said))


async def _put_the_word_away(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have the question that came at the deadline lose its buttons: it is answered."""
    if now >= delegation.brief.deadline:
        about = deadline_subject(delegation)
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.DEADLINE, now, to=delegation.owner_id, about=about)
        )


async def _redraw_the_low_bet(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have the thanks for a low bet offer only the ways that are still open."""
    for kind in CheckpointKind:
        answer = await work.records.checkpoint_answer(delegation.id, kind)
        if answer and answer.bet is not None and answer.bet < SAFE_BET:
            await work.nudges.refresh(
                nudge(delegation, NudgeKind.CHECKPOINT, now, to=delegation.owner_id, about=kind)
            )


async def _close(
    made: Proposal, answer: Answer, delegation: Delegation, work: UnitOfWork, now: datetime
) -> None:
    await work.proposals.save(replace(made, answer=answer, answered_at=now))
    await work.nudges.refresh(_to_the_manager(made, delegation, now))


def _to_the_manager(made: Proposal, delegation: Delegation, now: datetime) -> Nudge:
    return nudge(delegation, NudgeKind.PROPOSAL, now, to=delegation.manager_id, about=made.id)


def _still_stands(made: Proposal, delegation: Delegation, now: datetime) -> None:
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("The work is not in progress any more, so there is nothing left to agree to.")
    if not made.is_open:
        raise Refused("This proposal is not on the table any more. The card shows how it stands now.")
    if made.deadline and made.deadline <= now:
        raise Refused("That time has passed meanwhile. The owner can propose another one, or ship it.")


async def _as_agreed(made: Proposal, delegation: Delegation, work: UnitOfWork, now: datetime) -> Delegation:
    """Return the delegation with the next version of its brief. What was answered is not asked again."""
    brief = made.applied_to(delegation.brief)
    if made.kind is ProposalKind.NEW_TIME:
        owner_hours, _ = await hours_of_both(work, delegation)
        planned = planned_as_agreed(delegation, brief.deadline, owner_hours, now)
        waiting = [
            each for each in planned if not await work.records.checkpoint_answer(delegation.id, each.kind)
        ]
        brief = replace(brief, checkpoints=tuple(waiting))
    until = brief.deadline if delegation.move is Role.OWNER else delegation.move_until
    return replace(
        delegation, brief=brief, brief_number=delegation.brief_number + 1, move_until=until, changed_at=now
    )


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
