"""Put a brief on offer: a new delegation with its two cards, one reminder, and the end of the offer."""

from datetime import datetime

from bot.domain.acceptance import Level
from bot.domain.brief import Brief
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.domain.record import Event, HistoryEntry
from bot.domain.worktime import WorkingHours
from bot.usecases.owed_nudges import cards, homes, nudge
from bot.usecases.ports import UnitOfWork


def new_offer(
    name: str,
    tenant: Tenant,
    manager_id: str,
    brief: Brief,
    now: datetime,
    *,
    rehearsal_of: str = "",
    level: str | None = None,
) -> Delegation:
    """Return the delegation of this id, just handed over; `level` is who decides, as its manager picked it."""
    return Delegation(
        id=name,
        tenant=tenant,
        manager_id=manager_id,
        owner_id=brief.owner_id,
        brief=brief,
        brief_number=1,
        state=State.OFFERED,
        handed_over_at=now,
        changed_at=now,
        move=Role.OWNER,
        move_until=brief.deadline,
        rehearsal_of=rehearsal_of,
        manager_level=Level(level) if level else None,
    )


async def put_on_offer(delegation: Delegation, owner_hours: WorkingHours | None, work: UnitOfWork) -> None:
    """Store the offer and owe what follows from it. Where one of its id is there, the commit raises `AlreadyThere`."""
    now = delegation.handed_over_at
    await work.delegations.add(delegation)
    await work.records.note(HistoryEntry(delegation.id, Event.HANDED_OVER, delegation.manager_id, now))
    await work.nudges.plan(*cards(delegation, now), *_offer_nudges(delegation, owner_hours))
    await work.nudges.refresh(*homes(delegation, now))


def _offer_nudges(delegation: Delegation, owner_hours: WorkingHours | None) -> tuple[Nudge, ...]:
    """Remind once after a working day, if that is before the deadline; at the deadline the offer lapses."""
    deadline = delegation.brief.deadline
    lapse = nudge(delegation, NudgeKind.OFFER_LAPSE, deadline)
    if owner_hours is None:
        return (lapse,)
    reminder_at = owner_hours.later_by_days(delegation.handed_over_at, 1)
    if reminder_at >= deadline:
        return (lapse,)
    about = str(delegation.brief_number)
    return (
        nudge(delegation, NudgeKind.OFFER_REMINDER, reminder_at, to=delegation.owner_id, about=about),
        lapse,
    )
