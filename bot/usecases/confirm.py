"""Confirm a back-brief: by the manager's word, or by a working day of silence."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checkpoints import replan_past
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Act, Role, State, is_done
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.deadline import owe_the_work
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import pass_the_move, put_the_move_away, show
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class Confirm:
    """The manager confirms that the back-brief says what was meant."""

    delegation_id: str
    actor_id: str


async def confirm(command: Confirm, work: UnitOfWork, clock: Clock) -> Delegation:
    """Let the work begin: the clock runs, the checkpoints are owed, and it is the owner's move.

    Raises `Refused` to anybody but the manager, and where there is no back-brief to confirm.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        if is_done(delegation.state, Act.CONFIRM, role):
            return delegation
        started = await _begin(delegation, role, work, clock)
        await work.commit()
    return started


async def confirm_by_silence(silence: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Confirm in the manager's stead after a working day: a silent manager never blocks an owner.

    A manager who has asked since is not silent; then the end of the new working day is returned.
    """
    async with work:
        delegation = await work.delegations.get(silence.delegation_id, lock=True)
        if delegation.state is not State.ACCEPTED:
            return None
        if delegation.move_until and clock.now() < delegation.move_until:
            return delegation.move_until
        await _begin(delegation, Role.CLOCK, work, clock)
        await work.commit()
    return None


async def _begin(delegation: Delegation, role: Role, work: UnitOfWork, clock: Clock) -> Delegation:
    now = clock.now()
    owner_hours, _ = await hours_of_both(work, delegation)
    planned = replan_past(delegation.brief.checkpoints, now, delegation.brief.deadline, owner_hours)
    by_silence = role is Role.CLOCK
    started = delegation.after(
        Act.CONFIRM,
        role,
        now,
        started_at=now,
        confirmed_by_silence=by_silence,
        brief=replace(delegation.brief, checkpoints=planned),
        move_until=delegation.brief.deadline,
    )
    await work.delegations.save(started)
    event = Event.CONFIRMED_BY_SILENCE if by_silence else Event.CONFIRMED
    actor = "" if by_silence else delegation.manager_id
    await work.records.note(HistoryEntry(delegation.id, event, actor, now))
    if not by_silence:  # a step under way is not called off from within itself
        await work.nudges.cancel(delegation.id, NudgeKind.SILENCE)
    await put_the_move_away(work, delegation, now)
    await owe_the_work(started, work, now)
    await pass_the_move(work, started, now)
    await show(work, started, now)
    return started
