"""Killing bots one after another while a load keeps them busy, and what each of them left behind."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.nudge import NudgeStatus
from tests.processes.load import Load, Unsent
from tests.processes.owed import eventually
from tests.processes.scene import LEASE, Scene

BOTS = 3
ROUND_SECONDS = 8.0
"""Until all bots are stopped, and the leases of the dead run out while nobody else holds one; shorter than a lease."""

WITHIN_SECONDS = 0.3
PEOPLE = 200
ENOUGH, MORE = 350, 400
IN_CHANNEL = 5
"""Besides those more; few, since one kill may double each of the sixteen posts that a bot has on their way."""

DRAIN_SECONDS = 120.0
SOON = timedelta(seconds=1)


@dataclass
class LeftBehind:
    """How often each nudge was held by a bot that was killed: its message stood in Slack already, or did not."""

    posted: Counter[str] = field(default_factory=Counter)
    not_posted: Counter[str] = field(default_factory=Counter)


async def kill_many(
    scene: Scene, load: Load, kills: int, source: random.Random, misbehave: Callable[[], None]
) -> LeftBehind:
    """Kill so many bots at moments from `source`, replace each, and return what they left behind.

    `misbehave` is called before each, to plan Slack's misbehaviour until the next one.
    """
    people, left = load.people(PEOPLE), LeftBehind()
    while scene.kills < kills:
        await _start(scene)
        ends = time.monotonic() + ROUND_SECONDS
        while scene.kills < kills and time.monotonic() < ends:
            if await scene.owed.number_due(scene.clock.now()) < ENOUGH:
                await load.add([source.choice(people) for _ in range(MORE)], IN_CHANNEL)
            misbehave()
            scene.wake()
            await asyncio.sleep(source.uniform(0, WITHIN_SECONDS))
            await scene.kill(source.choice(scene.bots))
            await _start(scene)
        await scene.stop_bots()
        held = await load.at_status(NudgeStatus.SENDING)
        posted = held & load.copies().keys()
        left.posted.update(posted)
        left.not_posted.update(held - posted)
        scene.leases.advance(LEASE)
        scene.clock.advance(LEASE)  # what was put off meanwhile is due by then
    return left


async def send_the_rest(scene: Scene, load: Load) -> None:
    """Let bots that nobody kills send what is left, and see that each nudge is sent, and written down as sent."""
    scene.workspace.misbehaviour.clear()
    await _start(scene)

    async def is_sent() -> bool:
        unsent = await load.unsent()
        _pass_over_a_long_wait(scene, unsent)
        return not unsent

    await eventually(is_sent, DRAIN_SECONDS)
    await scene.stop_bots()
    assert not load.lost()
    assert await load.statuses() == {str(NudgeStatus.SENT): load.number}


def _pass_over_a_long_wait(scene: Scene, unsent: Sequence[Unsent]) -> None:
    """Go on to when something is due, where all that is left has been put off: the story's clock stands by itself."""
    soon = scene.clock.now() + SOON
    if unsent and all(each.due_at > soon for each in unsent):
        scene.clock.jump_to(min(each.due_at for each in unsent))
        scene.wake()


async def _start(scene: Scene) -> None:
    while len(scene.bots) < BOTS:
        await scene.start_bot()
