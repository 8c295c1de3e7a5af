"""Connections to the database, lent in turn: a pool gives a free one to whoever happens to ask next."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.breaking_off import break_off
from storage.engine import (
    LISTENER_PATIENCE_SECONDS,
    MOST_CONNECTIONS,
    WORKER_LOCK_SECONDS,
    WORKER_PATIENCE_SECONDS,
    is_sqlite,
    open_engine,
)
from storage.prepared import Language
from storage.sqlite_connection import SqliteConnection

BEYOND_SECONDS: Final = 0.5
"""How long after its own time limits a database is waited for that does not even say that they are over."""
_IDLE: Final = 0
"""PQTRANS_IDLE of libpq: connected, and in no transaction."""
SURE_SECONDS: Final = 0.005
"""How long a connection to PostgreSQL is taken for standing after its last use: within one burst of work."""

_ROUND: Final = "round"
"""In a connection's `info`: after how many calls of `mistrust` it was made."""


class Connections:
    """Lends so many at a time, first come, first served; who waits longer than the patience gets a `TimeoutError`.

    They are kept at hand between two loans. One to PostgreSQL that has not been used for a moment goes back to
    SQLAlchemy's pool first, which tries whether it still stands: else whoever comes after a cut would find it out.
    """

    def __init__(self, engine: AsyncEngine, patience_seconds: float, at_a_time: int) -> None:
        self.engine = engine
        self.language = Language(type(engine.dialect), engine.dialect)
        self.patience_seconds = patience_seconds
        self._turns = asyncio.Semaphore(at_a_time)
        self._sure_seconds = float("inf") if engine.dialect.name == "sqlite" else SURE_SECONDS
        self._kept: list[tuple[AsyncConnection, float]] = []
        self._left_behind: set[asyncio.Task[None]] = set()
        self._round = 0

    @property
    def dialect(self) -> Dialect:
        """The kind of SQL that it speaks."""
        return self.engine.dialect

    async def borrow(self) -> AsyncConnection:
        """Wait for a turn and return a connection with nothing begun. Raises `TimeoutError` without patience left."""
        at_hand = await self.at_once()
        if at_hand is not None:
            return at_hand
        waiting = asyncio.create_task(self.in_turn())
        try:
            await asyncio.wait({waiting}, timeout=self.patience_seconds)
            if not waiting.done():
                raise TimeoutError("no connection in time")
        except BaseException:
            self._behind(self._not_wanted(waiting))
            raise
        return waiting.result()

    async def at_once(self) -> AsyncConnection | None:
        """Return a connection where a turn and one that stands are free; never waits."""
        if self._turns.locked() or not self._is_sure():
            return None
        await self._turns.acquire()
        return self._kept.pop()[0]

    async def in_turn(self) -> AsyncConnection:
        """Wait for a turn, however long, and return a connection with nothing begun."""
        await self._turns.acquire()
        try:
            return await self._free()
        except BaseException:
            self._turns.release()
            raise

    @property
    def longest_trip_seconds(self) -> float:
        """How long one trip to the database may take."""
        return self.patience_seconds + BEYOND_SECONDS

    async def give_back(self, connection: AsyncConnection) -> None:
        """Undo what was not committed, and let the next one in.

        Whoever is cancelled meanwhile, or has waited long enough, is let go; the next one comes in when it is done.
        """
        if _is_clean(connection):
            await self._returned(connection)  # nothing travels
            return
        returning = self._behind(self._returned(connection))
        await asyncio.wait({returning}, timeout=self.longest_trip_seconds)
        if returning.done():
            returning.result()

    def abandon(self, connection: AsyncConnection, trip: "asyncio.Task[Any]") -> None:
        """Have a trip end that nobody waits for any more, close its connection, and only then let the next one in."""
        self._behind(self._broken_off(connection, trip))

    def mistrust(self, connection: AsyncConnection) -> None:
        """Use nothing any more that was made before now: it leads where `connection` does, to a server of the past."""
        if self._is_trusted(connection):
            self._round += 1

    async def close(self) -> None:
        """Close all of them."""
        await asyncio.gather(*self._left_behind, return_exceptions=True)
        while self._kept:
            connection, _ = self._kept.pop()
            await connection.close()
        await self.engine.dispose()

    def _behind(self, doing: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(doing)
        self._left_behind.add(task)
        task.add_done_callback(self._left_behind.discard)
        return task

    async def _not_wanted(self, waiting: "asyncio.Task[AsyncConnection]") -> None:
        waiting.cancel()
        await asyncio.wait({waiting})
        if not waiting.cancelled() and not waiting.exception():
            await self._returned(waiting.result())

    async def _returned(self, connection: AsyncConnection) -> None:
        try:
            await self._put_back(connection)
        finally:
            self._turns.release()

    async def _broken_off(self, connection: AsyncConnection, trip: "asyncio.Task[Any]") -> None:
        if not connection.invalidated:  # else the trip has failed, and closes it
            break_off(trip, driver_of(connection))
        with suppress(Exception, asyncio.CancelledError):
            await trip
        with suppress(Exception):
            await connection.invalidate()
        with suppress(Exception):
            await self._returned(connection)

    async def _free(self) -> AsyncConnection:
        while self._kept:
            if self._is_sure():
                return self._kept.pop()[0]
            await self._kept.pop()[0].close()
        while True:
            connection = await self.engine.connect()
            if self._is_trusted(connection):
                return connection
            await connection.invalidate()
            await connection.close()

    def _is_trusted(self, connection: AsyncConnection) -> bool:
        return bool(connection.info.setdefault(_ROUND, self._round) == self._round)

    async def _put_back(self, connection: AsyncConnection) -> None:
        if connection.invalidated:
            await connection.close()
            return
        try:
            if connection.in_transaction():
                await connection.rollback()
            else:
                await driver_of(connection).rollback()
        except BaseException:
            await connection.invalidate()
            await connection.close()
            raise
        self._kept.append((connection, time.monotonic()))

    def _is_sure(self) -> bool:
        """Say whether the connection kept last was used a moment ago, and leads to where it should."""
        if not self._kept:
            return False
        connection, since = self._kept[-1]
        return time.monotonic() - since < self._sure_seconds and self._is_trusted(connection)


class BackLine(Connections):
    """Those of `front`, for whoever may wait longer: however many wait here, one of them stands in the front's line."""

    def __init__(self, front: Connections, patience_seconds: float) -> None:
        super().__init__(front.engine, patience_seconds, at_a_time=1)
        self._front = front

    async def at_once(self) -> AsyncConnection | None:
        """Return a connection where a turn here and at the front are free; never waits."""
        connection = None if self._turns.locked() else await self._front.at_once()
        if connection is not None:
            await self._turns.acquire()
        return connection

    async def close(self) -> None:
        """Leave them to the front."""

    async def _free(self) -> AsyncConnection:
        return await self._front.in_turn()

    async def _put_back(self, connection: AsyncConnection) -> None:
        await self._front.give_back(connection)


def open_connections(
    url: str,
    *,
    patience_seconds: float = LISTENER_PATIENCE_SECONDS,
    lock_seconds: float | None = None,
    most: int = MOST_CONNECTIONS,
) -> Connections:
    """Return the connections to `url`; the first is made on first use. The arguments are those of `open_engine`."""
    engine = open_engine(url, patience_seconds=patience_seconds, lock_seconds=lock_seconds, connections=most)
    return Connections(engine, patience_seconds, 1 if is_sqlite(url) else most)


def open_both(url: str) -> tuple[Connections, Connections]:
    """Return the connections of the listeners and those of the worker, who waits longer.

    On SQLite they share the one connection, and however much the worker has to do, a listener waits for one
    turn of its. With a connection each they would wait for each other's lock by SQLite's polling.
    """
    listening = open_connections(url, patience_seconds=LISTENER_PATIENCE_SECONDS)
    if is_sqlite(url):
        return listening, BackLine(listening, WORKER_PATIENCE_SECONDS)
    return listening, open_connections(
        url, patience_seconds=WORKER_PATIENCE_SECONDS, lock_seconds=WORKER_LOCK_SECONDS
    )


def driver_of(connection: AsyncConnection) -> Any:
    """Return the driver's own connection beneath SQLAlchemy's."""
    raw = connection.sync_connection
    return raw.connection.driver_connection if raw else None


def _is_clean(connection: AsyncConnection) -> bool:
    """Say whether there is nothing to undo."""
    if connection.invalidated or connection.in_transaction():
        return False
    driver = driver_of(connection)
    if isinstance(driver, SqliteConnection):
        return driver.is_idle
    return int(driver.pgconn.transaction_status) == _IDLE
