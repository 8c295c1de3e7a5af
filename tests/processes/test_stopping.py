"""Asked to stop: what is under way ends well, within ten seconds, and the rest waits for the next start."""

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.nudge import NudgeStatus
from bot.playground.acting.actor import text_of
from tests.databases import Database, hanging
from tests.processes.conftest import SetScene
from tests.processes.leeway import running
from tests.processes.owed import eventually
from tests.processes.scene import LEASE, Scene
from tests.processes.story import CloudReport, in_two_weeks

AT_A_TIME = 8
"""Posts that a bot has on their way at once in one workspace."""


async def on_real_time(set_scene: SetScene, database: Database, transport: str) -> Scene:
    """Set a scene whose clock shows the real time."""
    scene = await set_scene(database, transport=transport)
    scene.clock.jump_to(datetime.now(UTC))
    return scene


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_what_is_under_way_ends_well(
    set_scene: SetScene, sqlite: Database, tmp_path: Path, transport: str
) -> None:
    """Code 0 in ten seconds; answers in flight leave, posts in flight are written down, nothing is held."""
    await stopped_in_the_middle(await on_real_time(set_scene, sqlite, transport), tmp_path)


@pytest.mark.postgres
async def test_what_is_under_way_ends_well_on_postgresql(
    set_scene: SetScene, postgres: Database, tmp_path: Path
) -> None:
    """The same on PostgreSQL."""
    await stopped_in_the_middle(await on_real_time(set_scene, postgres, "socket"), tmp_path)


async def stopped_in_the_middle(scene: Scene, folder: Path) -> None:
    """Stop `leeway run` while it sends two cards and answers a form, then look, and start it again."""
    async with running(folder, "run", **scene.environment) as bot:
        scene.is_reached_at(await bot.health())
        report = CloudReport(scene, Deadline=in_two_weeks())
        for step in report.handing_over[:-1]:
            await step()
        scene.workspace.misbehave("chat.postMessage", "slow:1.5", times=2)
        await report.maya_hands_over()
        opened = await scene.noor.command("/delegate", "@Jonas Lind Something else")
        assert opened.modal is not None, opened
        scene.workspace.misbehave("users.info", "slow:1.0")  # nobody has asked for Jonas yet
        bar = {**report.bar, "Owner": "U0JONAS001"}
        answering = asyncio.create_task(opened.modal.submit(bar))
        await eventually(scene.has_misbehaved)
        assert await bot.stop() == 0
    answered = await answering
    assert answered.ok, answered
    assert not await scene.owed.being_sent()
    assert len(scene.sam.dm_messages()) == len(scene.maya.dm_messages()) == 1

    async with running(folder, "run", **scene.environment) as bot:
        scene.is_reached_at(await bot.health())
        await scene.quiet()
        assert await bot.stop() == 0
    assert len(scene.sam.dm_messages()) == len(scene.maya.dm_messages()) == 1


async def test_what_is_due_stays_due(set_scene: SetScene, sqlite: Database, tmp_path: Path) -> None:
    """Slack is so slow that little can be sent before the end: the rest is sent, once, by the next start."""
    scene = await on_real_time(set_scene, sqlite, "socket")
    async with running(tmp_path, "run", **scene.environment) as bot:
        scene.is_reached_at(await bot.health())
        reports = [CloudReport(scene, Deadline=in_two_weeks(), Task=f"Report {n}") for n in range(4)]
        scene.workspace.misbehave("chat.postMessage", "slow:4", times=100)
        for report in reports:
            for step in report.handing_over:
                await step()
        assert await bot.stop() == 0
    assert not await scene.owed.being_sent()
    assert await scene.owed.due(scene.clock.now())
    scene.workspace.misbehaviour.clear()
    async with running(tmp_path, "run", **scene.environment) as bot:
        await bot.health()
        await scene.quiet()
        assert await bot.stop() == 0
    for person in (scene.sam, scene.maya):
        cards = [text_of(message) for message in person.dm_messages()]
        assert [sum(f"Report {n}" in card for card in cards) for n in range(4)] == [1, 1, 1, 1]


