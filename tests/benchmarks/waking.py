"""A wake-up: a hundred nudges fall due among many that wait, are claimed and settled, and the next moment is asked for.

Beside it what APScheduler's job store and procrastinate do for a hundred due jobs of a no-op each, on the same server
or the same kind of file. Each subject has a database of its own, filled in bulk; the rounds take turns.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import text

from bot.clock import SteadyClock, SystemClock
from bot.domain.identity import new_id
from bot.domain.nudge import Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.connections import open_connections
from storage.engine import is_sqlite
from storage.instant import EPOCH
from storage.outbox import SqlOutbox
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.briefs import TENANT
from tests.benchmarks.peers import DUE, FAR, JobStore, Procrastinate
from tests.benchmarks.rounds import Rounds
from tests.benchmarks.surroundings import DATABASES, POSTGRES, SQLITE, Surroundings, tidy_up
from tests.benchmarks.table import Row

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
JOB_STORE, PROCRASTINATE, LEEWAY = "APScheduler's job store", "procrastinate", "Leeway"
FASTER: Final = {SQLITE: 15.0, POSTGRES: 8.0}
"""Than the job store, at least."""
FASTER_THAN_PROCRASTINATE: Final = 40.0
SLOWER_WITH_MORE: Final = 1.5
"""With the most that wait, at most, beside few."""
FILLING_SECONDS: Final = 600

_FILL: Final = """
INSERT INTO nudges (enterprise_id, team_id, id, key, kind, delegation_id, recipient, subject, due_at, status)
{numbers} SELECT '', 'T1', 'N' || i, 'K' || i, 'checkpoint', 'D' || i, 'U' || i % 100, '',
{start} + 1000000 * CAST(i AS BIGINT), 'scheduled' FROM numbers
"""
_NUMBERS: Final = {
    SQLITE: "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count})",
    POSTGRES: "WITH numbers(i) AS (SELECT generate_series(1, {count}))",
}


class Waker(Protocol):
    """Something that wakes for what is due, among many that wait."""

    async def fill(self, count: int) -> None:
        """Let so many wait."""
        ...

    async def wake(self) -> float:
        """Make a hundred due, wake, and return the seconds that the wake-up took."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows, for both databases."""
    found = []
    most = MANY if around.is_quick else MOST
    for database in DATABASES:
        peers: dict[str, Waker] = {JOB_STORE: JobStore(around.new(database, empty=True))}
        if database == POSTGRES:
            peers[PROCRASTINATE] = Procrastinate(around.new(database, empty=True))
        wakers = {LEEWAY: Leeway(around.new(database)), **peers}
        beside = await _measure(wakers, dict.fromkeys(wakers, MANY), 3 if around.is_quick else 9)
        about = f"{database}, {DUE} due of {MANY:,}"
        found.append(beside.row(about, JOB_STORE, LEEWAY, FASTER[database], at_least=True))
        if database == POSTGRES:
            goal = FASTER_THAN_PROCRASTINATE
            found.append(beside.row(about, PROCRASTINATE, LEEWAY, goal, at_least=True))
        sizes = {f"of {count:,}": count for count in (FEW, most)}
        ours: dict[str, Waker] = {name: Leeway(around.new(database)) for name in sizes}
        grown = await _measure(ours, sizes, 15 if around.is_quick else 45)
        small, large = sizes
        found.append(grown.row(f"{database}, {LEEWAY}, {DUE} due", large, small, SLOWER_WITH_MORE))
    return found


async def _measure(wakers: dict[str, Waker], sizes: dict[str, int], rounds: int) -> Rounds:
    """Let each wake once in each round, after two that do not count."""
    for name, waker in wakers.items():
        await waker.fill(sizes[name])
    milliseconds = Rounds("ms")
    for number in range(-2, rounds):
        for name, waker in wakers.items():
            seconds = await waker.wake()
            if number >= 0:
                milliseconds.note(name, 1000 * seconds)
    for waker in wakers.values():
        await waker.close()
    return milliseconds


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

    async def wake(self) -> float:
        """Claim, settle, and ask for the next moment."""
        now = datetime.now(UTC)
        async with self._units(TENANT) as work:
            await work.nudges.plan(
                *(Nudge(new_id(), TENANT, NudgeKind.MOVE, new_id(), f"U{n}", now) for n in range(DUE))
            )
            await work.commit()
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
