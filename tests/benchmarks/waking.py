"""A wake-up: a hundred nudges fall due among many that wait, are claimed and settled, and the next moment is asked for.

Beside it what APScheduler's job store and procrastinate do for a hundred due jobs of a no-op each, on the same server
or the same kind of file. Each subject has a database of its own, filled in bulk; the rounds take turns.
"""

from typing import Final, Protocol

from tests.benchmarks.own import Driver, Leeway
from tests.benchmarks.peers import DUE, JobStore, Procrastinate
from tests.benchmarks.rounds import Rounds
from tests.benchmarks.surroundings import DATABASES, POSTGRES, SQLITE, Surroundings
from tests.benchmarks.table import Row

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
JOB_STORE, PROCRASTINATE, LEEWAY = "APScheduler's job store", "procrastinate", "Leeway"
DRIVER = "our statements on the driver alone"
FASTER: Final = {SQLITE: 15.0, POSTGRES: 8.0}
"""Than the job store, at least."""
FASTER_THAN_PROCRASTINATE: Final = 40.0
SLOWER_WITH_MORE: Final = 1.5
"""With the most that wait, at most, beside few."""


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
        wakers = {LEEWAY: Leeway(around.new(database)), DRIVER: Driver(around.new(database)), **peers}
        beside = await _measure(wakers, dict.fromkeys(wakers, MANY), 3 if around.is_quick else 9)
        about = f"{database}, {DUE} due of {MANY:,}"
        found.append(beside.row(about, JOB_STORE, LEEWAY, FASTER[database], at_least=True))
        found.append(beside.row(about, JOB_STORE, DRIVER))
        found.append(beside.row(about, LEEWAY, DRIVER))
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
