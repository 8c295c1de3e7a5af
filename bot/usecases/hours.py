"""The hours that a plan goes by: a person's own, without the days off of the team whose work it is."""

from bot.domain.delegation import Delegation
from bot.domain.people import Channel, Person, Tenant
from bot.domain.worktime import WorkingHours
from bot.usecases.ports import Directory, UnitOfWork


async def hours_of_both(work: UnitOfWork, delegation: Delegation) -> tuple[WorkingHours, WorkingHours]:
    """Return the hours in which owner and manager work on it; the zone is UTC for one whom we do not know yet."""
    known = await work.people.persons((delegation.owner_id, delegation.manager_id))
    nobody = Person("", delegation.tenant.team_id, "")
    team = await team_of(work, delegation)
    return (
        known.get(delegation.owner_id, nobody).hours_in(team),
        known.get(delegation.manager_id, nobody).hours_in(team),
    )


async def hours_of(work: UnitOfWork, delegation: Delegation, user_id: str) -> WorkingHours:
    """Return the hours in which a person answers about it; the zone is UTC for one whom we do not know."""
    known = await work.people.persons((user_id,))
    nobody = Person(user_id, delegation.tenant.team_id, "")
    return known.get(user_id, nobody).hours_in(await team_of(work, delegation))


async def team_of(work: UnitOfWork, delegation: Delegation) -> Channel | None:
    """Return the channel of the team whose work it is; None without one, or where it is not known yet."""
    place = delegation.brief.team_channel
    known = await work.people.channel(place) if place else None
    return known[0] if known else None


async def hours_before_an_offer(
    person: Person, team_channel: str | None, tenant: Tenant, directory: Directory
) -> WorkingHours:
    """Return the hours in which a person would work on what a draft describes. Raises `Unavailable`, as Slack does."""
    return person.hours_in(await directory.channel(tenant, team_channel) if team_channel else None)
