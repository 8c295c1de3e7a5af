"""What a team wants no questions about: phrasing rules that are switched off for all its work."""

from dataclasses import dataclass

from bot.usecases.ports import Directory, UnitOfWork
from bot.usecases.team import channel_of_team


@dataclass(frozen=True, slots=True)
class Unask:
    """Somebody in a channel says which phrasing rules, by their names, its team wants no questions from."""

    channel_id: str
    actor_id: str
    rules: frozenset[str]


async def unask(command: Unask, work: UnitOfWork, directory: Directory) -> None:
    """Keep the rules in place of those named before; what is written from now on is held against the others alone.

    Raises `Refused` outside of a team's channel, and to people who are not in it.
    """
    await channel_of_team(command.channel_id, command.actor_id, work, directory)
    async with work:
        await work.people.unask(command.channel_id, command.rules)
        await work.commit()
    directory.forget(work.tenant, command.channel_id)
