"""Hand a task over: the brief is checked as a whole, stored as version one, and offered to its owner."""

from dataclasses import dataclass, replace

from bot.domain.brief import Brief, check
from bot.domain.checkpoints import plan_checkpoints
from bot.domain.delegation import Delegation
from bot.domain.document import Document, checkpoints_from, from_document
from bot.domain.errors import NotFound
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge, NudgeKind
from bot.domain.people import Person
from bot.domain.record import Event, HistoryEntry
from bot.usecases.draft import check_bar, without_secrets
from bot.usecases.owed_nudges import cards, homes, nudge
from bot.usecases.ports import AlreadyThere, Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class HandOver:
    """A draft whose last step was submitted: its id, its manager, and what that step added."""

    draft_id: str
    manager_id: str
    fields: Document


async def hand_over(command: HandOver, work: UnitOfWork, directory: Directory, clock: Clock) -> Delegation:
    """Offer the task and return the delegation; a form submitted twice gives the same one.

    Raises `Invalid` with a sentence for each field that cannot stand, and `NotFound` where the draft is gone.
    """
    async with work:
        draft = await work.drafts.get(command.draft_id, command.manager_id)
        if draft is None:
            return await _handed_over_before(command, work)
    fields = {**draft.fields, **command.fields}
    await check_bar(fields, command.manager_id, work.tenant, directory, clock)
    owner = await directory.person(work.tenant, fields["owner_id"])
    await directory.person(work.tenant, command.manager_id)
    fields = await without_secrets(fields, work.tenant, directory)
    now = clock.now()
    brief = _brief(fields, owner, clock)
    check(brief, now)
    delegation = Delegation(
        id=command.draft_id,
        tenant=work.tenant,
        manager_id=command.manager_id,
        owner_id=brief.owner_id,
        brief=brief,
        brief_number=1,
        state=State.OFFERED,
        handed_over_at=now,
        changed_at=now,
        move=Role.OWNER,
        move_until=brief.deadline,
    )
    try:
        await _store(delegation, owner, work)
    except AlreadyThere:  # the same form, submitted twice at once
        async with work:
            return await _handed_over_before(command, work)
    return delegation


async def _store(delegation: Delegation, owner: Person | None, work: UnitOfWork) -> None:
    now = delegation.handed_over_at
    async with work:
        await work.delegations.add(delegation)
        await work.records.note(HistoryEntry(delegation.id, Event.HANDED_OVER, delegation.manager_id, now))
        await work.nudges.plan(*cards(delegation, now), *_offer_nudges(delegation, owner))
        await work.nudges.refresh(*homes(delegation, now))
        await work.drafts.delete(delegation.id)
        await work.commit()


async def _handed_over_before(command: HandOver, work: UnitOfWork) -> Delegation:
    delegation = await work.delegations.get(command.draft_id)
    if delegation.manager_id != command.manager_id:
        raise NotFound
    return delegation


def _brief(fields: Document, owner: Person | None, clock: Clock) -> Brief:
    brief = from_document(fields)
    if checkpoints_from(fields) is None and owner:
        planned = plan_checkpoints(clock.now(), brief.deadline, owner.hours)
        return replace(brief, checkpoints=planned)
    return brief


def _offer_nudges(delegation: Delegation, owner: Person | None) -> tuple[Nudge, ...]:
    """Remind once after a working day, if that is before the deadline; at the deadline the offer lapses."""
    deadline = delegation.brief.deadline
    lapse = nudge(delegation, NudgeKind.OFFER_LAPSE, deadline)
    if owner is None:
        return (lapse,)
    reminder_at = owner.hours.later_by_days(delegation.handed_over_at, 1)
    if reminder_at >= deadline:
        return (lapse,)
    reminder = nudge(
        delegation, NudgeKind.OFFER_REMINDER, reminder_at, to=delegation.owner_id, about=_version(delegation)
    )
    return reminder, lapse


def _version(delegation: Delegation) -> str:
    return str(delegation.brief_number)
