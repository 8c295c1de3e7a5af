"""End a delegation before it ships: withdraw it, or let an unaccepted offer lapse."""

from dataclasses import dataclass

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Act, Role, State, is_done
from bot.domain.nudge import Nudge
from bot.domain.record import Event, HistoryEntry
from bot.usecases.agree_to import close_proposals
from bot.usecases.owed_nudges import tell_it_ended
from bot.usecases.page import end_the_clocks
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.reveal import end_premortems


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The manager withdraws the task: it is not needed any more. The reason may be empty."""

    delegation_id: str
    actor_id: str
    reason: str = ""


async def withdraw(command: Withdraw, work: UnitOfWork, clock: Clock) -> Delegation:
    """Withdraw the task before it ships, and tell the owner."""
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
        await tell_it_ended(work, delegation, ended, now, ended.owner_id)
        await end_the_clocks(work, ended, now)
        await close_proposals(work, ended, now)
        await end_premortems(work, ended, now)
        await work.commit()
    return ended


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
