"""Rehearse first: a practice delegation goes ahead, and the task itself waits as its manager's draft."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import Brief, check, required, why_not_deadline
from bot.domain.checkpoints import plan_checkpoints, replan_past
from bot.domain.delegation import Delegation
from bot.domain.document import Document, checkpoints_from, from_document, instant
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.lifecycle import ENDED, Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Draft
from bot.domain.rehearsal import rehearsal_for, why_not_rehearsal
from bot.domain.shrinking import Shrink
from bot.domain.worktime import WorkingHours
from bot.usecases.draft import check_bar
from bot.usecases.hours import hours_of_both
from bot.usecases.named_people import tell_of_those_gone
from bot.usecases.offering import new_offer, put_on_offer
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class HandOverAnyway:
    """The manager hands the task over though its rehearsal came to nothing; `deadline` is epoch seconds."""

    rehearsal_id: str
    actor_id: str
    deadline: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RehearseAgain:
    """The manager has it rehearsed once more; `deadline` is the new rehearsal's, in epoch seconds."""

    rehearsal_id: str
    actor_id: str
    deadline: int | None


@dataclass(frozen=True, slots=True)
class PutAside:
    """The manager lets the task rest: its brief is an ordinary draft again, for a day."""

    rehearsal_id: str
    actor_id: str


async def begin_rehearsal(
    draft: Draft, brief: Brief, owner_hours: WorkingHours | None, work: UnitOfWork, now: datetime
) -> Delegation:
    """Offer the rehearsal of `brief` and keep the draft until it is closed. Part of the caller's transaction.

    Raises `Invalid` where the rehearsal's deadline cannot be.
    """
    due = draft.fields.get("rehearsal_deadline")
    deadline = instant(due) if due else None
    problem = why_not_rehearsal(deadline, brief.deadline, now)
    if problem or deadline is None:
        raise Invalid({"rehearsal_deadline": problem or ""})
    practice = rehearsal_for(brief, deadline)
    if owner_hours:
        practice = replace(practice, checkpoints=plan_checkpoints(now, deadline, owner_hours))
    check(practice, now)
    count = int(draft.fields.get("rehearsals") or 0) + 1
    # Made from the draft's own id, so that a form submitted twice makes one rehearsal.
    rehearsal = new_offer(
        f"{draft.id}-{count}", draft.tenant, draft.author_id, practice, now, rehearsal_of=draft.id
    )
    await put_on_offer(rehearsal, owner_hours, work)
    await work.drafts.save(
        replace(draft, fields={**draft.fields, "rehearsals": count}, updated_at=now, about=rehearsal.id)
    )
    return rehearsal


