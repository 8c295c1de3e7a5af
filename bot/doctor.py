"""`leeway doctor`: look at settings, database and Slack, and say in words what to do."""

import asyncio

import aiohttp
import typer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.domain.nudge import NudgeStatus
from bot.settings import Settings
from bot.usecases.ports import Unavailable
from storage.connections import open_connections
from storage.oversight import SqlOversight
from storage.schema import is_current


async def examine(settings: Settings) -> int:
    """Print one line for each thing looked at; return 0 where all is well, else 1."""
    findings = [_settings(settings), *await _database(settings), await _slack(settings)]
    for well, words in findings:
        typer.echo(f"{'ok  ' if well else 'MEND'}  {words}")
    return 0 if all(well for well, _ in findings) else 1


def _settings(settings: Settings) -> tuple[bool, str]:
    faults = settings.missing_for_run()
    return (False, " ".join(faults)) if faults else (True, f"settings, over {settings.transport}")


async def _database(settings: Settings) -> list[tuple[bool, str]]:
    kind = "SQLite" if settings.is_sqlite else "PostgreSQL"
    try:
        if not await asyncio.to_thread(is_current, settings.database_url):
            return [(False, f"{kind} is not on this version's tables. Run `leeway migrate`.")]
        connections = open_connections(settings.database_url)
        try:
            counts = await SqlOversight(connections, SystemClock()).counts()
        finally:
            await connections.close()
    except Unavailable:
        return [(False, f"{kind} cannot be reached. Check DATABASE_URL and whether the server runs.")]
    dead = counts[NudgeStatus.DEAD]
    waiting = counts[NudgeStatus.SCHEDULED] + counts[NudgeStatus.SENDING]
    nudges = (True, f"{waiting} nudges waiting, none given up")
    if dead:
        nudges = (False, f"{waiting} nudges waiting, {dead} given up: look for nudge.dead in the log.")
    return [(True, f"{kind}, on this version's tables"), nudges]


async def _slack(settings: Settings) -> tuple[bool, str]:
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
