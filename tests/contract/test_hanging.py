"""A database that hangs without a word: whoever waits for it is let go, and the next one is not held up."""

import asyncio
import gc
from collections.abc import AsyncIterator
from itertools import count

import pytest

from bot.clock import SettableClock
from bot.usecases.ports import Unavailable
from storage.connections import Connections, open_connections
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import OURS, a_delegation
from tests.databases import Database, hanging

HASTY = 0.5  # seconds
AT_MOST = 4.0
"""Seconds: above the patience and what is given beyond it, and far below what a driver waits by itself."""


@pytest.fixture
async def hasty(database: Database) -> AsyncIterator[Connections]:
    """Connections of somebody who waits only a moment."""
    connections = open_connections(database.url, patience_seconds=HASTY)
    yield connections
    await connections.close()


@pytest.fixture
async def patient(database: Database) -> AsyncIterator[Connections]:
    """Connections of somebody who would wait for long."""
    connections = open_connections(database.url, patience_seconds=20)
    yield connections
    await connections.close()


async def test_whoever_waits_for_a_hanging_database_is_told_in_time(
    database: Database, hasty: Connections, clock: SettableClock
) -> None:
    """Shortly after their patience, whatever the driver would wait for; afterwards it works again."""
    work = SqlUnitsOfWork(hasty, print, clock)(OURS)
    async with work:
        await work.delegations.of_person("U_OWNER")
    with hanging(database):
        async with asyncio.timeout(AT_MOST):
            with pytest.raises(Unavailable):
                async with work:
                    await work.delegations.of_person("U_OWNER")
    async with work:
        await work.delegations.add(a_delegation())
        await work.commit()


async def test_whoever_is_cancelled_in_the_middle_is_let_go_at_once(
    database: Database, patient: Connections, clock: SettableClock
) -> None:
    """A listener's deadline is its own; what it had begun is done whole or not at all, and the next one can write."""
    work = SqlUnitsOfWork(patient, print, clock)(OURS)
    async with work:
        await work.delegations.of_person("U_OWNER")

    async def save() -> None:
        async with work:
            await work.delegations.add(a_delegation())
            await work.commit()

    with hanging(database):
        saving = asyncio.create_task(save())
        await asyncio.wait({saving}, timeout=0.2)
        saving.cancel()
        async with asyncio.timeout(AT_MOST):
            await asyncio.wait({saving})
        assert saving.cancelled()
    async with work:
        await work.delegations.add(a_delegation("D2"))
        await work.commit()
    async with work:
        found = {each.id for each in await work.delegations.of_person("U_OWNER")}
        assert found - {"D1"} == {"D2"}
        for each in found:
            assert await work.delegations.version(each, 1)


@pytest.mark.postgres
async def test_broken_off_at_any_step_of_the_driver_nothing_is_left_half_done(
    postgres: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step that the garbage collector found half done would be an error that nobody sees but in the log."""
    monkeypatch.setattr("psycopg.waiting.MAX_BUSY_TIME", 0)  # it gives way at each step, as on a busy loop
    connections = open_connections(postgres.url)
    units = SqlUnitsOfWork(connections, print, clock)
    seen: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", lambda about: seen.append(about.exc_value))

    async def save(name: str) -> None:
        async with units(OURS) as work:
            await work.delegations.add(a_delegation(name))
            await work.commit()

    async def broken_off_at(step: int) -> bool:
        saving = asyncio.create_task(save(f"D{step}"))
        steps = count()

        async def give_way(_: float) -> None:
            if next(steps) == step:
                saving.cancel()
            for _ in range(5):
                await asyncio.sleep(0)

        monkeypatch.setattr("psycopg.waiting.sleep", give_way)
        await asyncio.wait({saving})
        return saving.cancelled()

    cancelled = [step for step in range(40) if await broken_off_at(step)]
    await connections.close()
    gc.collect()
    assert len(cancelled) > 5
    assert seen == []


@pytest.mark.postgres
async def test_frozen_connections_do_not_hold_up_new_ones(postgres: Database, clock: SettableClock) -> None:
    """Where only those that are open hang, the next who comes gets another one and goes on."""
    connections = open_connections(postgres.url, patience_seconds=HASTY)
    units = SqlUnitsOfWork(connections, print, clock)
    async with units(OURS) as work:
        await work.delegations.of_person("U_OWNER")
    with hanging(postgres):
        with pytest.raises(Unavailable):
            async with units(OURS) as work:
                await work.delegations.of_person("U_OWNER")
        async with asyncio.timeout(AT_MOST), units(OURS) as work:
            assert await work.delegations.of_person("U_OWNER") == []
    await connections.close()