async def offer_after_rehearsal(closed: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Offer the task whose rehearsal is closed; where its deadline has passed meanwhile, ask its manager."""
    async with work:
        rehearsal = await work.delegations.get(closed.delegation_id, lock=True)
        draft = await waiting_for(rehearsal, work)
        if draft is None:
            return
        now = clock.now()
        owner_hours, _ = await hours_of_both(work, rehearsal)
        brief = _brief({**draft.fields, "override": ""}, owner_hours, now, rehearsed=True)
        if why_not_deadline(brief.deadline, now):
            await work.nudges.plan(nudge(rehearsal, NudgeKind.REHEARSAL_OVER, now, to=rehearsal.manager_id))
        else:
            await _offer(draft, brief, owner_hours, work, now)
        await work.commit()


async def hand_over_anyway(
    command: HandOverAnyway, work: UnitOfWork, directory: Directory, clock: Clock
) -> Delegation:
    """Offer the task without its rehearsal, for a reason that both will read; done twice it is done once.

    Raises `Invalid` for a missing reason or a deadline that cannot be, `Refused` while a rehearsal is under way.
    """
    async with work:
        rehearsal = await _ended(command.rehearsal_id, command.actor_id, work)
        draft = await waiting_for(rehearsal, work)
        if draft is None:
            return await _gone(rehearsal, work)
    rehearsed = rehearsal.state is State.CLOSED
    reason = command.reason
    if not rehearsed:
        reason = required(reason, "override", "Say why it goes without a rehearsal. The owner reads it.")
    fields = {**draft.fields, "deadline": command.deadline, "override": reason}
    await check_bar(fields, command.actor_id, work.tenant, directory, clock)
    async with work:
        await work.delegations.get(rehearsal.id, lock=True)
        draft = await waiting_for(rehearsal, work)
        if draft is None:
            return await _gone(rehearsal, work)
        now = clock.now()
        owner_hours, _ = await hours_of_both(work, rehearsal)
        brief = _brief(fields, owner_hours, now, rehearsed=rehearsed)
        check(brief, now)
        offered = await _offer(draft, brief, owner_hours, work, now)
        await _put_the_question_away(rehearsal, work, now)
        await work.commit()
    return offered


async def rehearse_again(command: RehearseAgain, work: UnitOfWork, clock: Clock) -> Delegation:
    """Begin another rehearsal of the same task. Raises `Invalid` for its deadline, `Refused` while one runs."""
    async with work:
        rehearsal = await _ended(command.rehearsal_id, command.actor_id, work)
        draft = await waiting_for(rehearsal, work)
        if draft is None:
            return await _gone(rehearsal, work)
        now = clock.now()
        owner_hours, _ = await hours_of_both(work, rehearsal)
        again = replace(draft, fields={**draft.fields, "rehearsal_deadline": command.deadline})
        brief = from_document(draft.fields)
        if why_not_deadline(brief.deadline, now):
            raise Refused(
                "The deadline of the task itself has passed. Hand it over with a new one, or put it aside."
            )
        begun = await begin_rehearsal(again, brief, owner_hours, work, now)
        await _put_the_question_away(rehearsal, work, now)
        await work.commit()
    return begun


async def put_aside(command: PutAside, work: UnitOfWork, clock: Clock) -> None:
    """Wait no more: the brief can be taken up again like any draft, for a day."""
    async with work:
        rehearsal = await _ended(command.rehearsal_id, command.actor_id, work)
        draft = await waiting_for(rehearsal, work)
        if draft is None:
            return
        now = clock.now()
        resting = replace(draft, fields={**draft.fields, "rehearse": False}, about="", updated_at=now)
        await work.drafts.save(resting)
        await _put_the_question_away(rehearsal, work, now)
        await work.commit()


async def waiting_for(rehearsal: Delegation, work: UnitOfWork) -> Draft | None:
    """Return the draft that waits for this rehearsal, or None where none does any more."""
    if not rehearsal.rehearsal_of:
        return None
    draft = await work.drafts.get(rehearsal.rehearsal_of, rehearsal.manager_id)
    return draft if draft and draft.about == rehearsal.id else None


def only_the_manager_decides(rehearsal: Delegation, actor_id: str) -> None:
    """Raise `Refused` for anybody but the manager, and while the rehearsal is under way."""
    if rehearsal.role_of(actor_id) is not Role.MANAGER:
        raise Refused("Only the manager of this delegation can do this. Ask them about it.")
    if not rehearsal.rehearsal_of:
        raise NotFound
    if rehearsal.state not in ENDED:
        raise Refused("The rehearsal is under way. The task itself is offered when it is closed.")


async def _ended(rehearsal_id: str, actor_id: str, work: UnitOfWork) -> Delegation:
    rehearsal = await work.delegations.get(rehearsal_id, lock=True)
    only_the_manager_decides(rehearsal, actor_id)
    return rehearsal


async def _gone(rehearsal: Delegation, work: UnitOfWork) -> Delegation:
    """Return what the draft has become: the task itself, or its newest rehearsal."""
    draft = await work.drafts.get(rehearsal.rehearsal_of, rehearsal.manager_id)
    if draft and not draft.about:
        raise Refused("It was put aside. Begin a brief: what you had is offered there for a day.")
    return await work.delegations.get(draft.about if draft else rehearsal.rehearsal_of)


async def _offer(
    draft: Draft, brief: Brief, owner_hours: WorkingHours, work: UnitOfWork, now: datetime
) -> Delegation:
    level = draft.fields.get("level")
    delegation = new_offer(draft.id, draft.tenant, draft.author_id, brief, now, level=level)
    await put_on_offer(delegation, owner_hours, work)
    await tell_of_those_gone(delegation, work, now)
    await work.drafts.delete(draft.id)
    return delegation


async def _put_the_question_away(rehearsal: Delegation, work: UnitOfWork, now: datetime) -> None:
    await work.nudges.refresh(nudge(rehearsal, NudgeKind.REHEARSAL_OVER, now, to=rehearsal.manager_id))


def _brief(fields: Document, owner_hours: WorkingHours, now: datetime, *, rehearsed: bool) -> Brief:
    """Return the brief as it is offered now: the checkpoints that were named stand, as far as they are ahead."""
    brief = from_document(fields)
    named = checkpoints_from(fields)
    planned = (
        plan_checkpoints(now, brief.deadline, owner_hours)
        if named is None
        else replan_past(
            tuple(each for each in named if each.at <= brief.deadline), now, brief.deadline, owner_hours
        )
    )
    ways = (*brief.smaller, Shrink.REHEARSAL) if rehearsed else brief.smaller
    return replace(brief, checkpoints=planned, smaller=ways)
