"""End a delegation before it ships: withdraw it, hand it back where its manager has left, or let an offer lapse."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.brief import why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Act, Role, State, is_done, rule_for
from bot.domain.nudge import Nudge
from bot.domain.record import Event, HistoryEntry
from bot.usecases.agree_to import close_proposals
from bot.usecases.owed_nudges import tell_it_ended
from bot.usecases.page import end_the_clocks
from bot.usecases.ports import Clock, Directory, UnitOfWork
from bot.usecases.premortem.reveal import end_premortems


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The manager withdraws the task: it is not needed any more. The reason may be empty."""

    delegation_id: str
    actor_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandBack:
    """The owner ends a task whose manager has left. The reason may be empty."""

    delegation_id: str
    actor_id: str
    reason: str = ""


async def withdraw(command: Withdraw, work: UnitOfWork, clock: Clock) -> Delegation:
    """Withdraw the task before it ships, and tell the owner.

    Raises `Invalid` where the reason is too long, and `Refused` to anybody but the manager and once it has shipped.
    """
    _check(command.reason)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        if is_done(delegation.state, Act.WITHDRAW, role):
            return delegation
        now = clock.now()
        ended = delegation.after(Act.WITHDRAW, role, now, reason=command.reason, ended_at=now)
        await work.delegations.save(ended)
        await work.records.note(
            HistoryEntry(delegation.id, Event.WITHDRAWN, command.actor_id, now, command.reason)
        )
        await _end(work, delegation, ended, now, ended.owner_id)
        await work.commit()
    return ended


async def hand_back(command: HandBack, work: UnitOfWork, directory: Directory, clock: Clock) -> Delegation:
    """End the task at its owner's word, since its manager has left; nobody is there to be told.

    Raises `Invalid` where the reason is too long, `Refused` while the manager is there, and to anybody but the owner.
    """
    _check(command.reason)
    async with work:
        looked_at = await work.delegations.get(command.delegation_id)
    role = looked_at.role_of(command.actor_id)
    if is_done(looked_at.state, Act.HAND_BACK, role):
        return looked_at
    rule_for(looked_at.state, Act.HAND_BACK, role)
    await only_where_the_manager_left(looked_at, directory)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if is_done(delegation.state, Act.HAND_BACK, role):
            return delegation
        now = clock.now()
        ended = delegation.after(Act.HAND_BACK, role, now, reason=command.reason, ended_at=now)
        await work.delegations.save(ended)
        await work.records.note(
            HistoryEntry(delegation.id, Event.HANDED_BACK, command.actor_id, now, command.reason)
        )
        await _end(work, delegation, ended, now)
        await work.commit()
    return ended


async def only_where_the_manager_left(delegation: Delegation, directory: Directory) -> None:
    """Raise `Refused` while the manager's account is open: what is not needed any more is then theirs to withdraw."""
    manager = await directory.person(delegation.tenant, delegation.manager_id)
    if manager and not manager.is_deleted:
        raise Refused("Its manager is still here: ask them to withdraw it, or say what stands in the way.")


def _check(reason: str) -> None:
    problem = why_not_text(reason)
    if problem:
        raise Invalid({"reason": problem})


async def _end(work: UnitOfWork, before: Delegation, ended: Delegation, now: datetime, *to: str) -> None:
    """Tell `to` how it ended, and have all that waits end with it."""
    await tell_it_ended(work, before, ended, now, *to)
    await end_the_clocks(work, ended, now)
    await close_proposals(work, ended, now)
    await end_premortems(work, ended, now)


async def lapse(offer: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Withdraw an offer that nobody accepted by its deadline, and say so to both."""
    async with work:
        delegation = await work.delegations.get(offer.delegation_id, lock=True)
        now = clock.now()
        if delegation.state is not State.OFFERED or now < delegation.brief.deadline:
            return
        lapsed = delegation.after(Act.LAPSE, Role.CLOCK, now, ended_at=now)
        await work.delegations.save(lapsed)
        await work.records.note(HistoryEntry(delegation.id, Event.LAPSED, "", now))
        await tell_it_ended(work, delegation, lapsed, now, lapsed.owner_id, lapsed.manager_id)
        await work.commit()
