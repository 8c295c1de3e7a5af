"""`leeway resend`: list the nudges that were given up, and owe them once more."""

from collections.abc import Sequence
from typing import Final

import typer

from bot.clock import SystemClock
from bot.settings import Settings
from storage.connections import open_connections
from storage.oversight import DeadNudge, SqlOversight

IN_SIGHT: Final = 50


async def resend(settings: Settings, nudge_ids: Sequence[str], *, everything: bool) -> int:
    """Send these again, or all, or where none is asked for list them; return the exit code.

    A bot that runs finds them within its next tick. Raises `Unavailable` where the database is out of reach.
    """
    connections = open_connections(settings.database_url)
    try:
        oversight = SqlOversight(connections, SystemClock())
        if not (nudge_ids or everything):
            return _list(await oversight.dead(IN_SIGHT))
        again = await oversight.send_again(nudge_ids)
    finally:
        await connections.close()
    for nudge_id in again:
        typer.echo(f"{nudge_id}  owed again")
    typer.echo(f"{len(again)} nudges are owed again; the bot sends them within its next tick.")
    return 0 if everything or len(again) == len(set(nudge_ids)) else 1


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
