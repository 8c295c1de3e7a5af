"""Opening the database, and what happens where it cannot be reached or is busy."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from psycopg.errors import lookup
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from bot.clock import SettableClock
from bot.domain.people import Tenant
from bot.usecases.ports import Unavailable
from storage.connections import open_connections
from storage.engine import with_driver
from storage.faults import told_as_unavailable
from storage.outbox import SqlOutbox
from storage.transaction import Transaction
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import OURS, a_delegation, a_nudge
from tests.databases import Database, PostgresServer

HASTY = 0.8  # seconds: as short as a test likes to wait, and long enough to connect on a busy machine


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///leeway.db", "sqlite+aiosqlite"),
        ("postgresql://me@host/leeway", "postgresql+psycopg"),
        ("postgresql+psycopg://me@host/leeway", "postgresql+psycopg"),
    ],
)
def test_the_driver_follows_from_the_url(url: str, driver: str) -> None:
    """Nobody has to know which one we use."""
    assert with_driver(url).drivername == driver


def test_another_kind_of_database_is_refused_in_words() -> None:
    """With the two that are known."""
    with pytest.raises(ValueError, match="sqlite:///path or postgresql://"):
        open_connections("mysql://me@host/leeway")


async def test_sqlite_is_durable_and_keeps_its_promises(sqlite: Database) -> None:
    """Every connection has them, not only the first."""
    connections = open_connections(sqlite.url, patience_seconds=0.7)
    connection = await connections.borrow()
    values = [
        (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    ]
    await connections.give_back(connection)
    await connections.close()
    assert values == ["wal", 2, 1, 700]


@pytest.mark.postgres
async def test_postgresql_gives_up_after_the_patience(postgres: Database) -> None:
    """A statement that takes longer is ended by the server."""
    connections = open_connections(postgres.url, patience_seconds=HASTY)
    async with Transaction(connections) as transaction:
        with pytest.raises(Unavailable):
            await transaction.read(select(func.pg_sleep(5)))
    async with Transaction(connections) as transaction:
        assert await transaction.read(select(func.current_setting("lock_timeout"))) == [("800ms",)]
    await connections.close()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all/leeway.db", "postgresql://leeway@127.0.0.1:1/leeway"]
)
async def test_a_database_out_of_reach_is_said_to_be(url: str, clock: SettableClock) -> None:
    """To listeners and to the sender alike, without a driver's name for it."""
    connections = open_connections(url)
    with pytest.raises(Unavailable):
        async with SqlUnitsOfWork(connections, print, clock)(OURS) as work:
            await work.delegations.of_person("U_OWNER")
    with pytest.raises(Unavailable):
        await SqlOutbox(connections, clock, clock).claim("sender", 1, 60)
    await connections.close()


async def test_a_row_held_by_another_is_busy_and_nothing_is_written(
    database: Database, ours: SqlUnitOfWork, clock: SettableClock
) -> None:
    """Whoever waits for a lock longer than the patience is told so, and can try again."""
    async with ours:
        await ours.delegations.add(a_delegation())
        await ours.commit()
    hasty = open_connections(database.url, patience_seconds=HASTY)
    other = SqlUnitsOfWork(hasty, print, clock)(OURS)

    async def save() -> None:
        async with other:
            await other.delegations.get("D1", lock=True)
            await other.delegations.save(a_delegation(reason="second"))
            await other.commit()

    async with ours:
        await ours.delegations.get("D1", lock=True)
        with pytest.raises(Unavailable):
            await save()
        await ours.delegations.save(a_delegation(reason="first"))
        await ours.commit()
    async with ours:
        assert (await ours.delegations.get("D1")).reason == "first"
    await save()
    async with ours:
        assert (await ours.delegations.get("D1")).reason == "second"
    await hasty.close()


