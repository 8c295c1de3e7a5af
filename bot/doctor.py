"""`leeway doctor`: look at settings, database and Slack, and say in words what to do."""

import asyncio
from typing import Final

import aiohttp
import typer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.delivery.reconcile import UNREAD
from bot.domain.nudge import SUSPENDED, NudgeStatus
from bot.settings import Settings
from bot.usecases.ports import Unavailable
from storage.connections import open_connections
from storage.oversight import SqlOversight
from storage.schema import is_current

Finding = tuple[bool, str]
SHUT_OUT: Final = "Once the token is good again, a start of the bot sends them."
IN_SLACK: Final = "They may stand in Slack already, and are looked for until that can be seen. Slack says"
NEWER: Final = (
    "This version does not know them and leaves them as they are; the one that owes them sends them."
)


async def examine(settings: Settings) -> int:
    """Print one line for each thing looked at; return 0 where all is well, else 1."""
    findings = [_settings(settings), *await _database(settings), await _slack(settings)]
    for well, words in findings:
        typer.echo(f"{'ok  ' if well else 'MEND'}  {words}")
    return 0 if all(well for well, _ in findings) else 1


def _settings(settings: Settings) -> Finding:
    faults = settings.missing_for_run()
    return (False, " ".join(faults)) if faults else (True, f"settings, over {settings.transport}")


async def _database(settings: Settings) -> list[Finding]:
    kind = "SQLite" if settings.is_sqlite else "PostgreSQL"
    try:
        if not await asyncio.to_thread(is_current, settings.database_url):
            return [(False, f"{kind} is not on this version's tables. Run `leeway migrate`.")]
        connections = open_connections(settings.database_url)
        try:
            nudges = await _nudges(SqlOversight(connections, SystemClock()))
        finally:
            await connections.close()
    except Unavailable:
        return [(False, f"{kind} cannot be reached. Check DATABASE_URL and whether the server runs.")]
    return [(True, f"{kind}, on this version's tables"), *nudges]


async def _nudges(oversight: SqlOversight) -> list[Finding]:
    """Say what waits, what holds it up, and what was given up."""
    counts = await oversight.counts()
    waiting = sum(
        counts[status] for status in (NudgeStatus.SCHEDULED, NudgeStatus.SENDING, NudgeStatus.FOLDED)
    )
    findings = [(True, f"{waiting} nudges waiting")]
    findings += [_trouble(reason, number) for reason, number in (await oversight.troubles()).items()]
    for kind, number in (await oversight.unknown()).items():
        findings.append((False, f"{number} of them are of a newer version's kind, {kind}. {NEWER}"))
    if counts[NudgeStatus.DEAD]:
        findings.append(
            (False, f"{counts[NudgeStatus.DEAD]} nudges were given up. `leeway resend` lists them.")
        )
    return findings


def _trouble(reason: str, number: int) -> Finding:
    """Say why so many have been put off, and whether somebody has to act: most of it passes by itself."""
    if reason.startswith(SUSPENDED):
        word = reason.removeprefix(SUSPENDED)
        return False, f"{number} of them are held up: Slack says {word}. {SHUT_OUT}"
    if reason.startswith(UNREAD):
        return True, f"{number} of them are in doubt. {IN_SLACK} {reason.removeprefix(UNREAD)}."
    return True, f"{number} of them have been put off: {reason}."


async def _slack(settings: Settings) -> Finding:
    if not settings.slack_bot_token:
        return False, "Slack was not asked: there is no SLACK_BOT_TOKEN."
    client = AsyncWebClient(settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10)
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return False, f"Slack refused the bot token: {error.response.get('error')}."
    except (aiohttp.ClientError, TimeoutError):
        return False, f"Slack cannot be reached at {settings.slack_api_url}."
    return True, f"Slack, as {answer.get('user')} in {answer.get('team')}"
