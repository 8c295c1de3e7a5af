"""End a delegation before it ships: withdraw, take back, or let an unaccepted offer lapse."""

from dataclasses import dataclass

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Act, Role, State, is_done
from bot.domain.nudge import Nudge
from bot.domain.record import Event, HistoryEntry
from bot.usecases.accept import required
from bot.usecases.owed_nudges import tell_it_ended
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.reveal import end_premortems


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The manager withdraws the task: it is not needed any more. The reason may be empty."""

    delegation_id: str
    actor_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The manager takes the work over. The reason is the manager's own record: nobody else reads it."""

    delegation_id: str
    actor_id: str
    reason: str


async def withdraw(command: Withdraw, work: UnitOfWork, clock: Clock) -> Delegation:
    """Withdraw the task before it ships, and tell the owner."""
    return await _end(
        Act.WITHDRAW, Event.WITHDRAWN, command.delegation_id, command.actor_id, command.reason, work, clock
    )


async def take_back(command: TakeBack, work: UnitOfWork, clock: Clock) -> Delegation:
    """Take work in progress back, and tell the owner that it was. Raises `Invalid` where there is no reason."""
    reason = required(command.reason, "reason", "Say what makes you step in; it is kept for you alone.")
    return await _end(
        Act.TAKE_BACK, Event.TAKEN_BACK, command.delegation_id, command.actor_id, reason, work, clock
    )


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


async def _end(
    act: Act, event: Event, delegation_id: str, actor_id: str, reason: str, work: UnitOfWork, clock: Clock
) -> Delegation:
    async with work:
        delegation = await work.delegations.get(delegation_id, lock=True)
        role = delegation.role_of(actor_id)
        if is_done(delegation.state, act, role):
            return delegation
        now = clock.now()
        ended = delegation.after(act, role, now, reason=reason, ended_at=now)
        await work.delegations.save(ended)
        await work.records.note(HistoryEntry(delegation.id, event, actor_id, now, reason))
        await tell_it_ended(work, delegation, ended, now, ended.owner_id)
        await end_premortems(work, ended, now)
        await work.commit()
    return ended
