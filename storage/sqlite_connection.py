"""A SQLite connection for asyncio that makes one trip to its thread per statement, and begins by itself.

aiosqlite goes to its thread and back for a cursor, a statement, the rows and the close: four wake-ups of
about 0.15 ms where SQLite itself needs 0.02 ms. Here a statement and its rows are one trip, BEGIN travels
with the first statement, and what is queued in a `pipeline` travels with COMMIT.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import aiosqlite

Step = Callable[[], object]


def connect(path: str, *, busy_timeout_seconds: float, **options: Any) -> "SqliteConnection":
    """Return an unopened connection to the file at `path`; awaiting it opens it.

    `busy_timeout_seconds` is how long a statement waits for another process's lock. `options` go to
    `sqlite3.connect`.
    """

    def opened() -> sqlite3.Connection:
        # Cursors are made and closed in the loop's thread and used in the connection's, one at a time.
        raw: sqlite3.Connection = sqlite3.connect(
            path, **options | {"isolation_level": None, "check_same_thread": False}
        )
        for pragma in (
            f"busy_timeout = {round(busy_timeout_seconds * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",  # in WAL the default loses the last commits when the power goes
            "foreign_keys = ON",
        ):
            raw.execute(f"PRAGMA {pragma}")
        connection.file = _identity(path)
        return raw

    connection = SqliteConnection(opened, 64)
    connection.path = path
    connection._thread.daemon = True  # as SQLAlchemy does it: a forgotten connection holds up no exit
    return connection


class SqliteConnection(aiosqlite.Connection):
    """aiosqlite's connection with its thread, and fewer trips to it."""

    path = ""
    file: tuple[int, int] | None = None
    _queue: list[Step] | None = None
    _is_away = False  # a trip is on its way or running in the thread, perhaps for a task that was cancelled
    _end: "asyncio.Future[None] | None" = None

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        except Exception:
            if self._end:
                await self._end  # else the thread may look for its event loop when that is gone
            raise
        return self

    def stop(self) -> "asyncio.Future[None] | None":
        """Stop the thread; return what is done when it has stopped."""
        self._end = super().stop()
        return self._end

    def cursor(self) -> "SqliteCursor":  # type: ignore[override]  # SQLAlchemy enters it, and awaits no more
        """Return a cursor; nothing travels for it."""
        return SqliteCursor(self, self._conn)

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[None]:
        """Hold back the statements given inside, and run them in one trip at the end or with COMMIT.

        The same as psycopg's `pipeline`: a statement inside has no rows and no row count.
        """
        self._queue = []
        try:
            yield
            await self.travel()
        finally:
            self._queue = None

    async def travel(self, step: Step | None = None) -> None:
        """Run what is held back, then `step`, in one trip, within an immediate transaction."""
        steps = [*(self._queue or ()), *([step] if step else ())]
        if self._queue:
            self._queue.clear()
        if steps:
            self._is_away = True
            await self._execute(self._run, steps)  # type: ignore[no-untyped-call]  # aiosqlite gives it no types

    def hold_back(self, step: Step) -> bool:
        """Queue `step` if a pipeline is open, and say whether it was."""
        if self._queue is not None:
            self._queue.append(step)
        return self._queue is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing was begun, and nothing is on its way."""
        return not self._is_away and not self._queue and not self._conn.in_transaction

    async def commit(self) -> None:
        """Run what is held back and make it durable; nothing travels where nothing was begun."""
        if self._queue or self._conn.in_transaction:
            await self.travel(lambda: self._conn.execute("COMMIT"))

    async def rollback(self) -> None:
        """Undo what was begun; nothing travels where nothing was."""
        if self._queue:
            self._queue.clear()
        if self._is_away:
            await super().rollback()
        elif self._conn.in_transaction:
            self._conn.rollback()  # lets go of a lock and of memory: quicker than the trip

    async def close(self) -> None:
        """Undo what was begun, and close.

        SQLite keeps a closed connection, and its lock, for as long as any cursor of it is alive.
        """
        if self._connection is not None:
            await super().rollback()
        await super().close()

    def _run(self, steps: Sequence[Step]) -> None:
        try:
            # A deferred transaction that reads first and writes later fails at once under a second writer,
            # whatever the timeout; an immediate one waits its turn.
            if not self._conn.in_transaction:
                # Into a file that was deleted SQLite goes on writing, and with the process all of it is gone.
                if _identity(self.path) != self.file:
                    raise sqlite3.OperationalError("the database file is gone, or is another one now")
                self._conn.execute("BEGIN IMMEDIATE")
            for step in steps:
                step()
        finally:
            self._is_away = False


def _identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from every other one, or None where there is none (or never was: `:memory:`)."""
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_dev, about.st_ino


class SqliteCursor:
    """The part of a DB-API cursor that SQLAlchemy uses, with the rows fetched in the statement's own trip."""

    def __init__(self, connection: SqliteConnection, raw: sqlite3.Connection) -> None:
        self._connection = connection
        self._cursor = raw.cursor()
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        """Return itself: it is ready."""
        return self

    @property
    def description(self) -> Any:
        """The columns of the rows, or None where the statement has none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed; -1 where that is not known."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The number of the row inserted last."""
        return self._cursor.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement and fetch its rows."""
        return await self._travel(lambda: self._cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run one statement for each of the parameters."""
        return await self._travel(lambda: self._cursor.executemany(sql, parameters))

    async def fetchall(self) -> list[Any]:
        """Return the rows, which are already here."""
        return self._rows

    async def close(self) -> None:
        """Forget the rows. The cursor itself goes with its last reference: a queued one is still to run."""
        self._rows = []

    async def _travel(self, statement: Step) -> Self:
        def step() -> None:
            statement()
            self._rows = self._cursor.fetchall() if self._cursor.description else []

        if not self._connection.hold_back(step):
            await self._connection.travel(step)
        return self
