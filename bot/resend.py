"""`leeway resend`: list the nudges that were given up, and owe them once more."""

from collections.abc import Sequence
from typing import Final

import typer

from bot.clock import FollowingClock, SystemClock
from bot.settings import Settings
from bot.usecases.ports import Clock
from storage.connections import Connections, open_connections
from storage.oversight import DeadNudge, SqlOversight
from storage.server_time import server_time

IN_SIGHT: Final = 50
HOW: Final = (
    "A bot that runs finds them within its next tick; what is late comes as one message for each person, "
    "and what can wait in their working hours."
)


async def resend(settings: Settings, nudge_ids: Sequence[str], *, everything: bool) -> int:
    """Send these again, or all, or where none is asked for list them; return the exit code.

    A bot that runs finds them within its next tick: they are due by the clock that it goes by. Raises `Unavailable`
    where the database is out of reach.
    """
    connections = open_connections(settings.database_url)
    try:
        oversight = SqlOversight(connections, await _clock(settings, connections))
        if not (nudge_ids or everything):
            return _list(await oversight.dead(IN_SIGHT))
        again = await oversight.send_again(nudge_ids)
    finally:
        await connections.close()
    for nudge_id in again:
        typer.echo(f"{nudge_id}  owed again")
    typer.echo(f"{len(again)} nudges are owed again. {HOW}")
    return 0 if everything or len(again) == len(set(nudge_ids)) else 1


async def _clock(settings: Settings, connections: Connections) -> Clock:
    return SystemClock() if settings.is_sqlite else FollowingClock(await server_time(connections))


def _list(dead: Sequence[DeadNudge]) -> int:
    """Say when each was given up and why, without what anybody wrote."""
    for each in dead:
        nudge = each.nudge
        typer.echo(
            f"{nudge.id}  {each.at:%Y-%m-%d %H:%M} UTC  {nudge.kind.value}  team {nudge.tenant.team_id}  "
            f"after {each.attempts} attempts: {each.error}"
        )
    typer.echo("Name some of them to send them again, or --all." if dead else "No nudge was given up.")
    return 0
