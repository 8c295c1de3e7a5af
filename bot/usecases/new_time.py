"""A new time, or the minimum, while the work is under way: the owner proposes, the manager agrees.

Before the deadline that is renegotiated, and not late; past it the owner is asked once, and the history says late.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import TEXT_CHARACTERS, required, why_not_deadline, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.document import instant
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.proposal import Answer, Proposal, ProposalKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.agree_to import close, to_the_manager
from bot.usecases.deadline import put_the_word_away
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, show
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
        made = await _new(ProposalKind.NEW_TIME, command.proposal_id, delegation, work, clock.now())
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
        made = await put_the_minimum(command.proposal_id, command.why.strip(), delegation, work, clock.now())
        await work.commit()
    return made


async def put_the_minimum(
    proposal_id: str, why: str, delegation: Delegation, work: UnitOfWork, now: datetime
) -> Proposal:
    """Put the minimum of work in progress to the manager. Part of the transaction of whoever asks for it."""
    made = await _new(ProposalKind.MINIMUM, proposal_id, delegation, work, now)
    made = replace(made, outcome=delegation.brief.minimum_shippable, why=why)
    await _put(made, Event.MINIMUM_PROPOSED, delegation, work)
    return made


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
    kind: ProposalKind, proposal_id: str, delegation: Delegation, work: UnitOfWork, now: datetime
) -> Proposal:
    _, manager_hours = await hours_of_both(work, delegation)
    until = manager_hours.later_by_days(now, 1)
    return Proposal(proposal_id, delegation.id, kind, now, until, delegation.brief.deadline)


async def _put(made: Proposal, event: Event, delegation: Delegation, work: UnitOfWork) -> None:
    """Put it to the manager, in the place of an earlier one that still waits."""
    for earlier in await work.proposals.of([delegation.id]):
        if earlier.is_open:
            await close(earlier, Answer.REPLACED, delegation, work, made.at)
    await work.proposals.add(made)
    await work.records.note(HistoryEntry(delegation.id, event, delegation.owner_id, made.at, made.why))
    await work.nudges.plan(
        to_the_manager(made, delegation, made.at),
        nudge(delegation, NudgeKind.PROPOSAL_SILENCE, made.until, about=made.id),
    )
    await put_the_word_away(delegation, work, made.at)
    await show(work, delegation, made.at)
