"""Submitting the brief over Socket Mode, from the envelope to its ack, beside bare listeners."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from tests.benchmarks.briefs import Envelope, prepare
from tests.benchmarks.processes import Running, environment, running, settings
from tests.benchmarks.rounds import Rounds
from tests.benchmarks.slack import Line, LoadSlack
from tests.benchmarks.surroundings import DATABASES, SQLITE, Surroundings
from tests.benchmarks.table import Row

LEEWAY, BARE, DEFAULT = "Leeway", "bare", "bare, default mode"
SUBJECTS = (LEEWAY, BARE, DEFAULT)
IN_FLIGHT = 32
SINGLY, WITHOUT_REST, TOGETHER = "one at a time", "without a rest", f"{IN_FLIGHT} in flight"
REST_SECONDS = 0.04
"""Between two that come one at a time: what Leeway sends after the one is not measured with the next."""
SETTLING_SECONDS = 1.0
"""After each batch, before the subject is halted: what the batch left to do does not fall into the next one."""

GOALS = {(SINGLY, LEEWAY): 2.0, (SINGLY, DEFAULT): 3.0, (TOGETHER, DEFAULT): 1.0}
"""On SQLite."""


@dataclass(frozen=True)
class Plan:
    """How much is submitted: so many rounds, of so many one at a time and so many in flight together."""

    rounds: int
    singly: int  # of each of the two ways of one at a time
    together: int
    warm_up: int = 200

    @property
    def submissions(self) -> int:
        """How many each subject gets."""
        return self.warm_up + self.rounds * (2 * self.singly + self.together)


FULL, QUICK = Plan(rounds=9, singly=25, together=160), Plan(rounds=3, singly=15, together=96)


@dataclass
class Subject:
    """One of those that are compared."""

    name: str
    running: Running
    line: Line


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows, for both databases."""
    found = []
    for database in DATABASES:
        # Bare listeners make their own table.
        urls = {name: around.new(database, empty=name != LEEWAY) for name in SUBJECTS}
        plan = QUICK if around.is_quick else FULL
        for way, figures in (await measure(plan, around.slack, urls, around.folder)).items():
            for subject, other in ((LEEWAY, BARE), (DEFAULT, LEEWAY)):
                goal = GOALS.get((way, subject)) if database == SQLITE else None
                about = f"{database}, {way}"
                found.append(figures.row(about, subject, other, goal, at_least=subject == DEFAULT))
    return found


async def measure(plan: Plan, slack: LoadSlack, urls: dict[str, str], folder: Path) -> dict[str, Rounds]:
    """Return the figures for each way of submitting; `urls` are the subjects' databases."""
    envelopes = iter(await prepare(urls[LEEWAY], plan.submissions))
    async with AsyncExitStack() as stack:
        subjects = [await _start(name, stack, slack, urls[name], folder) for name in SUBJECTS]
        processes = [subject.running for subject in subjects]
        await _round(subjects, processes, _some(envelopes, plan.warm_up), 1, Rounds("ms"))
        figures = {way: Rounds("ms") for way in (SINGLY, WITHOUT_REST, TOGETHER)}
        for _ in range(plan.rounds):
            await _round(subjects, processes, _some(envelopes, plan.singly), 1, figures[SINGLY], REST_SECONDS)
        for _ in range(plan.rounds):
            await _round(subjects, processes, _some(envelopes, plan.singly), 1, figures[WITHOUT_REST])
        for _ in range(plan.rounds):
            batch = _some(envelopes, plan.together)
            await _round(subjects, processes, batch, IN_FLIGHT, figures[TOGETHER])
    return figures


async def _start(name: str, stack: AsyncExitStack, slack: LoadSlack, url: str, folder: Path) -> Subject:
    token = f"xapp-{len(slack.lines)}"
    if name == LEEWAY:
        process = running(
            *("-m", "bot", "run"), env=settings(slack, token, url), ready="is running", folder=folder
        )
    else:
        arguments = ("-m", "tests.benchmarks.bare", url, slack.api_url, token)
        before = ["--before-response"] if name == BARE else []
        process = running(*arguments, *before, env=environment(), ready="is running", folder=folder)
    line = slack.line(token)
    subject = Subject(name, await stack.enter_async_context(process), line)
    await line.is_open.wait()
    return subject


def _some(envelopes: Iterator[Envelope], number: int) -> list[Envelope]:
    return list(islice(envelopes, number))


async def _round(
    subjects: Sequence[Subject],
    processes: list[Running],
    envelopes: Sequence[Envelope],
    window: int,
    figures: Rounds,
    rest: float = 0,
) -> None:
    for subject in subjects:
        with subject.running.alone(processes):
            milliseconds = await submit(subject.line, envelopes, window, rest)
            figures.note(subject.name, median(milliseconds))
            await asyncio.sleep(SETTLING_SECONDS)


async def submit(
    line: Line, envelopes: Sequence[Envelope], window: int = 1, rest: float = REST_SECONDS
) -> list[float]:
    """Submit all, with `window` in flight, and return the milliseconds of each."""
    waiting = iter(envelopes)
    milliseconds = []

    async def submit_in_turn() -> None:
        for envelope in waiting:
            milliseconds.append(1000 * await line.submit(envelope.id, envelope.text))
            if rest:
                await asyncio.sleep(rest)

    await asyncio.gather(*(submit_in_turn() for _ in range(window)))
    return milliseconds
