"""Hand a task over: the brief is checked as a whole, stored as version one, and offered to its owner."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.coaching.task_kinds import guess_kind
from bot.domain.brief import Brief, check, why_not_as_it_is
from bot.domain.checkpoints import plan_checkpoints
from bot.domain.delegation import Delegation
from bot.domain.document import Document, checkpoints_from, from_document
from bot.domain.errors import Invalid, NotFound
from bot.domain.record import Draft
from bot.domain.shrinking import Shrink, asks_for_more
from bot.domain.worktime import WorkingHours
from bot.usecases.draft import check_bar, without_secrets
from bot.usecases.hours import hours_before_an_offer
from bot.usecases.named_people import check_named
from bot.usecases.offering import new_offer, put_on_offer
from bot.usecases.ports import AlreadyThere, Clock, Directory, UnitOfWork
from bot.usecases.rehearse import begin_rehearsal


@dataclass(frozen=True, slots=True)
class HandOver:
    """A draft whose last step was submitted: its id, its manager, and what that step added."""

    draft_id: str
    manager_id: str
    fields: Document


async def hand_over(command: HandOver, work: UnitOfWork, directory: Directory, clock: Clock) -> Delegation:
    """Offer the task, or its rehearsal first, and return that; a form submitted twice gives the same one.

    Raises `Invalid` with a sentence for each field that cannot stand, and `NotFound` where the draft is gone.
    """
    async with work:
        draft = await work.drafts.get(command.draft_id, command.manager_id)
        if draft is None or draft.about:
            return await _handed_over_before(command, draft, work)
    fields = {**draft.fields, **command.fields}
    await check_bar(fields, command.manager_id, work.tenant, directory, clock)
    await check_named(fields, work.tenant, directory)
    owner = await directory.person(work.tenant, fields["owner_id"])
    await directory.person(work.tenant, command.manager_id)
    fields = await without_secrets(fields, work.tenant, directory)
    now = clock.now()
    hours = (
        await hours_before_an_offer(owner, fields.get("team_channel"), work.tenant, directory)
        if owner
        else None
    )
    brief = _brief(fields, hours, now)
    check(brief, now)
    problem = why_not_as_it_is(brief)
    if problem:
        raise Invalid({"override": problem})
    try:
        async with work:
            if fields.get("rehearse"):
                kept = replace(draft, fields=fields, updated_at=now)
                delegation = await begin_rehearsal(kept, brief, hours, work, now)
            else:
                level = fields.get("level")
                delegation = new_offer(
                    command.draft_id, work.tenant, command.manager_id, brief, now, level=level
                )
                await put_on_offer(delegation, hours, work)
                await work.drafts.delete(draft.id)
            await work.commit()
    except AlreadyThere:  # the same form, submitted twice at once
        async with work:
            draft = await work.drafts.get(command.draft_id, command.manager_id)
            return await _handed_over_before(command, draft, work)
    return delegation


async def _handed_over_before(command: HandOver, draft: Draft | None, work: UnitOfWork) -> Delegation:
    delegation = await work.delegations.get(draft.about if draft else command.draft_id)
    if delegation.manager_id != command.manager_id:
        raise NotFound
    return delegation


def _brief(fields: Document, owner_hours: WorkingHours | None, now: datetime) -> Brief:
    brief = from_document(fields)
    if checkpoints_from(fields) is None and owner_hours:
        brief = replace(brief, checkpoints=plan_checkpoints(now, brief.deadline, owner_hours))
    if not fields.get("kind"):
        brief = replace(brief, kind=guess_kind(brief.task))
    if fields.get("rehearse"):
        return replace(brief, smaller=(*brief.smaller, Shrink.REHEARSAL), override="")
    # A reason typed before it was made small enough speaks of something that is not so any more.
    return brief if asks_for_more(brief.blast_radius) else replace(brief, override="")
