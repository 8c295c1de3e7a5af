"""Negotiate an offer: each proposal is a new version of the brief, and the move goes to the other side."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import check, why_not_deadline
from bot.domain.checkpoints import Checkpoint, further_looks, plan_checkpoints, replan_past, usual_looks
from bot.domain.delegation import Delegation
from bot.domain.document import Document, from_document, to_document
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Act, Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import why_not_place
from bot.domain.record import BriefVersion, Event, HistoryEntry
from bot.domain.worktime import WorkingHours
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge, pass_the_move, put_the_move_away, show
from bot.usecases.ports import Clock, Directory, UnitOfWork

NEGOTIABLE = ("deadline", "outcome", "acceptable_error", "minimum_shippable", "team_channel")


@dataclass(frozen=True, slots=True)
class Propose:
    """The fields that somebody proposes to change, against the version they were looking at.

    `without_further_look` leaves out the checkpoint beyond the usual two, which takes the owner's consent.
    """

    delegation_id: str
    actor_id: str
    brief_number: int
    fields: Document
    without_further_look: bool = False


@dataclass(frozen=True, slots=True)
class Agree:
    """The manager agrees to the version that the owner proposed."""

    delegation_id: str
    actor_id: str
    brief_number: int


@dataclass(frozen=True, slots=True)
class ChangePlace:
    """The owner names another channel for the after-action, before accepting."""

    delegation_id: str
    actor_id: str
    channel_id: str | None


async def propose(command: Propose, work: UnitOfWork, directory: Directory, clock: Clock) -> Delegation:
    """Put a new version on the table and return the delegation; a form sent twice makes one version.

    Raises `Invalid` for fields that cannot stand or where nothing differs, and `Refused` where it is not
    the actor's move or the version has been replaced meanwhile.
    """
    changes = await changes_in(command.fields, work, directory, clock)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        now = clock.now()
        offered = delegation.after(Act.NEGOTIATE, role, now)
        if _is_on_the_table(delegation, role, command, changes):
            return delegation
        holds_the_move(delegation, role)
        looks_at(delegation, command.brief_number)
        brief = from_document({**to_document(delegation.brief), **changes})
        if command.without_further_look:
            brief = replace(brief, checkpoints=usual_looks(brief.checkpoints))
        owner_hours, manager_hours = await hours_of_both(work, delegation)
        if brief == delegation.brief:
            raise Invalid({"outcome": "Nothing differs yet. Change what you would agree to, or accept it."})
        if brief.deadline == delegation.brief.deadline:
            planned = replan_past(brief.checkpoints, now, brief.deadline, owner_hours)
        else:
            planned = planned_as_agreed(delegation, brief.deadline, owner_hours, now)
            planned = usual_looks(planned) if command.without_further_look else planned
        brief = replace(brief, checkpoints=planned)
        check(brief, now)
        offered = replace(
            offered,
            brief=brief,
            brief_number=delegation.brief_number + 1,
            move=Role.MANAGER if role is Role.OWNER else Role.OWNER,
            move_until=brief.deadline,
        )
        await work.delegations.save(offered)
        await work.delegations.add_version(version_of(offered, command.actor_id))
        await _record(work, offered, Event.PROPOSED, command.actor_id)
        await work.nudges.cancel(delegation.id, NudgeKind.OFFER_REMINDER, NudgeKind.OFFER_LAPSE)
        await _remind_once(work, offered, owner_hours if offered.move is Role.OWNER else manager_hours, now)
        await work.nudges.plan(nudge(offered, NudgeKind.OFFER_LAPSE, brief.deadline))
        await put_the_move_away(work, delegation, now)
        await pass_the_move(work, offered, now)
        await show(work, offered, now)
        await work.commit()
    return offered


async def agree(command: Agree, work: UnitOfWork, clock: Clock) -> Delegation:
    """Agree to the owner's version: the owner has the move again, to accept it in their own words.

    Raises `Refused` to anybody but the manager, and where the version has been replaced or the offer has ended.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        agreed = delegation.after(Act.AGREE, role, clock.now(), move_until=delegation.brief.deadline)
        looks_at(delegation, command.brief_number)
        if delegation.move is Role.OWNER:
            return delegation
        await work.delegations.save(agreed)
        await _record(work, agreed, Event.AGREED, command.actor_id)
        await work.nudges.cancel(delegation.id, NudgeKind.OFFER_REMINDER)
        owner_hours, _ = await hours_of_both(work, delegation)
        await _remind_once(work, agreed, owner_hours, agreed.changed_at)
        await put_the_move_away(work, delegation, agreed.changed_at)
        await pass_the_move(work, agreed, agreed.changed_at)
        await show(work, agreed, agreed.changed_at)
        await work.commit()
    return agreed


