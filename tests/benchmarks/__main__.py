"""`python -m tests.benchmarks [--quick] [SUBJECT ...]`: measure, and print one table. Nothing of it is asserted."""

import argparse
import time
from collections.abc import Awaitable, Callable, Sequence

from bot.event_loop import run_on_loop
from tests.benchmarks import draining, limits, memory, replicas, starting, submitting, waking
from tests.benchmarks.surroundings import Surroundings
from tests.benchmarks.table import Row, machine, table

SUBJECTS: dict[str, Callable[[Surroundings], Awaitable[list[Row]]]] = {
    "submitting": submitting.rows,
    "waking": waking.rows,
    "draining": draining.rows,
    "limits": limits.rows,
    "replicas": replicas.rows,
    "starting": starting.rows,
    "memory": memory.rows,
}


async def measure(subjects: Sequence[str], *, is_quick: bool) -> list[Row]:
    """Measure these and return the table's rows."""
    async with Surroundings(is_quick=is_quick) as around:
        return [row for subject in subjects for row in await SUBJECTS[subject](around)]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    given = parser.parse_args()
    unknown = [name for name in given.subjects if name not in SUBJECTS]
    if unknown:
        parser.error(f"there is no {unknown[0]}, but {', '.join(SUBJECTS)}")
    words, begun = machine(), time.monotonic()
    rows = run_on_loop(measure(given.subjects or list(SUBJECTS), is_quick=given.quick))
    print(f"{words}\n\n{table(rows)}\n\n{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
