"""`leeway run` from outside: its port, and whether it is alive and ready."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.server import PlaygroundServer
from tests.databases import Database, PostgresServer
from tests.processes.conftest import SetScene
from tests.processes.leeway import running
from tests.processes.owed import eventually
from tests.processes.story import CloudReport, in_two_weeks

Asked = tuple[int, Any]


class Health:
    """Asks a bot how it is."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def ask(self, address: str) -> Asked:
        """Return the status and the body of an answer."""
        async with self._session.get(address) as answer:
            return answer.status, await answer.json()

    async def until(self, address: str, wanted: Asked) -> None:
        """Wait for an answer."""

        async def is_so() -> bool:
            return await self.ask(address) == wanted

        await eventually(is_so, 30.0)


READY: Asked = (200, {"database": True, "slack": True, "clock": True})
WITHOUT_SLACK: Asked = (503, {"database": True, "slack": False, "clock": True})
WITHOUT_DATABASE: Asked = (503, {"database": False, "slack": True, "clock": True})


@pytest.fixture
async def health() -> AsyncIterator[Health]:
    """Whoever looks after bots."""
    async with aiohttp.ClientSession() as session:
        yield Health(session)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_it_prints_its_port_and_answers_there(
    set_scene: SetScene, sqlite: Database, tmp_path: Path, health: Health, transport: str
) -> None:
    """PORT=0 picks a port and prints it; the two health routes answer there over either transport."""
    scene = await set_scene(sqlite, transport=transport)
    async with running(tmp_path, "run", **scene.environment) as bot:
        address = await bot.health()
        assert await health.ask(f"{address}/healthz") == (200, {"alive": True})
        assert await health.ask(f"{address}/readyz") == READY
        assert await bot.stop() == 0


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_it_starts_without_slack_and_finds_it_later(
    set_scene: SetScene, sqlite: Database, tmp_path: Path, health: Health, transport: str
) -> None:
    """Where Slack cannot be reached the bot is alive and not ready, and once Slack is there it is both."""
    scene = await set_scene(sqlite, transport=transport)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    later = {"SLACK_API_URL": f"http://127.0.0.1:{port}/api/"}
    async with running(tmp_path, "run", **scene.environment | later) as bot:
        address = await bot.health()
        assert await health.ask(f"{address}/healthz") == (200, {"alive": True})
        assert await health.ask(f"{address}/readyz") == WITHOUT_SLACK
        server = PlaygroundServer(scene.workspace, scene.clock, port)
        await server.start()
        await health.until(f"{address}/readyz", READY)
        scene.is_reached_at(address)
        assert (await scene.maya.command("/delegate", "help")).ok
        assert await bot.stop() == 0
        await server.stop()


async def test_a_token_that_slack_refuses_is_one_line(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """A revoked or mistaken token is told in words at start, and no traceback."""
    scene = await set_scene(sqlite)
    for name, value in (("SLACK_BOT_TOKEN", "xoxb-mistaken"), ("SLACK_APP_TOKEN", "xapp-mistaken")):
        async with running(tmp_path, "run", **scene.environment | {name: value}) as bot:
            await bot.until(f"^{name}.*invalid_auth")
            assert await asyncio.wait_for(bot.ended(), 10) == 2
        assert "Traceback" not in "".join(bot.said)


@pytest.mark.postgres
async def test_it_is_not_ready_without_its_database(
    set_scene: SetScene, postgres_server: PostgresServer, tmp_path: Path, health: Health
) -> None:
    """With PostgreSQL gone it stays alive, a form keeps its text, and once it is back all goes on."""
    name = postgres_server.create()
    scene = await set_scene(Database("postgresql", postgres_server.url_of(name)))
    async with running(tmp_path, "run", **scene.environment) as bot:
        address = await bot.health()
        assert await health.ask(f"{address}/readyz") == READY
        scene.is_reached_at(address)
        report = CloudReport(scene, Deadline=in_two_weeks())
        await report.maya_types_the_command()
        postgres_server.execute(
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        await health.until(f"{address}/readyz", WITHOUT_DATABASE)
        assert await health.ask(f"{address}/healthz") == (200, {"alive": True})
        refused = await report.form.submit(report.bar)
        assert "Nothing is lost" in str(refused.errors), refused
        assert report.form.is_open
        assert report.form.value("Outcome") == "Finance can plan hiring on it."
        postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await health.until(f"{address}/readyz", READY)
        assert (await report.form.submit({})).ok
        assert await bot.stop() == 0