@pytest.mark.parametrize(("slack", "are_cut_off"), [("slow:0.2", False), ("slow:8", True)])
async def test_under_load_it_lets_go_of_all_that_is_not_sent(
    set_scene: SetScene, database: Database, slack: str, are_cut_off: bool
) -> None:
    """In ten seconds it ends and holds nothing; the rest is due as if untried, and sent once by the next start.

    Posts that outlast the grace are cut off; they are due as well, and are looked for before they are sent again.
    """
    scene = await set_scene(database)
    load = scene.load()
    scene.workspace.misbehave("chat.postMessage", slack, times=10_000)
    await scene.start_bot()
    await load.add(load.people(500))
    scene.wake()

    async def is_in_the_midst() -> bool:
        return scene.workspace.calls.under_way == AT_A_TIME and (are_cut_off or load.copies().total() >= 50)

    async def slack_is_done() -> bool:
        return not scene.workspace.calls.under_way

    await eventually(is_in_the_midst)
    await scene.stop_bots()

    unsent = await load.unsent()
    assert {each.status for each in unsent} == {NudgeStatus.SCHEDULED}
    assert {(each.attempts, each.lease_owner) for each in unsent} == {(0, "")}
    assert max(each.due_at for each in unsent) <= scene.clock.now()
    suspects = {each.nudge for each in unsent if each.suspect}
    assert bool(suspects) == are_cut_off
    sent = load.direct.keys() - {each.nudge for each in unsent}
    await eventually(slack_is_done)  # else it is looked for too soon, and the story's clock stands
    assert sent <= load.copies().keys() <= sent | suspects
    scene.workspace.misbehaviour.clear()
    await scene.start_bot()
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys(load.direct, 1)


@pytest.mark.postgres
async def test_a_database_that_hangs_does_not_hold_up_the_end(
    set_scene: SetScene, postgres: Database, tmp_path: Path
) -> None:
    """Frozen in the midst of sending: code 0 in ten seconds; afterwards all is sent once by the next start."""
    scene = await on_real_time(set_scene, postgres, "socket")
    load = scene.load()
    scene.workspace.misbehave("chat.postMessage", "slow:0.2", times=10_000)
    async with running(tmp_path, "run", **scene.environment) as bot:
        await bot.health()
        await load.add(load.people(200))

        async def is_in_the_midst() -> bool:
            return load.copies().total() >= 20

        await eventually(is_in_the_midst, 60.0)
        with hanging(postgres):
            assert await bot.stop() == 0
    scene.workspace.misbehaviour.clear()
    scene.clock.advance(LEASE)
    await scene.start_bot()
    await eventually(scene.owed.nothing, 60.0)
    assert load.copies() == dict.fromkeys(load.direct, 1)


async def test_with_nothing_to_do_it_ends_at_once(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """Ctrl+C at a console ends a bot that rests, cleanly and without a traceback."""
    scene = await on_real_time(set_scene, sqlite, "socket")
    async with running(tmp_path, "run", **scene.environment) as bot:
        await bot.health()
        assert (await scene.noor.command("/delegate", "help")).ok
        assert await bot.stop(signal.SIGINT, seconds=5.0) == 0
    assert "Traceback" not in "".join(bot.said)


async def test_it_can_be_stopped_while_it_starts(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """Where Slack does not answer at the start, the bot need not be killed to be rid of it."""
    scene = await on_real_time(set_scene, sqlite, "socket")
    scene.workspace.misbehave("auth.test", "slow:9")
    async with running(tmp_path, "run", **scene.environment) as bot:
        await eventually(scene.has_misbehaved)
        assert await bot.stop(seconds=5.0) == 0
    assert "Traceback" not in "".join(bot.said)
