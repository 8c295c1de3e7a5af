"""A team is the people of a channel: what one of them says there holds for the work whose after-action opens there."""

from bot.domain.errors import Refused
from bot.domain.people import Channel
from bot.usecases.ports import Directory, UnitOfWork


async def channel_of_team(channel_id: str, actor_id: str, work: UnitOfWork, directory: Directory) -> Channel:
    """Return the channel for whose team this person may speak. Raises `Refused` with what to do instead."""
    is_direct = channel_id.startswith("D")  # of which Slack tells us nothing without a further scope
    channel = None if is_direct else await directory.channel(work.tenant, channel_id)
    if channel is None or not channel.has_bot:
        raise Refused(
            "This belongs to a team's channel. Invite me there with /invite, and type it there again."
        )
    if not await directory.is_member(work.tenant, channel_id, actor_id):
        raise Refused("Only the people in this channel say this for its team. Ask one of them.")
    return channel
