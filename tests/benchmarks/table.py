"""One table of all that was measured, with its goals and the machine that it was measured on."""

import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import median

PACKAGES = (
    "slack-bolt",
    "slack-sdk",
    "aiohttp",
    "sqlalchemy",
    "aiosqlite",
    "psycopg",
    "alembic",
    "structlog",
    "uvloop",
    "apscheduler",
    "procrastinate",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what, in figures, and the ratios of its rounds against a goal."""

    what: str
    figures: str
    ratios: Sequence[float]
    goal: float | None = None
    at_least: bool = False
    unit: str = "x"

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The row's words, column by column."""
        middle = median(self.ratios)
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        if self.goal is None:
            return self.what, self.figures, f"{middle:.2f} {self.unit}", spread, ""
        is_reached = middle >= self.goal if self.at_least else middle <= self.goal
        goal = f"{'at least' if self.at_least else 'at most'} {self.goal:g}: {'yes' if is_reached else 'NO'}"
        return self.what, self.figures, f"{middle:.2f} {self.unit}", spread, goal


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table that can be read as it stands."""
    head = ("What", "Medians", "Ratio", "Rounds", "Goal")
    cells = [head, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> str:
    """Return the machine, its load and the versions, in two lines."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {cpu_count()} cores, {platform.system()} {platform.release()}; "
        f"load at the start {getloadavg()[0]:.1f}\n"
        f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {packages}"
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
