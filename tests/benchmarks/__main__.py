"""`python -m tests.benchmarks [--quick]`: measure, and print one table. Nothing of it is asserted."""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from storage.migrate import upgrade
from tests.benchmarks import memory, starting, submitting
from tests.benchmarks.slack import LoadSlack
from tests.benchmarks.submitting import BARE, DEFAULT, LEEWAY, SINGLY, SUBJECTS, TOGETHER, Figures, Plan
from tests.benchmarks.table import Row, machine, table
from tests.databases import PostgresServer

FULL, QUICK = Plan(rounds=9, singly=25, together=160), Plan(rounds=3, singly=15, together=96)
NUDGES = 100_000
GOALS = {(SINGLY, LEEWAY): 2.0, (SINGLY, DEFAULT): 3.0, (TOGETHER, DEFAULT): 1.0}


async def measure(*, quick: bool) -> list[Row]:
    """Measure everything and return the table's rows."""
    plan = QUICK if quick else FULL
    rows: list[Row] = []
    slack = LoadSlack()
    await slack.start()
    with _folder() as folder:
        urls = {name: f"sqlite:///{folder}/submitting-{place}.db" for place, name in enumerate(SUBJECTS)}
        upgrade(urls[LEEWAY])
        rows += _submitting("SQLite", await submitting.measure(plan, slack, urls, folder))
        with _postgres() as server:
            urls = {name: server.url_of(server.create()) for name in SUBJECTS}
            rows += _submitting("PostgreSQL", await submitting.measure(plan, slack, urls, folder))
        files = [folder / f"{name}.db" for name in ("migrated", "empty", "full")]
        for file in files:
            upgrade(f"sqlite:///{file}")
        starts = await starting.measure(3 if quick else 7, slack, files[0], folder)
        rows += [_start(name, start) for name, start in starts.items()]
        rows.append(_memory(await memory.measure(1 if quick else 3, NUDGES, slack, *files[1:], folder)))
    await slack.stop()
    return rows


def _submitting(database: str, measured: dict[str, Figures]) -> list[Row]:
    rows = []
    for way, figures in measured.items():
        for subject, other in ((LEEWAY, BARE), (DEFAULT, LEEWAY)):
            pair = f"{median(figures.p50[subject]):.2f} ms / {median(figures.p50[other]):.2f} ms"
            goal = GOALS.get((way, subject)) if database == "SQLite" else None
            what = f"{database}, {way}: {subject} / {other}"
            rows.append(Row(what, pair, figures.times(subject, other), goal, at_least=subject == DEFAULT))
    return rows


def _start(name: str, start: starting.Start) -> Row:
    pair = f"{median(start.ready):.2f} s / {median(start.imports):.2f} s"
    return Row(f"`leeway run` ready, {name} file / its imports", pair, start.times, 1.3)


def _memory(held: memory.Memory) -> Row:
    pair = f"{median(held.with_them):.1f} MiB - {median(held.without):.1f} MiB"
    return Row(f"Resident, {held.number:,} nudges pending - none", pair, held.added, 5.0, unit="MiB")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="leeway-benchmarks-") as folder:
        yield Path(folder)


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    """Run the PostgreSQL that the tests bring, as durable as one is that nobody has touched."""
    folder = Path(tempfile.mkdtemp(prefix="lw-"))  # short: the path of a socket holds some hundred characters
    folder.chmod(0o755)  # started by root, the server runs as a user of its own
    server = PostgresServer(folder)
    server.execute("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    quick = parser.parse_args().quick
    words, begun = machine(), time.monotonic()
    rows = asyncio.run(measure(quick=quick))
    print(f"{words}\n\n{table(rows)}\n\n{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
