"""Replicas on one PostgreSQL: how much sooner several bots have sent what is due, and how they answer meanwhile.

Each bot is a process of `leeway run`, and Slack answers each call after a tenth of a second.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import quantiles
from typing import Final

from tests.benchmarks.briefs import Envelope, prepare
from tests.benchmarks.draining import CONCURRENCY
from tests.benchmarks.owing import owe, owe_again, still_owed, workspaces
from tests.benchmarks.processes import running, settings
from tests.benchmarks.rounds import Rounds
from tests.benchmarks.slack import Line, LoadSlack
from tests.benchmarks.submitting import submit
from tests.benchmarks.surroundings import DATABASES, POSTGRES, Surroundings
from tests.benchmarks.table import Row

ANSWER_SECONDS: Final = 0.1
WORKSPACES: Final = 100
REPLICAS: Final = {1: 1.0, 2: 1.8, 4: 3.0}
"""How many, and how many times as fast as one they are to be."""
TICK_SECONDS: Final = 0.5
AHEAD: Final = timedelta(seconds=4)
"""How long before its time it is planned, so that each replica has set its alarm."""
MEANWHILE_SECONDS: Final = 0.5
"""After which a drain is well under way."""
LOOK_SECONDS: Final = 0.05
SETTLING_SECONDS: Final = 1.5
LONGEST_SECONDS: Final = 120.0
WARM_UP: Final = 100
IDLE, DRAINING = "p99 idle", "p99 while draining"
SLOWER: Final = 3.0


@dataclass(frozen=True)
class Plan:
    """How much: rounds, nudges of each workspace, and submissions of each kind in a round."""

    rounds: int
    each: int
    submissions: int

    @property
    def due(self) -> int:
        """How many nudges there are."""
        return self.each * WORKSPACES


FULL, QUICK = Plan(rounds=5, each=20, submissions=100), Plan(rounds=2, each=10, submissions=50)


async def rows(around: Surroundings) -> list[Row]:
    """Return the table's rows."""
    plan = QUICK if around.is_quick else FULL
    slack = LoadSlack(ANSWER_SECONDS)
    await slack.start()
    seconds = await _replicas(around, slack, plan)
    about = f"{POSTGRES}, {plan.due:,} due, {CONCURRENCY} at a time, Slack takes {ANSWER_SECONDS:g} s"
    found = [
        seconds.row(about, _named(1), _named(number), goal, at_least=True)
        for number, goal in REPLICAS.items()
        if number > 1
    ]
    for database in DATABASES:
        milliseconds = await _answers(around, database, slack, plan)
        found.append(milliseconds.row(f"{database}, answers", DRAINING, IDLE, SLOWER))
    await slack.stop()
    return found


async def _replicas(around: Surroundings, slack: LoadSlack, plan: Plan) -> Rounds:
    url = around.new(POSTGRES)
    await owe(url, workspaces(WORKSPACES), plan.each, datetime.now(UTC) + timedelta(days=1))
    seconds = Rounds("s")
    for _ in range(plan.rounds):
        for number in REPLICAS:
            async with AsyncExitStack() as stack:
                bots = (_bot(stack, around, slack, url) for _ in range(number))
                await asyncio.gather(*bots)
                slack.posts.clear()
                begin = await _owed_soon(url)
                seconds.note(_named(number), await _last_post(slack, plan.due) + ANSWER_SECONDS - begin)
                await _until_sent(url)
    return seconds


async def _answers(around: Surroundings, database: str, slack: LoadSlack, plan: Plan) -> Rounds:
    url = around.new(database)
    await owe(url, workspaces(WORKSPACES), plan.each, datetime.now(UTC) + timedelta(days=1))
    envelopes = iter(await prepare(url, WARM_UP + 2 * plan.rounds * plan.submissions))
    milliseconds = Rounds("ms")
    async with AsyncExitStack() as stack:
        line = await _bot(stack, around, slack, url)
        await submit(line, list(islice(envelopes, WARM_UP)))
        for _ in range(plan.rounds):
            await asyncio.sleep(SETTLING_SECONDS)
            milliseconds.note(IDLE, await _p99(line, list(islice(envelopes, plan.submissions))))
            begin = await _owed_soon(url)
            await asyncio.sleep(begin + MEANWHILE_SECONDS - time.monotonic())
            milliseconds.note(DRAINING, await _p99(line, list(islice(envelopes, plan.submissions))))
            if not await still_owed(url):
                raise RuntimeError("everything was sent before the last answer")
            await _until_sent(url)
    return milliseconds


async def _bot(stack: AsyncExitStack, around: Surroundings, slack: LoadSlack, url: str) -> Line:
    token = f"xapp-{len(slack.lines)}"
    line = slack.line(token)
    env = settings(slack, token, url, LEEWAY_TICK_SECONDS=str(TICK_SECONDS))
    await stack.enter_async_context(
        running("-m", "bot", "run", env=env, ready="is running", folder=around.folder)
    )
    await line.is_open.wait()
    return line


async def _owed_soon(url: str) -> float:
    """Let everything be owed once more, a little ahead, and return when that is, in monotonic seconds."""
    due_at, begin = datetime.now(UTC) + AHEAD, time.monotonic() + AHEAD.total_seconds()
    await owe_again(url, due_at)
    if time.monotonic() + 2 * TICK_SECONDS > begin:
        raise RuntimeError("it was planned too late for every replica to see it before its time")
    return begin


async def _last_post(slack: LoadSlack, number: int) -> float:
    """Wait until so many messages have come and return when the last one did."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while len(slack.posts) < number:  # noqa: ASYNC110 - the messages tell their own time
            await asyncio.sleep(LOOK_SECONDS)
    return slack.posts[number - 1]


async def _until_sent(url: str) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        while await still_owed(url):  # noqa: ASYNC110 - it is another process that works
            await asyncio.sleep(LOOK_SECONDS)


async def _p99(line: Line, envelopes: Sequence[Envelope]) -> float:
    milliseconds = await submit(line, envelopes)
    return quantiles(milliseconds, n=100, method="inclusive")[-1]


def _named(number: int) -> str:
    return f"{number} replica" + ("s" if number > 1 else "")
