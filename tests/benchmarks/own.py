"""What is ours in a wake-up: the nudge table, and as a floor the same statements with nothing of ours around them."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
from sqlalchemy import make_url, text

from bot.clock import SteadyClock, SystemClock
from bot.domain.identity import new_id
from bot.domain.nudge import Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.claiming import claim_statement, claiming, next_due_statement
from storage.connections import open_connections
from storage.engine import is_sqlite
from storage.instant import EPOCH
from storage.mapping import claim_from
from storage.outbox import SqlOutbox
from storage.prepared import Statement, Values, prepare
from storage.settle_statements import finish, finished
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.briefs import TENANT
from tests.benchmarks.peers import DUE, FAR
from tests.benchmarks.surroundings import POSTGRES, SQLITE, tidy_up

FILLING_SECONDS: Final = 600
LEASE: Final = timedelta(seconds=60)

_FILL: Final = """
INSERT INTO nudges (enterprise_id, team_id, id, key, kind, delegation_id, recipient, subject, due_at, status)
{numbers} SELECT '', 'T1', 'N' || i, 'K' || i, 'checkpoint', 'D' || i, 'U' || i % 100, '',
{start} + 1000000 * CAST(i AS BIGINT), 'scheduled' FROM numbers
"""
_NUMBERS: Final = {
    SQLITE: "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count})",
    POSTGRES: "WITH numbers(i) AS (SELECT generate_series(1, {count}))",
}


class Leeway:
    """Our own nudge table."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connections = open_connections(url, patience_seconds=FILLING_SECONDS)
        self._units = SqlUnitsOfWork(self._connections, lambda _: None, SystemClock())
        self._outbox = SqlOutbox(self._connections, SystemClock(), SteadyClock())

    async def fill(self, count: int) -> None:
        """Let so many wait."""
        start = (datetime.now(UTC) + FAR - EPOCH) // timedelta(microseconds=1)
        numbers = _NUMBERS[SQLITE if is_sqlite(self._url) else POSTGRES].format(count=count)
        connection = await self._connections.borrow()
        await connection.execute(text(_FILL.format(numbers=numbers, start=start)))
        await connection.commit()
        await self._connections.give_back(connection)
        tidy_up(self._url)

    async def plan(self) -> None:
        """Make a hundred due."""
        now = datetime.now(UTC)
        async with self._units(TENANT) as work:
            await work.nudges.plan(
                *(Nudge(new_id(), TENANT, NudgeKind.MOVE, new_id(), f"U{n}", now) for n in range(DUE))
            )
            await work.commit()

    async def wake(self) -> float:
        """Claim, settle, and ask for the next moment."""
        await self.plan()
        begun = time.perf_counter()
        claims = await self._outbox.claim("benchmark", DUE, 60)
        settled = await self._outbox.settle([Settlement(claim, Result.SENT, "D1", "1.1") for claim in claims])
        await self._outbox.next_due()
        seconds = time.perf_counter() - begun
        if len(settled) != DUE:
            raise RuntimeError(f"{len(settled)} were settled instead of {DUE}")
        return seconds

    async def close(self) -> None:
        """Let go of the database."""
        await self._connections.close()


class Driver(Leeway):
    """Claims, ends and looks ahead by the same SQL in the same transactions, in one thread that waits for each."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._driver: Any = _connected(url)
        self._dialect = self._connections.dialect.name

    async def wake(self) -> float:
        """Return the seconds that the database took; what is made of rows and parameters is not measured."""
        await self.plan()
        now = datetime.now(UTC)
        claim = claim_statement(self._dialect)
        seconds, found = self._run(claim, claiming("benchmark", DUE, now, now, LEASE))
        claims = [claim_from(row) for row in found]
        done = [Settlement(each, Result.SENT, "D1", "1.1") for each in claims]
        more, ended = self._run(finish(self._dialect), finished(done, now, self._dialect))
        last, _ = self._run(next_due_statement(self._dialect), {})
        if len(ended) != DUE:
            raise RuntimeError(f"{len(ended)} were settled instead of {DUE}")
        return seconds + more + last

    async def close(self) -> None:
        """Let go of the database."""
        self._driver.close()
        await super().close()

    def _run(self, statement: Statement, values: Values) -> tuple[float, list[Any]]:
        prepared = prepare(statement, self._connections.language, tuple(values))
        parameters = prepared.parameters(values)
        begun = time.perf_counter()
        cursor = self._driver.execute(prepared.sql, parameters)
        rows = cursor.fetchall()
        self._driver.commit()
        seconds = time.perf_counter() - begun
        return seconds, prepared.rows(rows, cursor.description)


def _connected(url: str) -> Any:
    if not is_sqlite(url):
        return psycopg.connect(url)
    connection = sqlite3.connect(str(make_url(url).database))
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
