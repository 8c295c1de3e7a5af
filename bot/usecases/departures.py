"""Somebody leaves the company or the team's channel: the other of the two is told, and offered a way on."""

from dataclasses import dataclass, replace

from bot.domain.delegation import Delegation
from bot.domain.errors import Refused
from bot.domain.lifecycle import BEFORE_REVIEW, ENDED
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.negotiate import version_of
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class KeepBetween:
    """One of the two has the after-action open between them alone, since the other has left its channel."""

    delegation_id: str
    actor_id: str


async def left_company(user_id: str, work: UnitOfWork, clock: Clock) -> None:
    """Tell the other of each open delegation of somebody whose account is closed now."""
    async with work:
        for each in await work.delegations.of_person(user_id):
            if each.state not in ENDED:
                await work.nudges.plan(nudge(each, NudgeKind.UNREACHABLE, clock.now(), about=user_id))
        await work.commit()


async def left_channel(user_id: str, channel_id: str, event_id: str, work: UnitOfWork, clock: Clock) -> None:
    """Tell the other of each delegation whose after-action would open where this person does not see it any more."""
    async with work:
        if not await work.first_time(event_id):
            return
        for each in await work.delegations.of_person(user_id):
            if each.state in BEFORE_REVIEW and each.brief.team_channel == channel_id:
                other = each.manager_id if user_id == each.owner_id else each.owner_id
                await work.nudges.plan(
                    nudge(each, NudgeKind.LEFT_CHANNEL, clock.now(), to=other, about=channel_id)
                )
        await work.commit()


async def keep_between(command: KeepBetween, work: UnitOfWork, clock: Clock) -> Delegation:
    """Have the after-action open in a conversation of the two: less in sight than agreed, so either may say so.

    The other is told, since it is a new version of what both agreed. Raises `Refused` to a third person, and once the
    after-action has opened.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        delegation.role_of(command.actor_id)
        if delegation.brief.team_channel is None:
            return delegation
        if delegation.state not in BEFORE_REVIEW:
            raise Refused("Its after-action has opened already. What is written there stays there.")
        now = clock.now()
        change = delegation.change
        if change and change.brief.team_channel == delegation.brief.team_channel:
            # What is proposed meanwhile would bring the channel back with whatever it is about.
            change = replace(change, brief=replace(change.brief, team_channel=None))
        kept = replace(
            delegation,
            brief=replace(delegation.brief, team_channel=None),
            change=change,
            brief_number=delegation.brief_number + 1,
            changed_at=now,
        )
        await work.delegations.save(kept)
        await work.delegations.add_version(version_of(kept, command.actor_id))
        await work.records.note(
            HistoryEntry(kept.id, Event.PLACE_CHANGED, command.actor_id, now, f"version {kept.brief_number}")
        )
        place = delegation.brief.team_channel
        await work.nudges.refresh(nudge(kept, NudgeKind.LEFT_CHANNEL, now, to=command.actor_id, about=place))
        other = kept.other(kept.role_of(command.actor_id))
        await work.nudges.plan(nudge(kept, NudgeKind.PLACE_CHANGED, now, to=other, about=place))
        await show(work, kept, now)
        await work.commit()
    return kept


async def has_left(user_id: str, work: UnitOfWork, directory: Directory) -> bool:
    """Say whether the account of somebody whom we know is closed."""
    async with work:
        known = await work.people.person(user_id)
    person = await directory.person(work.tenant, user_id) if known else None
    return person is not None and person.is_deleted
