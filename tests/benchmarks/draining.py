"""A morning's backlog: due nudges of many workspaces, drained by the bot's own sender into a Slack that only answers.

Beside it a loop that posts the same messages, already rendered, over one session, as many at a time, on the same kind
of event loop. Once plainly with aiohttp, and once through Slack's SDK, to tell its part from ours.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SteadyClock, SystemClock
from bot.delivery.clients import Clients, DirectClient, open_client, open_session
from bot.delivery.directory import SlackDirectory
from bot.delivery.gateway import Gateway
from bot.delivery.pacing import Pacing
from bot.delivery.rendering import Renderer
from bot.delivery.scheduler import WakeUps
from bot.delivery.worker import Worker
from bot.domain.nudge import Result, Settlement
from bot.domain.people import Tenant
from bot.metrics import Metrics
from handlers.giving_way import InFlight
from storage.connections import open_both
from storage.outbox import SqlOutbox
from storage.read_ahead import ReadAhead
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.owing import owe, owe_again, workspaces
from tests.benchmarks.processes import environment, running
from tests.benchmarks.rounds import Rounds
from tests.benchmarks.slack import BOT_TOKEN, POST, Json
from tests.benchmarks.surroundings import DATABASES, Surroundings
from tests.benchmarks.table import Row

WORKSPACES: Final = 100
EACH, EACH_QUICK = 100, 20  # fewer than what a workspace may post at once
CONCURRENCY: Final = 16
TICK_SECONDS: Final = 5.0
LEEWAY, BARE, BARE_SDK = "Leeway", "bare", "bare, through the SDK"
SLOWER: Final = 1.5


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows, for both databases."""
    found = []
    each = EACH_QUICK if around.is_quick else EACH
    for database in DATABASES:
        url, tenants = around.new(database), workspaces(WORKSPACES)
        await owe(url, tenants, each, datetime.now(UTC))
        arguments = ("-m", "tests.benchmarks.slack")
        async with running(*arguments, env=environment(), ready="http", folder=around.folder) as slack:
            seconds = await _measure(url, tenants, each * WORKSPACES, slack.said.strip())
        about = f"{database}, {each * WORKSPACES:,} due, drained"
        found.append(seconds.row(about, LEEWAY, BARE, SLOWER))
        found.append(seconds.row(about, LEEWAY, BARE_SDK))
    return found


async def _measure(url: str, tenants: Sequence[Tenant], number: int, api_url: str) -> Rounds:
    async with open_session(Metrics()) as session:
        clients = TenantClients({each: Recording(api_url, session) for each in tenants})
        await drain(url, number, clients)
        messages = clients.said()
        clients = TenantClients({each: open_client(BOT_TOKEN, api_url, session) for each in tenants})
        client = AsyncWebClient(BOT_TOKEN, base_url=api_url, session=session, retry_handlers=[])
        subjects: dict[str, Callable[[], Awaitable[float]]] = {
            LEEWAY: lambda: drain(url, number, clients),
            BARE: lambda: _at_a_time(messages, lambda message: _post(session, api_url, message)),
            BARE_SDK: lambda: _at_a_time(messages, lambda message: client.api_call(POST, json=message)),
        }
        seconds = Rounds("s")
        for _ in range(3):
            await owe_again(url, datetime.now(UTC))
            for name, subject in subjects.items():
                seconds.note(name, await subject())
    return seconds


async def drain(url: str, number: int, clients: Clients) -> float:
    """Let a worker send so many nudges that are due, and return the seconds until the last of them is settled."""
    clock, wake, pacing = SystemClock(), asyncio.Event(), Pacing()
    wake_ups = WakeUps(clock, wake, TICK_SECONDS)
    listening, working = open_both(url)
    units = SqlUnitsOfWork(working, wake_ups.at, clock)
    outbox = Counting(number, working, clock, SteadyClock())
    worker = Worker(
        outbox,
        Renderer(units, ReadAhead(working, clock), SlackDirectory(units, clients, clock, pacing), clock),
        Gateway(clients, pacing),
        pacing,
        clock,
        wake,
        wake_ups,
        give_way=InFlight().give_way,
        concurrency=CONCURRENCY,
    )
    await outbox.next_due()  # the connection is opened before the time begins
    begun = time.perf_counter()
    wake_ups.start()
    worker.start()
    await outbox.is_done.wait()
    seconds = time.perf_counter() - begun
    wake_ups.stop()
    await worker.stop()
    await listening.close()
    await working.close()
    return seconds


class Counting(SqlOutbox):
    """The outbox; `is_done` once so many are settled."""

    def __init__(self, number: int, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.is_done = asyncio.Event()
        self._left = number

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Settle, and count."""
        settled = await super().settle(settlements)
        self._left -= sum(each.result is not Result.LATER for each in settlements)
        if self._left <= 0:
            self.is_done.set()
        return settled


class TenantClients:
    """A client for each workspace, all on one session."""

    def __init__(self, clients: dict[Tenant, Any]) -> None:
        self._clients = clients

    def put(self, tenant: Tenant, client: AsyncWebClient) -> None:
        """Give a workspace its client."""
        self._clients[tenant] = client

    async def client_for(self, tenant: Tenant) -> AsyncWebClient | None:
        """Return the workspace's client."""
        return self._clients.get(tenant)

    def said(self) -> list[Json]:
        """Return what clients that are `Recording` have posted."""
        return [message for client in self._clients.values() for message in client.said]


class Recording(DirectClient):
    """A client that keeps what it posts."""

    def __init__(self, api_url: str, session: aiohttp.ClientSession) -> None:
        super().__init__(BOT_TOKEN, base_url=api_url, session=session, retry_handlers=[])
        self.said: list[Json] = []

    async def api_call(self, api_method: str, **arguments: Any) -> Any:
        """Keep it, and send it on."""
        if api_method == POST:
            self.said.append(arguments["json"])
        return await super().api_call(api_method, **arguments)


async def _at_a_time(messages: Iterable[Json], post: Callable[[Json], Awaitable[Any]]) -> float:
    """Post all, and return the seconds that it took."""
    waiting = iter(messages)

    async def post_in_turn() -> None:
        for message in waiting:
            await post(message)

    begun = time.perf_counter()
    await asyncio.gather(*(post_in_turn() for _ in range(CONCURRENCY)))
    return time.perf_counter() - begun


async def _post(session: aiohttp.ClientSession, api_url: str, message: Json) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with session.post(f"{api_url}{POST}", json=message, headers=headers) as response:
        answer = await response.json()
    if not answer["ok"]:
        raise RuntimeError(f"refused: {answer['error']}")
