"""Connections to the database, lent in turn: a pool gives a free one to whoever happens to ask next."""

import asyncio
from typing import Any

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


class Connections:
    """Lends so many at a time, first come, first served; who waits longer than the patience gets a `TimeoutError`.

    On SQLite the one connection is kept at hand between two loans, which spares a fifth of a short transaction.
    On PostgreSQL each goes back to SQLAlchemy's pool, which tries before the next loan whether it still stands.
    """

    def __init__(self, engine: AsyncEngine, patience_seconds: float, at_a_time: int) -> None:
        self.engine = engine
        self.patience_seconds = patience_seconds
        self._turns = asyncio.Semaphore(at_a_time)
        self._keeps = engine.dialect.name == "sqlite"
        self._kept: list[AsyncConnection] = []

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

    async def close(self) -> None:
        """Close all of them."""
        while self._kept:
            await self._kept.pop().close()
        await self.engine.dispose()

    async def _free(self) -> AsyncConnection:
        return self._kept.pop() if self._kept else await self.engine.connect()

    async def _put_back(self, connection: AsyncConnection) -> None:
        if not self._keeps or connection.invalidated:
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
        self._kept.append(connection)


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
    listening = open_connections(url)
    if is_sqlite(url):
        return listening, BackLine(listening, WORKER_PATIENCE_SECONDS)
    return listening, open_connections(
        url, patience_seconds=WORKER_PATIENCE_SECONDS, lock_seconds=WORKER_LOCK_SECONDS
    )


def driver_of(connection: AsyncConnection) -> Any:
    """Return the driver's own connection beneath SQLAlchemy's."""
    raw = connection.sync_connection
    return raw.connection.driver_connection if raw else None
