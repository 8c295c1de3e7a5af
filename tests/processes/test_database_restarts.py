"""A PostgreSQL server that is really stopped and started again, while bots send what is due."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.databases import Database, PostgresServer, running_server
from tests.processes.conftest import SetScene
from tests.processes.owed import eventually
from tests.processes.scene import LEASE

AHEAD = timedelta(minutes=10)


@pytest.fixture(scope="module")
def own_server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """A server that nobody else uses; after the shared one, beside whose files the library keeps its lock."""
    with running_server() as server:
        yield server


@pytest.mark.postgres
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_what_came_due_while_the_server_was_down_is_sent_once(
    set_scene: SetScene, own_server: PostgresServer, mode: str
) -> None:
    """Stopped in the midst of sending, by its operator or by a crash: once it is back, all goes on by itself."""
    name = own_server.create()
    scene = await set_scene(Database("postgresql", own_server.url_of(name)))
    load = scene.load()
    scene.workspace.misbehave("chat.postMessage", "slow:0.1", times=100_000)
    bots = [await scene.start_bot() for _ in range(2)]
    await load.add(load.people(100), ahead=AHEAD)
    await load.add(load.people(900))
    scene.wake()
    await scene.workspace.until(lambda: len(load.copies()) >= 50, 20.0)
    await asyncio.to_thread(own_server.shut_down, mode)  # Slack goes on meanwhile
    assert len(load.copies()) < 900, "it was all sent before the server was down"
    scene.clock.advance(2 * AHEAD)
    scene.wake()

    async def both_look_in_vain() -> bool:
        return all("doing=claim" in bot.log for bot in bots)

    async def nothing_is_due() -> bool:
        return not await scene.owed.number_due(scene.clock.now())

    await eventually(both_look_in_vain)
    await asyncio.to_thread(own_server.go_on)
    await eventually(nothing_is_due, 60.0)
    # A claim that was committed and not answered is nobody's until its lease ends.
    await scene.stop_bots()
    scene.leases.advance(LEASE)
    await scene.start_bot()
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys(load.direct, 1)
    assert await load.statuses() == {"sent": load.number}
