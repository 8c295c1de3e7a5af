"""A team's days off: kept with its channel, and planned around for everybody whose after-action opens there."""

from dataclasses import dataclass
from datetime import date

from bot.usecases.owed_nudges import show
from bot.usecases.plan_anew import plan_anew
from bot.usecases.ports import Clock, Directory, UnitOfWork
from bot.usecases.team import channel_of_team


@dataclass(frozen=True, slots=True)
class TakeOff:
    """Somebody in a channel says on which days its team does not work."""

    channel_id: str
    actor_id: str
    days: frozenset[date]


async def take_off(command: TakeOff, work: UnitOfWork, directory: Directory, clock: Clock) -> None:
    """Keep the days off, and move what is planned for one of them: what is bound to a date earlier, the rest later.

    Raises `Refused` outside of a team's channel, and to people who are not in it.
    """
    await channel_of_team(command.channel_id, command.actor_id, work, directory)
    async with work:
        await work.people.take_off(command.channel_id, command.days)
        now = clock.now()
        at_work = await work.delegations.at_work_in(command.channel_id)
        for delegation in await plan_anew(at_work, work, now):
            await show(work, delegation, now)
        await work.commit()
    directory.forget(work.tenant, command.channel_id)
