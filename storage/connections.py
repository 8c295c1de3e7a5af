"""Connections to the database, lent in turn: a pool gives a free one to whoever happens to ask next."""

import asyncio
import time
from typing import Any, Final

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import (
    LISTENER_PATIENCE_SECONDS,
    MOST_CONNECTIONS,
    WORKER_LOCK_SECONDS,
    WORKER_PATIENCE_SECONDS,
    is_sqlite,
    open_engine,
)

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
        self.patience_seconds = patience_seconds
        self._turns = asyncio.Semaphore(at_a_time)
        self._sure_seconds = float("inf") if engine.dialect.name == "sqlite" else SURE_SECONDS
        self._kept: list[tuple[AsyncConnection, float]] = []
        self._round = 0

    @property
    def dialect(self) -> Dialect:
        """The kind of SQL that it speaks."""
        return self.engine.dialect

    async def borrow(self) -> AsyncConnection:
        """Wait for a turn and return a connection with nothing begun. Raises `TimeoutError` without patience left."""
        async with asyncio.timeout(self.patience_seconds):
            return await self.in_turn()

    async def in_turn(self) -> AsyncConnection:
        """Wait for a turn, however long, and return a connection with nothing begun."""
        await self._turns.acquire()
        try:
            return await self._free()
        except BaseException:
            self._turns.release()
            raise

    async def give_back(self, connection: AsyncConnection) -> None:
        """Undo what was not committed, and let the next one in."""
        try:
            await self._put_back(connection)
        finally:
            self._turns.release()

    def mistrust(self, connection: AsyncConnection) -> None:
        """Use nothing any more that was made before now: it leads where `connection` does, to a server of the past."""
        if self._is_trusted(connection):
            self._round += 1

    async def close(self) -> None:
        """Close all of them."""
        while self._kept:
            connection, _ = self._kept.pop()
            await connection.close()
        await self.engine.dispose()

    async def _free(self) -> AsyncConnection:
        while self._kept:
            connection, since = self._kept.pop()
            if time.monotonic() - since < self._sure_seconds and self._is_trusted(connection):
                return connection
            await connection.close()
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


class BackLine(Connections):
    """Those of `front`, for whoever may wait longer: however many wait here, one of them stands in the front's line."""

    def __init__(self, front: Connections, patience_seconds: float) -> None:
        super().__init__(front.engine, patience_seconds, at_a_time=1)
        self._front = front

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
