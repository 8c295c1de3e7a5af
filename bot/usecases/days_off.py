"""A team's days off: kept with its channel, and planned around for everybody whose after-action opens there."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refused
from bot.domain.people import Channel
from bot.usecases.owed_nudges import show
from bot.usecases.plan_anew import plan_anew
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeOff:
    """Somebody in a channel says on which days its team does not work."""

    channel_id: str
    actor_id: str
    days: frozenset[date]


async def channel_of_team(channel_id: str, actor_id: str, work: UnitOfWork, directory: Directory) -> Channel:
    """Return the channel whose days off this person may set. Raises `Refused` with what to do instead."""
    is_direct = channel_id.startswith("D")  # of which Slack tells us nothing without a further scope
    channel = None if is_direct else await directory.channel(work.tenant, channel_id)
    if channel is None or not channel.has_bot:
        raise Refused(
            "Days off belong to a team's channel. Invite me there with /invite, and type it there again."
        )
    if not await directory.is_member(work.tenant, channel_id, actor_id):
        raise Refused("Only the people in this channel set its days off. Ask one of them.")
    return channel


async def take_off(command: TakeOff, work: UnitOfWork, directory: Directory, clock: Clock) -> None:
    """Keep the days off, and move what is planned for one of them: what is bound to a date earlier, the rest later."""
    await channel_of_team(command.channel_id, command.actor_id, work, directory)
    async with work:
        await work.people.take_off(command.channel_id, command.days)
        now = clock.now()
        at_work = await work.delegations.at_work_in(command.channel_id)
        for delegation in await plan_anew(at_work, work, now):
            await show(work, delegation, now)
        await work.commit()
    directory.forget(work.tenant, command.channel_id)
