"""From the command to ready, beside the time that Python takes to import what that start imports."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.processes import environment, running, settings
from tests.benchmarks.slack import LoadSlack
from tests.benchmarks.surroundings import SQLITE, Surroundings
from tests.benchmarks.table import Row

READY = "is running"
IMPORT_ALL = """
import importlib, json, sys
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # imported under this name by somebody else's tricks
print("is running", flush=True)
"""


@dataclass
class Start:
    """The seconds of each round, of a start and of its imports alone."""

    modules: list[str]
    ready: list[float] = field(default_factory=list)
    imports: list[float] = field(default_factory=list)

    @property
    def times(self) -> list[float]:
        """How many times as long as its imports the start took, in each round."""
        return [ready / imports for ready, imports in zip(self.ready, self.imports, strict=True)]


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows."""
    migrated = Path(around.new(SQLITE).removeprefix("sqlite:///"))
    starts = await measure(3 if around.is_quick else 7, around.slack, migrated, around.folder)
    found = []
    for name, start in starts.items():
        pair = f"{median(start.ready):.2f} s / {median(start.imports):.2f} s"
        found.append(Row(f"`leeway run` ready, {name} file / its imports", pair, start.times, 1.3))
    return found


async def measure(rounds: int, slack: LoadSlack, migrated: Path, folder: Path) -> dict[str, Start]:
    """Return the starts on a file that is migrated, and on none."""
    fresh = folder / "fresh.db"
    starts = {}
    for name, path in (("migrated", migrated), ("fresh", fresh)):
        _forget(fresh)
        # The first start of each writes the bytecode that is missing; from then on all find the same.
        starts[name] = Start(await _imported(slack, path, folder))
        await _import(starts[name].modules, folder)
    for _ in range(rounds):
        for name, path in (("migrated", migrated), ("fresh", fresh)):
            _forget(fresh)
            starts[name].ready.append(await _start(slack, path, folder))
            starts[name].imports.append(await _import(starts[name].modules, folder))
    return starts


def _forget(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


async def _start(slack: LoadSlack, database: Path, folder: Path) -> float:
    env = settings(slack, "xapp-start", f"sqlite:///{database}")
    async with running("-m", "bot", "run", env=env, ready=READY, folder=folder) as bot:
        return bot.seconds


async def _import(modules: list[str], folder: Path) -> float:
    names = json.dumps(modules).encode()
    async with running("-c", IMPORT_ALL, env=environment(), ready=READY, folder=folder, stdin=names) as done:
        return done.seconds


async def _imported(slack: LoadSlack, database: Path, folder: Path) -> list[str]:
    """Return the modules that a start has imported when it is ready."""
    env = settings(slack, "xapp-start", f"sqlite:///{database}")
    arguments = ("-X", "importtime", "-m", "bot", "run")
    async with running(*arguments, env=env, ready=READY, folder=folder) as bot:
        return re.findall(r"^import time: .*\| +([a-zA-Z_]\S*)$", bot.said, re.MULTILINE)
