"""Submitting the brief over Socket Mode, from the envelope to its ack, beside bare listeners."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

from tests.benchmarks.briefs import Envelope, prepare
from tests.benchmarks.processes import Running, environment, running, settings
from tests.benchmarks.slack import Line, LoadSlack

LEEWAY, BARE, DEFAULT = "Leeway", "bare", "bare, default mode"
SUBJECTS = (LEEWAY, BARE, DEFAULT)
IN_FLIGHT = 32
SINGLY, WITHOUT_REST, TOGETHER = "one at a time", "without a rest", f"{IN_FLIGHT} in flight"
REST_SECONDS = 0.04
"""Between two that come one at a time: what Leeway sends after the one is not measured with the next."""
SETTLING_SECONDS = 1.0
"""After each batch, before the subject is halted: what the batch left to do does not fall into the next one."""


@dataclass
class Figures:
    """What was measured of one way of submitting: for each subject one figure of each round, in milliseconds."""

    p50: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SUBJECTS})

    def times(self, subject: str, other: str) -> list[float]:
        """Return how many times as long as `other` the subject took, in each round."""
        return [mine / theirs for mine, theirs in zip(self.p50[subject], self.p50[other], strict=True)]


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


@dataclass
class Subject:
    """One of those that are compared."""

    name: str
    running: Running
    line: Line


async def measure(plan: Plan, slack: LoadSlack, urls: dict[str, str], folder: Path) -> dict[str, Figures]:
    """Return the figures for each way of submitting; `urls` are the subjects' databases."""
    envelopes = iter(await prepare(urls[LEEWAY], plan.submissions))
    async with AsyncExitStack() as stack:
        subjects = [await _start(name, stack, slack, urls[name], folder) for name in SUBJECTS]
        processes = [subject.running for subject in subjects]
        await _round(subjects, processes, _some(envelopes, plan.warm_up), 1, Figures())
        figures = {way: Figures() for way in (SINGLY, WITHOUT_REST, TOGETHER)}
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
    figures: Figures,
    rest: float = 0,
) -> None:
    for subject in subjects:
        with subject.running.alone(processes):
            figures.p50[subject.name].append(median(await _submit(subject.line, envelopes, window, rest)))
            await asyncio.sleep(SETTLING_SECONDS)


async def _submit(line: Line, envelopes: Sequence[Envelope], window: int, rest: float) -> list[float]:
    """Submit all, with `window` in flight, and return the milliseconds of each."""
    waiting = iter(envelopes)
    milliseconds = []

    async def submit() -> None:
        for envelope in waiting:
            milliseconds.append(1000 * await line.submit(envelope.id, envelope.text))
            if rest:
                await asyncio.sleep(rest)

    await asyncio.gather(*(submit() for _ in range(window)))
    return milliseconds
