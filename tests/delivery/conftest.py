"""A clock that stands still, and the stand-in workspace with a client that talks to it."""

from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SettableClock
from bot.delivery.clients import SingleWorkspaceClients, open_client, open_session
from bot.delivery.worker import Worker
from bot.manifest import read_manifest
from bot.metrics import Metrics
from bot.playground.cast import northwind
from bot.playground.server import PlaygroundServer
from bot.playground.workspace.workspace import Workspace
from tests.delivery.scene import Scene, Start
from tests.delivery.whole import Delivery

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SettableClock:
    """A clock that stands until it is moved."""
    return SettableClock(MONDAY, frozen=True)


@pytest.fixture
async def server(clock: SettableClock) -> AsyncIterator[PlaygroundServer]:
    """The stand-in Slack, serving its Web API to a bot that may read wherever it is."""
    workspace = northwind(clock, deepcopy(read_manifest()), rates_enforced=False)
    workspace.app.scopes |= {"channels:history", "mpim:history"}
    server = PlaygroundServer(workspace, clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def workspace(server: PlaygroundServer) -> Workspace:
    """The workspace that it serves."""
    return server.workspace


@pytest.fixture
def metrics() -> Metrics:
    """What is measured meanwhile."""
    return Metrics()


@pytest.fixture
async def session(metrics: Metrics) -> AsyncIterator[aiohttp.ClientSession]:
    """The session that the bot uses."""
    async with open_session(metrics) as session:
        yield session


@pytest.fixture
def client(server: PlaygroundServer, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The bot's client for the stand-in."""
    return open_client(server.workspace.app.bot_token, server.api_url, session)


@pytest.fixture
def clients(client: AsyncWebClient) -> SingleWorkspaceClients:
    """The clients of the one workspace."""
    return SingleWorkspaceClients(client)


@pytest.fixture
def scene(clock: SettableClock) -> Scene:
    """An empty outbox, and a sender to whom everything succeeds."""
    return Scene(clock)


@pytest.fixture
async def delivery(clients: SingleWorkspaceClients, clock: SettableClock) -> AsyncIterator[Delivery]:
    """Delivery, put together as the bot does it."""
    delivery = Delivery(clients, clock)
    yield delivery
    await delivery.worker.stop(2)
    delivery.wake_ups.stop()


@pytest.fixture
async def start(scene: Scene) -> AsyncIterator[Start]:
    """Start a worker's task; it is stopped at the end."""
    started: list[Worker] = []

    async def start(**options: Any) -> Worker:
        worker = scene.worker(**options)
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        await worker.stop(1)
