"""Submitting the brief over Socket Mode, from the envelope to its ack, beside bare listeners."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.briefs import Envelope, prepare
from tests.benchmarks.slack import Line, LoadSlack
from tests.benchmarks.subjects import Subject, environment, settings, start

LEEWAY, BARE, DEFAULT = "Leeway", "bare", "bare, default"
IN_FLIGHT = 32


@dataclass
class Figures:
    """What was measured of one way of submitting: for each subject, one figure of each round."""

    p50: dict[str, list[float]] = field(default_factory=dict)
    per_second: dict[str, list[float]] = field(default_factory=dict)

    def add(self, subject: str, latencies: Sequence[float], seconds: float) -> None:
        """Add a round."""
        self.p50.setdefault(subject, []).append(statistics.median(latencies))
        self.per_second.setdefault(subject, []).append(len(latencies) / seconds)


@dataclass(frozen=True)
class Plan:
    """How much is submitted: so many rounds, of so many one at a time and so many at once."""

    rounds: int
    singly: int
    together: int
    warm_up: int = 200

    @property
    def submissions(self) -> int:
        """How many each subject gets."""
        return self.warm_up + self.rounds * (self.singly + self.together)


async def measure(
    plan: Plan, slack: LoadSlack, urls: dict[str, str], folder: Path, kind: str
) -> tuple[Figures, Figures]:
    """Return the figures for one at a time and for many in flight."""
    envelopes = await prepare(urls[LEEWAY], plan.submissions)
    subjects = await _start(slack, urls, folder, kind)
    singly, together = Figures(), Figures()
    try:
        for subject in subjects:
            with subject.alone(subjects):
                await _all(subject.line, envelopes[: plan.warm_up], 1)
        place = plan.warm_up
        for number, figures, window in ((plan.singly, singly, 1), (plan.together, together, IN_FLIGHT)):
            for _ in range(plan.rounds):
                batch = envelopes[place : place + number]
                place += number
                for subject in subjects:
                    with subject.alone(subjects):
                        figures.add(subject.name, *await _all(subject.line, batch, window))
    finally:
        for subject in subjects:
            await subject.stop()
    return singly, together


async def _start(slack: LoadSlack, urls: dict[str, str], folder: Path, kind: str) -> list[Subject]:
    token = f"xapp-leeway-{kind}"
    subjects = [
        await start(
            LEEWAY, slack, token, "bot", "run", env=settings(urls[LEEWAY], slack, token), folder=folder
        )
    ]
    for name, when in ((BARE, "before"), (DEFAULT, "after")):
        token = f"xapp-{when}-{kind}"
        arguments = ("tests.benchmarks.bare", urls[name], slack.api_url, token, when)
        subjects.append(await start(name, slack, token, *arguments, env=environment(), folder=folder))
    return subjects


async def _all(line: Line, envelopes: Sequence[Envelope], window: int) -> tuple[list[float], float]:
    """Submit all, with `window` in flight, and return each one's seconds and those of all."""
    waiting = iter(envelopes)
    latencies = []

    async def submit() -> None:
        for envelope in waiting:
            latencies.append(await line.submit(envelope.id, envelope.text))

    begun = time.perf_counter()
    await asyncio.gather(*(submit() for _ in range(window)))
    return latencies, time.perf_counter() - begun
