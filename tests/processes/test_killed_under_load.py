"""Bots are killed one after another while they send: nothing is lost, and nobody is told anything twice in private.

In the channel, where the default scopes let nobody look for an earlier message, what was posted and not written
down is posted again: one copy more for each time that it was cut off there, and no other.
"""

import os
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import Say
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.killing import LeftBehind, kill_many, send_the_rest
from tests.processes.load import Load
from tests.processes.scene import Scene

SEED = int(os.environ.get("LEEWAY_SEED") or secrets.randbelow(2**32))
KILLS = int(os.environ.get("LEEWAY_KILLS") or 8)
"""How many bots are killed on each database."""

LOST_ANSWERS = ("drop_after_accepting", "http_500_after_accepting", "error_after_accepting:fatal_error")


async def test_killed_while_they_send(set_scene: SetScene, database: Database, say: Say) -> None:
    """Killed between claim and post, and between post and settlement, bots lose nothing."""
    scene = await set_scene(database)
    load = scene.load()

    def slowly() -> None:
        scene.workspace.misbehaviour.clear()
        scene.workspace.misbehave("chat.postMessage", "slow:0.15", times=100_000)  # wider windows

    with seeded(database, say) as source:
        left = await kill_many(scene, load, KILLS, source, slowly)
        await send_the_rest(scene, load)
        say(account(scene, load, left))
        assert left.posted
        assert left.not_posted
        assert not load.doubled_in_private()
        assert load.doubled_in_channels() <= left.posted
        assert load.doubled_in_channels().total() <= scene.kills


async def test_killed_while_answers_are_lost(set_scene: SetScene, database: Database, say: Say) -> None:
    """Slack takes every tenth message without saying so, and bots die besides: each is looked for before it goes."""
    scene = await set_scene(database)
    load = scene.load()

    with seeded(database, say) as source:

        def losing_answers() -> None:
            scene.workspace.misbehaviour.clear()
            for _ in range(100):
                scene.workspace.misbehave("chat.postMessage", "slow:0.1", times=9)
                scene.workspace.misbehave("chat.postMessage", source.choice(LOST_ANSWERS))

        left = await kill_many(scene, load, max(KILLS // 5, 1), source, losing_answers)
        happened = scene.workspace.misbehaviour.happened
        lost_answers = happened.total() - happened["slow"]
        await send_the_rest(scene, load)
        say(f"{account(scene, load, left)}; {lost_answers} answers lost")
        assert lost_answers
        assert not load.doubled_in_private()
        assert load.doubled_in_channels().total() <= lost_answers + left.posted.total()


@contextmanager
def seeded(database: Database, say: Say) -> Iterator[random.Random]:
    """Say which seed the dice have, before anything happens and where it fails."""
    say(f"kills under load on {database.kind}: LEEWAY_SEED={SEED}")
    try:
        yield random.Random(SEED)
    except BaseException as error:
        error.add_note(f"to see it again: LEEWAY_SEED={SEED} on {database.kind}")
        raise


def account(scene: Scene, load: Load, left: LeftBehind) -> str:
    """Say how often bots were killed, where, and what was doubled."""
    return (
        f"{scene.kills} kills, {load.number} nudges, {len(load.in_channel)} of them in the channel;"
        f" cut off before their post: {left.not_posted.total()}, after it: {left.posted.total()};"
        f" doubled in DMs: {load.doubled_in_private().total()},"
        f" in the channel: {load.doubled_in_channels().total()}"
    )
