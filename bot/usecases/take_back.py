"""Take back: the manager steps in. Before shipping the work ends; after it, the manager takes over what follows."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.brief import required
from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.lifecycle import Act, Role, State, is_done
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.domain.rescue import Rescue, RescueKind
from bot.usecases.agree_to import close_proposals
from bot.usecases.miss import drop_the_note
from bot.usecases.owed_nudges import nudge, show, tell_it_ended
from bot.usecases.page import end_the_clocks
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.reveal import end_premortems


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The manager takes the work over. The reason is the manager's own record: nobody else reads it."""

    delegation_id: str
    actor_id: str
    reason: str


async def take_back(command: TakeBack, work: UnitOfWork, clock: Clock) -> Delegation:
    """Take the work back, or after shipping what follows from it; tell the owner that, and never why.

    Raises `Invalid` where there is no reason, `Refused` where there is nothing to take.
    """
    reason = required(command.reason, "reason", "Say what makes you step in; it is kept for you alone.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        is_taken_over = delegation.taken_over_at is not None and role is Role.MANAGER
        if is_taken_over or is_done(delegation.state, Act.TAKE_BACK, role):
            return delegation
        now = clock.now()
        taken = delegation.after(Act.TAKE_BACK, role, now, **_changes(delegation, now))
        await work.delegations.save(taken)
        await _keep_the_reason(taken, reason, work, now)
        if taken.state is State.TAKEN_BACK:
            await work.records.note(HistoryEntry(taken.id, Event.TAKEN_BACK, command.actor_id, now))
            await tell_it_ended(work, delegation, taken, now, taken.owner_id)
            await end_the_clocks(work, taken, now)
            await close_proposals(work, taken, now)
            await end_premortems(work, taken, now)
        else:
            await work.records.note(HistoryEntry(taken.id, Event.TAKEN_OVER, command.actor_id, now))
            await drop_the_note(taken, work, now)
            await work.nudges.plan(nudge(taken, NudgeKind.TAKEN_OVER, now, to=taken.owner_id))
            await show(work, taken, now)
        await work.commit()
    return taken


def only_once(delegation: Delegation) -> None:
    """Raise `Refused` where the manager has taken over already."""
    if delegation.taken_over_at:
        raise Refused("You have taken over what follows already. The owner knows; talk to them directly.")


def _changes(delegation: Delegation, now: datetime) -> dict[str, datetime]:
    return {"ended_at": now} if delegation.state is State.IN_PROGRESS else {"taken_over_at": now}


async def _keep_the_reason(delegation: Delegation, reason: str, work: UnitOfWork, now: datetime) -> None:
    about = f"{RescueKind.TAKE_BACK}:{delegation.id}"
    kind, manager_id = RescueKind.TAKE_BACK, delegation.manager_id
    await work.rescues.add(Rescue(about, delegation.id, manager_id, kind, reason, now))
