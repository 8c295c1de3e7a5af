"""The story told while the bot is killed: nothing is lost, and nobody is told anything twice in private."""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Say
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.ending import Ending, compare, ending_of
from tests.processes.scene import Scene, dice
from tests.processes.story import CloudReport

SEED = int(os.environ.get("LEEWAY_SEED") or secrets.randbelow(2**32))
TELLINGS = int(os.environ.get("LEEWAY_TELLINGS") or 1)
"""How often each database lives through the story with kills inside its steps; every telling is some 27 kills."""

WITHIN_SECONDS = 0.15
_undisturbed: list[Ending] = []


@pytest.fixture
async def undisturbed(set_scene: SetScene, migrated_sqlite: Path, tmp_path: Path) -> Ending:
    """How the story ends when nobody is killed; told once for all tests, on a database of its own."""
    if not _undisturbed:
        path = shutil.copy(migrated_sqlite, tmp_path / "undisturbed.db")
        scene = await set_scene(Database("sqlite", f"sqlite:///{path}"))
        await scene.start_bot()
        for step in CloudReport(scene).steps:
            await step()
        _undisturbed.append(await ending_of(scene))
        await scene.kill_bot()
    return _undisturbed[0]


async def test_the_undisturbed_story_says_everything_once(undisturbed: Ending) -> None:
    """Without a kill the task is closed, no nudge is given up, and no two messages are alike."""
    assert undisturbed.states == [("closed", "closed")]
    assert {status for _, _, status in undisturbed.nudges} == {"sent", "cancelled"}
    for messages in (*undisturbed.direct.values(), undisturbed.channel):
        assert set(messages.values()) <= {1}


async def test_killed_between_every_two_steps_nothing_is_lost(
    set_scene: SetScene, database: Database, undisturbed: Ending
) -> None:
    """Killed after each step while its messages leave, the story ends as it does undisturbed."""
    await _killed_between_steps(set_scene, database, "socket", undisturbed)


async def test_killed_between_every_two_steps_over_http(
    set_scene: SetScene, sqlite: Database, undisturbed: Ending
) -> None:
    """The same over signed HTTP, where the bot comes back at another address."""
    await _killed_between_steps(set_scene, sqlite, "http", undisturbed)


@pytest.mark.parametrize("telling", range(TELLINGS))
async def test_killed_inside_the_steps_nothing_is_lost(
    set_scene: SetScene,
    database: Database,
    undisturbed: Ending,
    telling: int,
    say: Say,
) -> None:
    """Killed up to 150 ms after each thing that people do, before or while it is answered or sent."""
    seed = SEED + telling
    try:
        scene = await _killed_inside_steps(set_scene, database, undisturbed, dice(seed, WITHIN_SECONDS))
    except BaseException as error:
        error.add_note(f"to see it again: LEEWAY_SEED={seed} on {database.kind}")
        raise
    say(
        f"{scene.kills} kills, {scene.cut_off} in the middle of sending, by LEEWAY_SEED={seed} on {database.kind}"
    )


async def _killed_between_steps(
    set_scene: SetScene, database: Database, transport: str, undisturbed: Ending
) -> None:
    scene = await set_scene(database, transport=transport)
    await scene.start_bot()
    for step in CloudReport(scene).steps:
        await step()
        await scene.kill_and_restart()
    compare(await ending_of(scene), undisturbed, scene.kills)


async def _killed_inside_steps(
    set_scene: SetScene, database: Database, undisturbed: Ending, moment: Callable[[], float]
) -> Scene:
    scene = await set_scene(database, ack_seconds=1.0)
    await scene.start_bot()
    for number, step in enumerate(CloudReport(scene).steps):
        scene.workspace.misbehaviour.clear()
        if number % 2:  # wider windows between claim, post and settlement
            scene.workspace.misbehave("chat.postMessage", "slow:0.05", times=3)
        scene.doom(moment())
        await step()
        await scene.calm()
    compare(await ending_of(scene), undisturbed, scene.kills)
    return scene
