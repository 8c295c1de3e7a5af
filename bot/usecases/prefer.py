"""A person's own time: what they say about it, and what is planned anew because of it."""

from dataclasses import dataclass, replace

from bot.domain.errors import Invalid, NotFound
from bot.domain.identity import new_id
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Person, why_not_deputy
from bot.domain.preferences import Preferences, check
from bot.usecases.owed_nudges import show
from bot.usecases.plan_anew import owned_at_work, plan_anew
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class Prefer:
    """A person says how they work and how they wish to be told."""

    actor_id: str
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Mute:
    """A person wants no more reminders about one delegation, or wants them again."""

    delegation_id: str
    actor_id: str
    is_muted: bool


async def prefer(command: Prefer, work: UnitOfWork, directory: Directory, clock: Clock) -> None:
    """Keep what was said, and move the person's waiting checkpoints into their new hours.

    Raises `Invalid` with a sentence for each field that cannot stand.
    """
    person = await _known(command.actor_id, work, directory)
    preferences = command.preferences
    today = clock.now().astimezone(replace(person, preferences=preferences).tz).date()
    check(preferences, person.user_id, today)
    if preferences.deputy_id:
        deputy = await directory.person(work.tenant, preferences.deputy_id)
        problem = why_not_deputy(deputy, work.tenant.team_id)
        if problem:
            raise Invalid({"deputy": problem})
    async with work:
        await work.people.prefer(person.user_id, preferences)
        own = await owned_at_work(person.user_id, work)
        await plan_anew(own, work, clock.now())
        for delegation in own:  # their dates are written in the person's zone
            await show(work, delegation, clock.now())
        for delegation_id in person.preferences.muted - preferences.muted:
            await _show_anew(delegation_id, work, clock)
        await work.nudges.refresh(
            Nudge(new_id(), work.tenant, NudgeKind.HOME, "", person.user_id, clock.now())
        )
        await work.commit()
    directory.forget(work.tenant, person.user_id)


async def mute(command: Mute, work: UnitOfWork, directory: Directory, clock: Clock) -> None:
    """Send this person no more reminders about the delegation, or send them again; nothing else changes."""
    await _known(command.actor_id, work, directory)
    async with work:
        delegation = await work.delegations.get(command.delegation_id)
        delegation.role_of(command.actor_id)
        before = (await work.people.persons((command.actor_id,)))[command.actor_id].preferences
        muted = before.muted | {delegation.id} if command.is_muted else before.muted - {delegation.id}
        await work.people.prefer(command.actor_id, replace(before, muted=muted))
        await show(work, delegation, clock.now())
        await work.commit()
    directory.forget(work.tenant, command.actor_id)


async def muted_tasks(person: Person, work: UnitOfWork) -> dict[str, str]:
    """Return the tasks of the delegations that the person has muted, by id."""
    found = {}
    async with work:
        for delegation_id in sorted(person.preferences.muted):
            try:
                found[delegation_id] = (await work.delegations.get(delegation_id)).brief.task
            except NotFound:
                continue
    return found


async def _known(user_id: str, work: UnitOfWork, directory: Directory) -> Person:
    """Return the person, with a row of their own that preferences can be written to."""
    person = await directory.person(work.tenant, user_id)
    if person is None:
        raise NotFound
    return person


async def _show_anew(delegation_id: str, work: UnitOfWork, clock: Clock) -> None:
    try:
        await show(work, await work.delegations.get(delegation_id), clock.now())
    except NotFound:
        return
