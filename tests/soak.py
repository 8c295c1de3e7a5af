"""`python -m tests.soak [--minutes 10] [--database sqlite|postgresql]`: a load that goes on while all goes wrong.

Several bots send what comes due all the time, for a while undisturbed. Then one after another is killed and replaced,
but for one; their connections end, and Slack says 429. Then all trouble ends, and a minute later, when the leases of
the dead are over, everything has been sent. One table says how it went; the exit code is 1 where a nudge was lost, or
sent twice in private, or where what nothing disturbed was far from its time.
"""

import argparse
import asyncio
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bot.domain.nudge import NudgeStatus
from storage.migrate import upgrade
from tests.databases import Database, PostgresServer
from tests.processes.load import Load
from tests.processes.nursery import Nursery
from tests.processes.owed import eventually
from tests.processes.scene import LEASE, Scene

BOTS = 3
PEOPLE = 500
A_SECOND, ONE_IN_CHANNEL_OF = 40, 40
AHEAD = timedelta(seconds=10)
"""How long before it is due a nudge is written down: longer than a bot's tick, so that its alarm rings in time."""

CALM_SECONDS = 30.0
"""How long nothing goes wrong at first."""

FAR_OFF_SECONDS = 2.0
"""What the undisturbed 99th percentile must not reach: twice the second that is promised, on a busy machine."""

HALF_A_LEASE = LEASE.total_seconds() / 2
DRAIN_SECONDS = LEASE.total_seconds() + 30.0
KILL, DISCONNECT, LIMIT = (2.0, 8.0), (4.0, 12.0), (0.5, 3.0)
"""Seconds between two troubles of a kind: at least, and at most."""


