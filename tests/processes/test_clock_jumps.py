"""The machine's clock is set while bots send: what they hold stays theirs, and nothing is lost or doubled."""

from datetime import timedelta

import pytest

from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.owed import eventually

FORTH, BACK = timedelta(minutes=5), timedelta(minutes=-5)
JUMPS = (FORTH, BACK, FORTH, BACK, FORTH, FORTH)
"""Some longer than any lease, and together shorter than what would be told as late."""

PEOPLE, IN_CHANNEL = 300, 30
LITTLE = 20
"""How many arrive between two jumps, while others are on their way."""


@pytest.mark.parametrize("bots", [1, 2])
async def test_a_clock_that_jumps_while_bots_send_neither_loses_nor_doubles(
    set_scene: SetScene, database: Database, bots: int
) -> None:
    """Slack is slow, and the clock is set six times, back and forth, which nobody tells the bots: all arrives once.

    In the channel too, where nobody may look for an earlier copy. One bot alone does not take again what it holds.
    """
    scene = await set_scene(database)
    load = scene.load()
    scene.workspace.misbehave("chat.postMessage", "slow:0.3", times=100_000)
    for _ in range(bots):
        await scene.start_bot(LEEWAY_TICK_SECONDS="0.1")
    await load.add(load.people(PEOPLE), IN_CHANNEL)
    for turn, jump in enumerate(JUMPS):
        wanted = LITTLE * (turn + 1)
        await scene.workspace.until(lambda wanted=wanted: len(load.copies()) >= wanted, 30.0)
        scene.clock.advance(jump)
    assert len(load.copies()) < load.number, "it was all sent before the last jump"
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys([*load.direct, *load.in_channel], 1)
