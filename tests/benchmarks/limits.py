"""Slack's limits: how much of them is used, how often they are hit, and what others wait meanwhile.

The stand-in workspaces enforce the limits; time is simulated. One workspace has a backlog of direct messages far above
its limit, ten others get a few messages each while that is being sent, all through the one worker.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.clients import open_session
from bot.delivery.directory import SlackDirectory
from bot.delivery.gateway import Gateway
from bot.delivery.outgoing import Outgoing
from bot.delivery.pacing import Pacing
from bot.delivery.rendering import Renderer
from bot.delivery.worker import Worker
from bot.domain.nudge import Claim, Settlement
from bot.domain.people import Tenant
from bot.manifest import read_manifest
from bot.metrics import Metrics
from bot.playground.server import PlaygroundServer
from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.workspace.people import Person, Team
from bot.playground.workspace.rates import POSTS_PER_MINUTE
from storage.connections import open_both
from storage.read_ahead import ReadAhead
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.draining import CONCURRENCY, TICK_SECONDS, Counting, TenantClients
from tests.benchmarks.owing import manager_of, owe, workspaces
from tests.benchmarks.simulated import SimulatedAlarm, SimulatedTime, run_simulated
from tests.benchmarks.surroundings import SQLITE, Surroundings
from tests.benchmarks.table import Row

BACKLOG, BACKLOG_QUICK = 4_000, 1_000
SMALL, EACH = 10, 3
"""So many small workspaces with so many messages each."""

FIRST, APART = timedelta(seconds=20), timedelta(seconds=20)
"""When those of the first small workspace are due after the backlog, and those of each further one."""

JOURNEY_SECONDS: Final = (0.03, 0.25)
"""How long a call takes until Slack counts it: between these, so that they arrive less evenly than they are sent."""


@dataclass
class Seen:
    """What Slack saw: when each message arrived, in seconds after the backlog fell due, and how often it said 429."""

    arrived: dict[Tenant, list[float]] = field(default_factory=dict)
    refused: int = 0


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows."""
    number = BACKLOG_QUICK if around.is_quick else BACKLOG
    url, time = around.new(SQLITE), SimulatedTime()
    (large,), small = workspaces(1), workspaces(SMALL, "T0SMALL")
    await owe(url, [large], number, time.now())
    due = {each: FIRST + place * APART for place, each in enumerate(small)}
    for each, after in due.items():
        await owe(url, [each], EACH, time.now() + after)
    people = {large: number} | dict.fromkeys(small, EACH)
    # In a thread, because a thread has one event loop, and here that is a quick one without simulated time.
    seen = await asyncio.to_thread(lambda: run_simulated(time, _drain(url, time, people)))
    seconds = max(seen.arrived[large])
    allowed = POSTS_PER_MINUTE * (1 + seconds / 60)
    latest = max(max(seen.arrived[each]) - after.total_seconds() for each, after in due.items())
    about = f"Slack's limits, simulated, {number:,} due"
    calls = sum(len(each) for each in seen.arrived.values()) + seen.refused
    return [
        Row(
            f"{about}: sent / allowed",
            f"{number:,} / {allowed:,.0f} in {seconds:.0f} s",
            [100 * number / allowed],
            95,
            at_least=True,
            unit="%",
        ),
        Row(f"{about}: refused with 429", f"{seen.refused} of {calls:,} calls", [seen.refused], 0, unit=""),
        Row(f"{about}: the latest of {SMALL} others", f"{SMALL * EACH} messages", [latest], 5, unit="s"),
    ]


async def _drain(url: str, time: SimulatedTime, people: dict[Tenant, int]) -> Seen:
    """Send all that is due, to so many people of each workspace."""
    seen, wake, random = Seen(), asyncio.Event(), Random(1)
    async with AsyncExitStack() as stack:
        with time.standing():
            session = await stack.enter_async_context(open_session(Metrics()))
            clients = TenantClients({})
            for tenant, number in people.items():
                server = await _workspace(tenant, number, time)
                stack.push_async_callback(server.stop)
                clients.put(tenant, Travelling(server, session, time, seen, tenant, random))
            listening, working = open_both(url)
            outbox = StandingOutbox(sum(people.values()), working, time)
            await outbox.next_due()
        pacing, alarm = Pacing(time.monotonic), SimulatedAlarm(time, wake, TICK_SECONDS)
        units = SqlUnitsOfWork(working, alarm.at, time)
        worker = Worker(
            outbox,
            StandingRenderer(
                Renderer(units, ReadAhead(working, time), SlackDirectory(units, clients, time, pacing), time),
                time,
            ),
            Gateway(clients, pacing),
            pacing,
            time,
            wake,
            alarm,
            concurrency=CONCURRENCY,
            monotonic=time.monotonic,
        )
        worker.start()
        await outbox.is_done.wait()
        alarm.stop()
        await worker.stop()
        with time.standing():
            await listening.close()
            await working.close()
    return seen


async def _workspace(tenant: Tenant, number: int, time: SimulatedTime) -> PlaygroundServer:
    team = Team(tenant.team_id, "Northwind", "northwind")
    workspace = ConnectedWorkspace(team, time, deepcopy(read_manifest()), monotonic=time.monotonic)
    for place in range(number):
        workspace.add_person(Person(manager_of(place), f"manager{place}", f"Manager {place}"))
    server = PlaygroundServer(workspace, time)
    await server.start()
    return server


class Travelling(AsyncWebClient):
    """A client whose calls travel for a while, and which notes when they arrived."""

    def __init__(
        self,
        server: PlaygroundServer,
        session: aiohttp.ClientSession,
        time: SimulatedTime,
        seen: Seen,
        tenant: Tenant,
        random: Random,
    ) -> None:
        token = server.workspace.app.bot_token
        super().__init__(token, base_url=server.api_url, session=session, retry_handlers=[])
        self._time = time
        self._seen = seen
        self._arrived = seen.arrived.setdefault(tenant, [])
        self._random = random

    async def api_call(self, api_method: str, **arguments: Any) -> Any:
        """Travel, then call."""
        await asyncio.sleep(self._random.uniform(*JOURNEY_SECONDS))
        try:
            with self._time.standing():
                answer = await super().api_call(api_method, **arguments)
        except SlackApiError as error:
            self._seen.refused += error.response.status_code == 429
            raise
        self._arrived.append(self._time.seconds)
        return answer


class StandingOutbox(Counting):
    """The outbox, for which no time passes."""

    def __init__(self, number: int, connections: Any, time: SimulatedTime) -> None:
        super().__init__(number, connections, time, time)
        self._time = time

    async def claim(
        self,
        owner: str,
        limit: int,
        lease_seconds: float,
        besides: Collection[Tenant] = (),
        held: Collection[str] = (),
    ) -> list[Claim]:
        """Claim."""
        with self._time.standing():
            return await super().claim(owner, limit, lease_seconds, besides, held)

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Settle."""
        with self._time.standing():
            return await super().settle(settlements)

    async def next_due(self, besides: Collection[Tenant] = ()) -> datetime | None:
        """Ask for the next moment."""
        with self._time.standing():
            return await super().next_due(besides)


class StandingRenderer:
    """The renderer, for which no time passes."""

    def __init__(self, renderer: Renderer, time: SimulatedTime) -> None:
        self._renderer = renderer
        self._time = time

    async def prepare(self, claim: Claim) -> Outgoing:
        """Render."""
        with self._time.standing():
            return await self._renderer.prepare(claim)
