"""What a hundred thousand pending nudges add to the memory of a running bot."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from bot.domain.identity import new_id
from bot.domain.nudge import Nudge, NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from storage.connections import open_connections
from storage.engine import WORKER_PATIENCE_SECONDS
from storage.oversight import SqlOversight
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.briefs import MANAGERS, TENANT, Now
from tests.benchmarks.processes import running, settings
from tests.benchmarks.slack import LoadSlack
from tests.benchmarks.surroundings import SQLITE, Surroundings
from tests.benchmarks.table import Row

TICK_SECONDS: Final = 0.2
TICKS: Final = 15
NUDGES: Final = 100_000


@dataclass
class Memory:
    """What was resident in each round, in MiB: without pending nudges, and with them."""

    number: int
    without: list[float] = field(default_factory=list)
    with_them: list[float] = field(default_factory=list)

    @property
    def added(self) -> list[float]:
        """What they added, in each round."""
        return [much - little for much, little in zip(self.with_them, self.without, strict=True)]


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's row."""
    empty, full = around.new(SQLITE), around.new(SQLITE)
    held = await measure(1 if around.is_quick else 3, NUDGES, around.slack, empty, full, around.folder)
    pair = f"{median(held.with_them):.1f} MiB - {median(held.without):.1f} MiB"
    return [Row(f"Resident, {held.number:,} nudges pending - none", pair, held.added, 5.0, unit="MiB")]


async def measure(rounds: int, number: int, slack: LoadSlack, empty: str, full: str, folder: Path) -> Memory:
    """Return what a bot holds after its start and some ticks, on the migrated databases `empty` and `full`."""
    await _owe(full, number)
    memory = Memory(number)
    for _ in range(rounds):
        memory.without.append(await _resident(slack, empty, folder))
        memory.with_them.append(await _resident(slack, full, folder))
    return memory


async def _owe(url: str, number: int) -> None:
    connections = open_connections(url, patience_seconds=WORKER_PATIENCE_SECONDS)
    units = SqlUnitsOfWork(connections, lambda _: None, Now())
    start = datetime.now(UTC) + timedelta(days=1)
    async with units(TENANT) as work:
        await work.nudges.plan(
            *(
                Nudge(
                    new_id(),
                    TENANT,
                    NudgeKind.CHECKPOINT,
                    new_id(),
                    MANAGERS[place % len(MANAGERS)].user_id,
                    start + timedelta(seconds=place),
                    "mid_cycle",
                )
                for place in range(number)
            )
        )
        await work.commit()
    waiting = (await SqlOversight(connections, Now()).counts())[NudgeStatus.SCHEDULED]
    await connections.close()
    if waiting != number:
        raise RuntimeError(f"{waiting} nudges are pending instead of {number}")


async def _resident(slack: LoadSlack, url: str, folder: Path) -> float:
    env = settings(slack, "xapp-memory", url, LEEWAY_TICK_SECONDS=str(TICK_SECONDS))
    async with running("-m", "bot", "run", env=env, ready="is running", folder=folder) as bot:
        await asyncio.sleep(TICK_SECONDS * TICKS)
        return bot.resident_mib