async def change_place(
    command: ChangePlace, work: UnitOfWork, directory: Directory, clock: Clock
) -> Delegation:
    """Move the after-action to another channel as a new version; the owner keeps the move and accepts next.

    Raises `Invalid` where it cannot open there, `Refused` to anybody but the owner and once it was accepted.
    """
    await check_place(command.channel_id, work, directory)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if delegation.role_of(command.actor_id) is not Role.OWNER or delegation.state is not State.OFFERED:
            raise Refused("The owner picks the channel before accepting. After that it stands as agreed.")
        if delegation.brief.team_channel == command.channel_id:
            return delegation
        changed = replace(
            delegation,
            brief=replace(delegation.brief, team_channel=command.channel_id),
            brief_number=delegation.brief_number + 1,
            changed_at=clock.now(),
        )
        await work.delegations.save(changed)
        await work.delegations.add_version(version_of(changed, command.actor_id))
        await _record(work, changed, Event.PROPOSED, command.actor_id)
        await show(work, changed, changed.changed_at)
        await work.commit()
    return changed


def holds_the_move(delegation: Delegation, role: Role) -> None:
    """Raise `Refused` where it is the other side's move."""
    if delegation.move is not role:
        raise Refused("It is not your move here: the other side has your proposal and answers it first.")


def looks_at(delegation: Delegation, brief_number: int) -> None:
    """Raise `Refused` where the version that was looked at has been replaced."""
    if delegation.brief_number != brief_number:
        raise Refused(
            f"The brief has changed meanwhile (it is version {delegation.brief_number} now). "
            "The card shows it; look at it once more."
        )


def _is_on_the_table(delegation: Delegation, role: Role, command: Propose, changes: Document) -> bool:
    """Say whether this proposal is the version that the other side looks at now."""
    if delegation.move is role or delegation.brief_number != command.brief_number + 1:
        return False
    checkpoints = delegation.brief.checkpoints
    if command.without_further_look and usual_looks(checkpoints) != checkpoints:
        return False
    stands = to_document(delegation.brief)
    return all(stands[name] == value for name, value in changes.items())


def planned_as_agreed(
    delegation: Delegation, deadline: datetime, hours: WorkingHours, now: datetime
) -> tuple[Checkpoint, ...]:
    """Plan the checkpoints for another deadline, without those that the brief has left out."""
    held = delegation.brief.checkpoints
    usual = plan_checkpoints(delegation.handed_over_at, delegation.brief.deadline, hours)
    left_out = {each.kind for each in usual} - {each.kind for each in held}
    planned = plan_checkpoints(now, deadline, hours)
    further = further_looks(held, now, deadline) if planned else ()
    kept = (*(each for each in planned if each.kind not in left_out), *further)
    return tuple(sorted(kept, key=lambda each: each.at))


async def _remind_once(work: UnitOfWork, offered: Delegation, hours: WorkingHours, now: datetime) -> None:
    """Owe one reminder to whoever has the move, after a working day of theirs, if that is before the deadline."""
    due_at = hours.later_by_days(now, 1)
    if due_at < offered.brief.deadline:
        about, holder = str(offered.brief_number), offered.holder() or ""
        await work.nudges.plan(nudge(offered, NudgeKind.OFFER_REMINDER, due_at, to=holder, about=about))


async def changes_in(fields: Document, work: UnitOfWork, directory: Directory, clock: Clock) -> Document:
    """Return what of these fields a version may change.

    Raises `Invalid` where no deadline was picked, and where the after-action cannot open in the channel.
    """
    changes = {name: fields[name] for name in NEGOTIABLE if name in fields}
    if changes.get("deadline", 0) is None:
        raise Invalid({"deadline": why_not_deadline(None, clock.now()) or ""})
    await check_place(changes.get("team_channel"), work, directory)
    return changes


async def check_place(channel_id: str | None, work: UnitOfWork, directory: Directory) -> None:
    """Raise `Invalid` where the after-action cannot open in this channel."""
    problem = why_not_place(await directory.channel(work.tenant, channel_id)) if channel_id else None
    if problem:
        raise Invalid({"team_channel": problem})


def version_of(delegation: Delegation, author_id: str) -> BriefVersion:
    """Return the version of the brief on the table, as `author_id` proposed it."""
    return BriefVersion(
        delegation.id, delegation.brief_number, author_id, delegation.changed_at, delegation.brief
    )


async def _record(work: UnitOfWork, delegation: Delegation, event: Event, actor_id: str) -> None:
    number = f"version {delegation.brief_number}"
    await work.records.note(HistoryEntry(delegation.id, event, actor_id, delegation.changed_at, number))