async def test_a_connection_that_is_long_in_coming_is_given_up(
    database: Database, clock: SettableClock
) -> None:
    """Where all are taken, one waits no longer than the patience; then it is there again."""
    narrow = open_connections(database.url, patience_seconds=HASTY, most=1)
    units = SqlUnitsOfWork(narrow, print, clock)
    async with units(OURS) as holder:
        await holder.delegations.of_person("U_OWNER")
        async with units(Tenant("", "T2")) as second:
            with pytest.raises(Unavailable):
                await second.delegations.of_person("U_OWNER")
    async with units(OURS) as work:
        assert await work.delegations.of_person("U_OWNER") == []
    await narrow.close()


@pytest.mark.postgres
async def test_a_server_that_dropped_us_is_met_anew(
    postgres: Database, postgres_server: PostgresServer, clock: SettableClock
) -> None:
    """A restart between two clicks is not noticed; one in the middle is told as unavailable."""
    connections = open_connections(postgres.url)
    work = SqlUnitsOfWork(connections, print, clock)(OURS)
    ours = connections.engine.url.database
    drop_us = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{ours}'"
    async with work:
        await work.delegations.of_person("U_OWNER")
    postgres_server.execute(drop_us)
    async with work:
        assert await work.delegations.of_person("U_OWNER") == []
        await work.delegations.add(a_delegation())
        await work.nudges.plan(a_nudge())
        postgres_server.execute(drop_us)
        with pytest.raises(Unavailable):
            await work.commit()
    async with work:
        assert await work.delegations.of_person("U_OWNER") == []
    await connections.close()


@pytest.mark.postgres
async def test_a_server_that_has_become_a_standby_is_out_of_reach_and_left_for_the_next(
    postgres: Database, postgres_server: PostgresServer, clock: SettableClock
) -> None:
    """After a failover nothing is written for a while: that is no fault of ours, and no old connection outlives it."""
    connections = open_connections(postgres.url)
    name = connections.engine.url.database
    outbox = SqlOutbox(connections, clock, clock)
    units = SqlUnitsOfWork(connections, print, clock)
    postgres_server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with units(OURS) as one, units(OURS) as other:  # two connections to the server of the past
        await one.delegations.of_person("U_OWNER")
        await other.delegations.of_person("U_OWNER")
    with pytest.raises(Unavailable, match="read-only"):
        await outbox.claim("sender", 1, 60)
    postgres_server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    async with units(OURS) as one, units(OURS) as other:
        await one.delegations.add(a_delegation("D1"))
        await other.delegations.add(a_delegation("D2"))
        await one.commit()
        await other.commit()
    await connections.close()


@pytest.mark.parametrize("code", ["25006", "25P03", "25P04"])
def test_what_a_server_says_at_the_end_of_its_service_is_no_fault_of_ours(code: str) -> None:
    """A standby takes no writes; a transaction that stood idle, or took, too long has lost its session."""
    with pytest.raises(Unavailable), told_as_unavailable():
        raise lookup(code)


async def test_another_process_with_a_sqlite_file_is_waited_for(
    sqlite: Database, clock: SettableClock
) -> None:
    """A writer elsewhere that is done within the patience is not noticed."""
    path = Path(sqlite.url.removeprefix("sqlite:///"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    connections = open_connections(sqlite.url, patience_seconds=5)

    async def add() -> None:
        async with SqlUnitsOfWork(connections, print, clock)(OURS) as work:
            await work.delegations.add(a_delegation())
            await work.commit()

    adding = asyncio.create_task(add())
    await asyncio.sleep(0)
    other.execute("COMMIT")
    other.close()
    await adding
    await connections.close()


def test_what_is_our_own_fault_is_not_blamed_on_the_database() -> None:
    """A broken constraint or a wrong statement comes out as it is."""
    for fault in (KeyError("x"), ProgrammingError("SELEC", {}, Exception()), sqlite3.IntegrityError()):
        with pytest.raises(type(fault)), told_as_unavailable():
            raise fault


def test_what_made_it_unavailable_is_kept_for_the_log() -> None:
    """The driver's words, and the error itself as the cause."""
    with pytest.raises(Unavailable, match="database is locked") as told, told_as_unavailable():
        raise sqlite3.OperationalError("database is locked")
    assert isinstance(told.value.__cause__, sqlite3.OperationalError)
