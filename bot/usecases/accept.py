"""Accept or decline an offer: the owner's word, in the owner's own words."""

from dataclasses import dataclass

from bot.domain.acceptance import Acceptance, problems_of_acceptance
from bot.domain.brief import required
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Act, Role, is_done
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.hours import hours_of_both
from bot.usecases.negotiate import holds_the_move, looks_at
from bot.usecases.owed_nudges import nudge, pass_the_move, put_the_move_away, show, tell_it_ended
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class Accept:
    """The owner accepts the version they looked at, restating the bar (the back-brief), with what they add to it."""

    delegation_id: str
    actor_id: str
    brief_number: int
    back_brief: str
    acceptance: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """The owner declines, with a reason."""

    delegation_id: str
    actor_id: str
    reason: str


async def accept(command: Accept, work: UnitOfWork, clock: Clock) -> Delegation:
    """Accept the offer; the manager has one working day to confirm the back-brief, then silence confirms it.

    Raises `Invalid` where the back-brief is empty or too long, `Refused` where the offer has changed or ended.
    """
    back_brief = required(
        command.back_brief, "back_brief", "Say it in your own words; one sentence is enough."
    )
    added = command.acceptance if command.acceptance != Acceptance() else None
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        if role is Role.OWNER and (delegation.back_brief, delegation.acceptance) == (back_brief, added):
            return delegation  # the same form once more; with other words it is refused, so that they stay
        now = clock.now()
        delegation.after(Act.ACCEPT, role, now)  # refuses first what the state does not allow
        holds_the_move(delegation, role)
        looks_at(delegation, command.brief_number)
        if now >= delegation.brief.deadline:
            raise Refused("The deadline has passed. Negotiate a new one, and accept that.")
        problems = problems_of_acceptance(added, delegation.brief.deadline, now) if added else {}
        if problems:
            raise Invalid(problems)
        _, manager_hours = await hours_of_both(work, delegation)
        silence_at = manager_hours.later_by_days(now, 1)
        accepted = delegation.after(
            Act.ACCEPT, role, now, back_brief=back_brief, acceptance=added, move_until=silence_at
        )
        await work.delegations.save(accepted)
        await work.records.note(
            HistoryEntry(delegation.id, Event.ACCEPTED, command.actor_id, now, back_brief)
        )
        await work.nudges.cancel(delegation.id, NudgeKind.OFFER_REMINDER, NudgeKind.OFFER_LAPSE)
        await work.nudges.plan(nudge(accepted, NudgeKind.SILENCE, silence_at))
        await put_the_move_away(work, delegation, now)
        await pass_the_move(work, accepted, now)
        await show(work, accepted, now)
        await work.commit()
    return accepted


async def is_first_of_its_kind(delegation: Delegation, work: UnitOfWork) -> bool:
    """Say whether this would be the first task of its kind that its owner accepts from its manager."""
    async with work:
        earlier = await work.delegations.between(delegation.manager_id, delegation.owner_id)
    return not any(each.brief.kind is delegation.brief.kind and each.id != delegation.id for each in earlier)


async def decline(command: Decline, work: UnitOfWork, clock: Clock) -> Delegation:
    """Decline the offer with a reason, which the manager reads.

    Raises `Invalid` where the reason is empty or too long, `Refused` to anybody but the owner and once it is no offer.
    """
    reason = required(command.reason, "reason", "Say what stands in the way, so that the task can change.")
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        if is_done(delegation.state, Act.DECLINE, role):
            return delegation
        now = clock.now()
        declined = delegation.after(Act.DECLINE, role, now, reason=reason, ended_at=now)
        await work.delegations.save(declined)
        await work.records.note(HistoryEntry(delegation.id, Event.DECLINED, command.actor_id, now, reason))
        await tell_it_ended(work, delegation, declined, now, declined.manager_id)
        await work.commit()
    return declined