class Soak:
    """One run on one database."""

    def __init__(self, scene: Scene, source: random.Random, seconds: float, calm_seconds: float) -> None:
        self._scene = scene
        self._source = source
        self._seconds = seconds
        self._calm_seconds = calm_seconds
        self._troubled_at: datetime | None = None
        self._ends = 0.0
        self._disconnects = 0
        self._resident: list[float] = []
        self.load: Load = scene.load()

    async def run(self, *, hurries: bool = False) -> None:
        """Live through the trouble, and wait until all that is owed was sent, or should have been.

        Where it `hurries`, it lets the leases of the dead pass while nobody lives, instead of waiting for a minute.
        """
        bots = [await self._scene.start_bot() for _ in range(BOTS)]
        survivor, people = bots[0], self.load.people(PEOPLE)
        self._resident.append(survivor.resident_mib)
        begins = AHEAD.total_seconds() + self._calm_seconds
        self._ends = time.monotonic() + begins + self._seconds

        async def owe() -> None:
            recipients = [self._source.choice(people) for _ in range(A_SECOND)]
            await self.load.add(recipients, A_SECOND // ONE_IN_CHANNEL_OF, ahead=AHEAD)

        async def kill() -> None:
            # A slow Slack for a moment before: else most would die while they have nothing on their way.
            self._scene.workspace.misbehave("chat.postMessage", "slow:0.5", times=A_SECOND)
            await asyncio.sleep(self._source.uniform(0, 1))
            mortal = [bot for bot in self._scene.bots if bot is not survivor]
            await self._scene.kill(self._source.choice(mortal))
            await self._scene.start_bot()

        async def disconnect() -> None:
            self._disconnects += 1
            await self._scene.disconnect(abruptly=self._source.random() < 0.5)

        async def limit() -> None:
            times = self._source.randint(1, 5)
            self._scene.workspace.misbehave("chat.postMessage", "rate_limited:1", times)

        async def weigh() -> None:
            self._resident.append(survivor.resident_mib)

        async def make_trouble() -> None:
            await asyncio.sleep(begins)
            self._troubled_at = self._scene.clock.now()
            half = self._seconds / 2
            await asyncio.gather(
                self._again(kill, *KILL),
                self._again(disconnect, *DISCONNECT),
                self._again(limit, *LIMIT),
                self._again(weigh, half, half),
            )

        await asyncio.gather(self._again(owe, 1.0, 1.0), make_trouble())
        self._scene.workspace.misbehaviour.clear()
        self._resident.append(survivor.resident_mib)
        if hurries:
            await self._scene.stop_bots()
            self._scene.leases.advance(LEASE)
            for _ in range(BOTS):
                await self._scene.start_bot()
        with suppress(TimeoutError):  # the table says what is still owed
            await eventually(self._scene.owed.nothing, AHEAD.total_seconds() + DRAIN_SECONDS)
        if not hurries:
            self._resident[-1] = survivor.resident_mib

    async def unsent(self) -> set[str]:
        """Return what was lost: without a message, or not written down as sent."""
        written = await self.load.at_status(NudgeStatus.SENT)
        return self.load.lost() | ((self.load.direct.keys() | self.load.in_channel.keys()) - written)

    async def faults(self, *, in_time: bool) -> list[str]:
        """Return in words what must not be: lost, doubled and, where it was to be `in_time`, late."""
        unsent, doubled = await self.unsent(), self.load.doubled_in_private()
        undisturbed = self._undisturbed()
        faults = [f"{len(unsent)} were lost"] * bool(unsent)
        faults += [f"{doubled.total()} were sent twice in private"] * bool(doubled)
        faults += ["nothing came due undisturbed"] * (not undisturbed)
        if in_time and undisturbed and (p99 := quantiles(undisturbed, n=100)[98]) >= FAR_OFF_SECONDS:
            faults.append(f"undisturbed, the 99th percentile was {p99:.1f} s late")
        return faults

    async def rows(self) -> list[tuple[str, str]]:
        """Return the lines of the table."""
        lags = list(self._lags().values())
        calm = quantiles(self._undisturbed(), n=100)
        p50, p99 = (quantiles(lags, n=100)[place] for place in (49, 98))
        quick, inherited = sum(lag < 1.0 for lag in lags), sum(lag > HALF_A_LEASE for lag in lags)
        start, half, *_, end = self._resident
        kills = self._scene.kills
        return [
            ("Sent", f"{len(lags):,} in {self._seconds:.0f} s, to {PEOPLE} people and a channel"),
            ("Lost", f"{len(await self.unsent())}"),
            ("Doubled in DMs", f"{self.load.doubled_in_private().total()} of {len(self.load.direct):,}"),
            (
                "Doubled in the channel",
                f"{self.load.doubled_in_channels().total()} of {len(self.load.in_channel):,}; {kills} kills",
            ),
            (
                "From due to sent",
                f"p50 {p50:.3f} s, p99 {p99:.1f} s; within a second {quick / len(lags):.1%}",
            ),
            ("The same, undisturbed", f"p50 {calm[49]:.3f} s, p99 {calm[98]:.3f} s"),
            ("Held by a dead bot", f"{inherited} were sent only after its lease"),
            ("One bot's memory", f"{start:.1f} MiB at its start, {half:.1f} half-way, {end:.1f} in the end"),
            ("429s met", f"{self._scene.workspace.misbehaviour.happened['rate_limited']}"),
            ("Times disconnected", f"{self._disconnects}; {self._open} of {BOTS} are connected in the end"),
        ]

    @property
    def _open(self) -> int:
        return self._scene.workspace.sockets.count

    def _undisturbed(self) -> list[float]:
        """Return how late each was that came due before the trouble, and a second before it at the latest."""
        if self._troubled_at is None:
            return []
        due, until = self.load.direct | self.load.in_channel, self._troubled_at - timedelta(seconds=1)
        return [lag for nudge, lag in self._lags().items() if due[nudge] < until]

    def _lags(self) -> dict[str, float]:
        """Return how many seconds after its time each was sent first, by its id."""
        due = self.load.direct | self.load.in_channel
        first: dict[str, float] = {}
        for each in self.load.sent():
            first[each.nudge] = min(each.ts, first.get(each.nudge, each.ts))
        return {nudge: ts - due[nudge].timestamp() for nudge, ts in first.items()}

    async def _again(self, doing: Callable[[], Awaitable[None]], least: float, most: float) -> None:
        while time.monotonic() < self._ends:
            await asyncio.sleep(self._source.uniform(least, most))
            await doing()


async def soak(
    database: Database,
    folder: Path,
    seconds: float,
    seed: int,
    calm_seconds: float = CALM_SECONDS,
    *,
    hurries: bool = False,
) -> list[str]:
    """Run it, print the table, and return what went wrong: nothing where all was sent in time, and once in private.

    One that `hurries` shares its machine with other tests, and so says nothing of the time.
    """
    nursery = Nursery()
    try:
        with nursery.listening():
            scene = Scene(nursery, database, folder)
            await scene.open()
            run = Soak(scene, random.Random(seed), seconds, calm_seconds)
            await run.run(hurries=hurries)
            rows, faults = await run.rows(), await run.faults(in_time=not hurries)
            await scene.stop_bots()
            await scene.close()
    finally:
        nursery.close()
    wide = max(len(name) for name, _ in rows)
    print("\n".join(f"| {name:<{wide}} | {value} |" for name, value in [(database.kind, ""), *rows]))
    return faults


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Database]:
    """Lend a migrated, empty database of this kind."""
    if kind == "sqlite":
        database = Database(kind, f"sqlite:///{folder}/soak.db")
        upgrade(database.url)
        yield database
        return
    server = PostgresServer(folder)
    try:
        yield Database(kind, server.url_of(server.lend()))
    finally:
        server.stop()


def main() -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the trouble goes on (10)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="of the dice")
    given = parser.parse_args()
    print(f"{given.minutes:g} minutes on {given.database} and what is left: --seed {given.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="lw-"))  # short: the path of a socket holds some hundred characters
    folder.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own
    try:
        with fresh(given.database, folder) as database:
            faults = asyncio.run(soak(database, folder, given.minutes * 60, given.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
