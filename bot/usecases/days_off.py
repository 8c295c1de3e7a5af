"""A team's days off: kept with its channel, and planned around for everybody whose after-action opens there."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refused
from bot.domain.people import Channel
from bot.usecases.ports import Directory, UnitOfWork


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


async def take_off(command: TakeOff, work: UnitOfWork, directory: Directory) -> None:
    """Keep the days off. What is planned from now on goes around them; what falls on one comes when they are back."""
    await channel_of_team(command.channel_id, command.actor_id, work, directory)
    async with work:
        await work.people.take_off(command.channel_id, command.days)
        await work.commit()
    directory.forget(work.tenant, command.channel_id)
