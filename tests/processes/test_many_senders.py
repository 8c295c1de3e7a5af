"""Many senders on one database: whoever is first sends, and nobody sends what another has taken.

`LEEWAY_MANY` is how many nudges are due at once; every one goes to another person.
"""

import os
import time

from bot.domain.nudge import NudgeStatus
from tests.conftest import Say
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.owed import eventually

BOTS = 8
MANY = int(os.environ.get("LEEWAY_MANY") or 1_000)
MOST_SECONDS = 30.0 + MANY / 50


async def test_eight_bots_send_every_nudge_once(set_scene: SetScene, database: Database, say: Say) -> None:
    """Eight bots share what is due: each nudge is in exactly one message, and all are written down as sent."""
    scene = await set_scene(database)
    load = scene.load()
    bots = [await scene.start_bot() for _ in range(BOTS)]
    await load.add(load.people(MANY))
    begun = time.monotonic()
    scene.wake()
    await eventually(scene.owed.nothing, MOST_SECONDS)
    took = time.monotonic() - begun
    say(f"{MANY} nudges by {BOTS} bots on {database.kind}: {took:.1f} s")

    copies = load.copies()
    assert copies.keys() == load.direct.keys()
    assert set(copies.values()) == {1}
    assert await load.at_status(NudgeStatus.SENT) == load.direct.keys()
    assert all("nudge.sent" in bot.log for bot in bots), "some of them had nothing to do"
