"""Turns at the database's connections: in order, with the worker's many standing as one among the listeners."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.connections import Connections, open_both, open_connections
from tests.databases import Database


@pytest.fixture
async def listening(sqlite: Database) -> AsyncIterator[Connections]:
    """The one connection of a SQLite file."""
    connections = open_connections(sqlite.url, patience_seconds=5)
    yield connections
    await connections.close()


async def test_turns_are_given_in_the_order_of_asking(listening: Connections) -> None:
    """Whoever gives back and asks again stands behind those who wait."""
    order: list[str] = []

    async def work(name: str) -> None:
        for _ in range(2):
            connection = await listening.borrow()
            order.append(name)
            await asyncio.sleep(0)
            await listening.give_back(connection)

    await asyncio.gather(*(work(name) for name in "abc"))
    assert order == [*"abc", *"abc"]


async def test_however_much_the_worker_has_to_do_a_listener_waits_for_one_turn_of_its(
    sqlite: Database,
) -> None:
    """Of many that wait in the back line one stands among the listeners."""
    listening, working = open_both(sqlite.url)
    order: list[str] = []

    async def work(own: Connections, name: str) -> None:
        connection = await own.borrow()
        order.append(name)
        await own.give_back(connection)

    held = await listening.borrow()
    waiting = [asyncio.create_task(work(working, f"worker {number}")) for number in range(4)]
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(work(listening, "listener")))
    await asyncio.sleep(0)
    await listening.give_back(held)
    await asyncio.gather(*waiting)
    assert order.index("listener") == 1
    await listening.close()


async def test_whoever_waits_no_longer_takes_no_turn(sqlite: Database) -> None:
    """A wait that was broken off leaves nothing taken behind, in the back line and in the front."""
    listening, working = open_both(sqlite.url)
    held = await listening.borrow()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(working.borrow(), 0.01)
    await listening.give_back(held)
    await working.give_back(await asyncio.wait_for(working.borrow(), 1))
    await listening.close()


async def test_the_worker_waits_longer_than_a_listener_may(sqlite: Database) -> None:
    """In the same line: a listener's person sees an answer, the worker has time."""
    listening, working = open_both(sqlite.url)
    held = await listening.borrow()
    listening.patience_seconds = 0.01
    patient = asyncio.create_task(working.borrow())
    with pytest.raises(TimeoutError):
        await listening.borrow()
    await listening.give_back(held)
    await working.give_back(await patient)
    await listening.close()


async def test_what_was_begun_and_not_committed_is_undone_before_the_next_turn(
    listening: Connections,
) -> None:
    """The connection is kept, and nothing of what was done on it."""
    first = await listening.borrow()
    await first.exec_driver_sql("DELETE FROM nudges")
    await listening.give_back(first)
    second = await listening.borrow()
    assert second is first
    assert not second.in_transaction()
    await listening.give_back(second)


async def test_a_connection_that_broke_is_not_lent_again(listening: Connections) -> None:
    """The next one is new."""
    first = await listening.borrow()
    await first.invalidate()
    await listening.give_back(first)
    second = await listening.borrow()
    assert second is not first
    await second.exec_driver_sql("SELECT 1")
    await listening.give_back(second)
