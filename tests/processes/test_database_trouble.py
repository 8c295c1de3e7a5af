"""A database that is held, taken away or cut off: forms keep what was typed, and what is owed is sent once."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.databases import Database, PostgresServer
from tests.processes.conftest import SetScene
from tests.processes.load import Load
from tests.processes.owed import eventually
from tests.processes.scene import LEASE, Scene
from tests.processes.story import CloudReport


async def test_a_locked_file_keeps_the_form_open(set_scene: SetScene, sqlite: Database) -> None:
    """While another process holds the file the form stays with its text; once it lets go, it is taken."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = CloudReport(scene)
    await report.maya_types_the_command()
    holder = sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    refused = await report.form.submit(report.bar)
    assert "Nothing is lost" in str(refused.errors), refused
    assert report.form.is_open
    assert report.form.value("Acceptable error") == "variance <= 2 %"
    holder.execute("ROLLBACK")
    holder.close()
    assert (await report.form.submit({})).ok


async def test_a_file_that_is_gone_keeps_the_form_open(set_scene: SetScene, sqlite: Database) -> None:
    """A file that was deleted under a running bot takes nothing in: the form stays with its text."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = CloudReport(scene)
    await report.maya_types_the_command()
    path = Path(sqlite.url.removeprefix("sqlite:///"))
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    refused = await report.form.submit(report.bar)
    assert "Nothing is lost" in str(refused.errors), refused
    assert report.form.is_open


LOCKED_SECONDS = 5.0
AWAY_SECONDS = 2.0
CUTS = 8


async def test_a_file_locked_under_load_holds_up_and_loses_nothing(
    set_scene: SetScene, sqlite: Database
) -> None:
    """Somebody holds the file for five seconds while two bots send: by themselves they go on, and send all once."""
    scene = await set_scene(sqlite)
    load = await under_load(scene)
    holder = sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None, timeout=10.0)
    holder.execute("BEGIN IMMEDIATE")
    await asyncio.sleep(LOCKED_SECONDS)  # nothing tells but the time: it is longer than any bot's patience
    assert len(load.copies()) < load.number, "the load was over before the lock"
    holder.execute("ROLLBACK")
    holder.close()
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys([*load.direct, *load.in_channel], 1)
    assert all("database_unavailable" in bot.log for bot in scene.bots)


@pytest.mark.postgres
async def test_connections_cut_under_load_lose_nothing(
    set_scene: SetScene, postgres: Database, postgres_server: PostgresServer
) -> None:
    """PostgreSQL cuts every connection again and again, and is away for a while: the bots go on by themselves."""
    scene = await set_scene(postgres)
    name = make_url(postgres.url).database
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    load = await under_load(scene)
    for number in range(1, CUTS):
        await scene.workspace.until(lambda number=number: len(load.copies()) >= 60 * number, 30.0)
        postgres_server.execute(cut)
    postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", cut)
    await asyncio.sleep(AWAY_SECONDS)  # nothing tells but the time: as long as a restart takes
    postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await eventually(lambda: nothing_is_due(scene), 60.0)

    # A claim that was committed and not answered is nobody's until its lease ends.
    await scene.stop_bots()
    scene.leases.advance(LEASE)
    await scene.start_bot()
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys([*load.direct, *load.in_channel], 1)


async def under_load(scene: Scene) -> Load:
    """Let two bots begin to send a load, and return it when they are in the midst of it."""
    load = scene.load()
    scene.workspace.misbehave("chat.postMessage", "slow:0.1", times=100_000)
    for _ in range(2):
        await scene.start_bot()
    await load.add(load.people(1000), in_channel=50)
    scene.wake()
    await scene.workspace.until(lambda: len(load.copies()) >= 50, 20.0)
    return load


async def nothing_is_due(scene: Scene) -> bool:
    """Say whether the bots have nothing more to take."""
    return not await scene.owed.number_due(scene.clock.now())
