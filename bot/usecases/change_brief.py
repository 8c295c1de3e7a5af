"""Change the brief after it was accepted: the manager proposes a version, and only the owner's word makes it one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import Brief, Trigger, check, why_not_deadline
from bot.domain.delegation import BriefChange, Delegation
from bot.domain.document import Document, from_document, to_document
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.agree_to import replace_proposals
from bot.usecases.agreed_version import next_version
from bot.usecases.named_people import why_not_named
from bot.usecases.negotiate import changes_in, looks_at
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, Directory, UnitOfWork

UNDER_WAY = (State.ACCEPTED, State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class ProposeChange:
    """The fields that the manager proposes to change, against the version they were looking at.

    `goes_to` are the user ids of whom each trigger goes to, in the brief's order; empty where none is to change.
    """

    delegation_id: str
    actor_id: str
    brief_number: int
    fields: Document
    goes_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """The owner agrees, or keeps the brief as it was; `subject` tells which change they were looking at."""

    delegation_id: str
    actor_id: str
    subject: str
    agrees: bool


def only_the_manager_proposes(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` for anybody but the manager, and where nothing is under way."""
    if delegation.role_of(actor_id) is not Role.MANAGER:
        raise Refused("The manager proposes another brief. Ask them, or negotiate before you accept.")
    if delegation.state not in UNDER_WAY:
        raise Refused("A brief is changed while the work is under way. Before that it is negotiated.")


async def propose_change(
    command: ProposeChange, work: UnitOfWork, directory: Directory, clock: Clock
) -> Delegation:
    """Put another version to the owner; the brief stays as it is until they agree, and silence keeps it.

    A further proposal takes the place of the one before. Raises `Invalid` for fields that cannot stand.
    """
    changes = await changes_in(command.fields, work, directory, clock)
    await _check_whom_to_page(command.goes_to, work, directory)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_manager_proposes(delegation, command.actor_id)
        looks_at(delegation, command.brief_number)
        now = clock.now()
        brief = from_document({**to_document(delegation.brief), **changes})
        brief = replace(brief, triggers=_going_to(brief.triggers, command.goes_to))
        if brief == delegation.brief:
            raise Invalid({"outcome": "Nothing differs yet. Change what is to be agreed anew."})
        if delegation.change and delegation.change.brief == brief:
            return delegation
        check(replace(brief, checkpoints=()), now)
        await _put_away(delegation, work, now)
        proposed = replace(delegation, change=BriefChange(brief, now), changed_at=now)
        await work.delegations.save(proposed)
        await _record(work, proposed, Event.CHANGE_PROPOSED, command.actor_id, now)
        await work.nudges.plan(_question(proposed, now))
        await show(work, proposed, now)
        await work.commit()
    return proposed


async def answer_change(command: AnswerChange, work: UnitOfWork, clock: Clock) -> Delegation:
    """Make the proposed version the brief, or let it go. Raises `Refused` where it is not on the table any more."""
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if delegation.role_of(command.actor_id) is not Role.OWNER:
            raise Refused("The owner answers this: what was agreed changes by their word alone.")
        change = delegation.change
        if change is None or change.subject != command.subject or delegation.state not in UNDER_WAY:
            raise Refused(
                "This proposal is not on the table any more. The card shows the brief as it stands."
            )
        now = clock.now()
        if command.agrees:
            _still_ahead(change.brief, now)
            answered = await next_version(delegation, change.brief, delegation.manager_id, work, now)
            await replace_proposals(work, answered, now)
            event = Event.BRIEF_CHANGED
        else:
            answered = replace(delegation, change=None, changed_at=now)
            await work.delegations.save(answered)
            await _put_away(delegation, work, now)
            event = Event.BRIEF_KEPT
        await _record(work, answered, event, command.actor_id, now)
        about = f"{change.subject}:{'agreed' if command.agrees else 'kept'}"
        await work.nudges.plan(
            nudge(answered, NudgeKind.CHANGE_ANSWERED, now, to=answered.manager_id, about=about)
        )
        await show(work, answered, now)
        await work.commit()
    return answered


async def _check_whom_to_page(goes_to: Sequence[str], work: UnitOfWork, directory: Directory) -> None:
    problems = {
        f"goes_to.{place}": await why_not_named(user_id, work.tenant, directory)
        if user_id
        else "Pick whom it goes to."
        for place, user_id in enumerate(goes_to)
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def _going_to(triggers: tuple[Trigger, ...], goes_to: Sequence[str]) -> tuple[Trigger, ...]:
    if len(goes_to) != len(triggers):
        return triggers
    return tuple(replace(each, goes_to=person) for each, person in zip(triggers, goes_to, strict=True))


def _still_ahead(brief: Brief, now: datetime) -> None:
    if why_not_deadline(brief.deadline, now):
        raise Refused(
            "The deadline that was proposed has passed. Keep the brief as it was, or ask for another."
        )


def _question(delegation: Delegation, now: datetime) -> Nudge:
    subject = delegation.change.subject if delegation.change else ""
    return nudge(delegation, NudgeKind.CHANGE_PROPOSED, now, to=delegation.owner_id, about=subject)


async def _put_away(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    if delegation.change:
        await work.nudges.refresh(_question(delegation, now))


async def _record(
    work: UnitOfWork, delegation: Delegation, event: Event, actor_id: str, now: datetime
) -> None:
    await work.records.note(
        HistoryEntry(delegation.id, event, actor_id, now, f"version {delegation.brief_number}")
    )
