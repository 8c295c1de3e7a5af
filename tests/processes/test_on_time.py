"""On time: what is due is posted within a second, and within a tick by whoever did not plan it; never before.

By real time, unlike almost all tests: the promise is about the seconds between a moment and a message, and a clock that
can be set would say nothing of alarms, ticks and processes that have to wake up in between.
"""

from datetime import datetime

from tests.conftest import Say
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.load import nudge_of
from tests.processes.nursery import Bot
from tests.processes.owed import eventually
from tests.processes.scene import Scene
from tests.processes.story import CloudReport

QUICKLY = "0.5"
"""Minutes of an after-action in which whoever has not written is reminded after six seconds."""

A_SECOND = 1.0
TICK = 8.0
"""`LEEWAY_TICK_SECONDS`: longer than from the plan to its moment, so that there may be no tick in between."""

SELDOM = "300"


async def test_whoever_planned_it_posts_within_a_second(
    set_scene: SetScene, database: Database, say: Say
) -> None:
    """Woken by its own alarm: the next tick is minutes away."""
    scene = await set_scene(database)
    await scene.start_bot(LEEWAY_AFTER_ACTION_MINUTES=QUICKLY, LEEWAY_TICK_SECONDS=SELDOM)
    nudge, due_at = await a_reminder_is_planned(scene)
    late = await seconds_late(scene, nudge, due_at)
    say(f"posted {late:.3f} s after it was due on {database.kind}")
    assert 0 <= late <= A_SECOND


async def test_with_its_planner_killed_another_posts_within_a_tick(
    set_scene: SetScene, database: Database, say: Say
) -> None:
    """Nobody told it of the moment: it looks by itself."""
    scene = await set_scene(database)
    for _ in range(2):
        await scene.start_bot(LEEWAY_AFTER_ACTION_MINUTES=QUICKLY, LEEWAY_TICK_SECONDS=str(TICK))
    nudge, due_at = await a_reminder_is_planned(scene)
    await scene.kill(await planner_of(scene, nudge))
    assert scene.clock.now() < due_at, "it was killed too late to tell"
    late = await seconds_late(scene, nudge, due_at)
    say(f"posted {late:.3f} s after it was due on {database.kind}, by another")
    assert 0 <= late <= TICK + A_SECOND


async def a_reminder_is_planned(scene: Scene) -> tuple[str, datetime]:
    """Tell the story until the after-action has begun; return the nudge that reminds Sam to write, and for when."""
    report = CloudReport(scene)
    for step in report.steps:
        await step()
        if step.__name__ == "sam_ships":
            break

    async def is_planned() -> bool:
        return "review_reminder" in {kind for kind, *_ in await scene.owed.statuses()}

    await eventually(is_planned)
    return await scene.owed.first("review_reminder", scene.sam.id)


async def planner_of(scene: Scene, nudge: str) -> Bot:
    """Return the bot that owes a nudge by its own account."""

    def owes(bot: Bot) -> bool:
        return any("nudge.owed" in line and nudge in line for line in bot.log.splitlines())

    async def is_told() -> bool:
        return any(owes(bot) for bot in scene.bots)

    await eventually(is_told)
    (planner,) = filter(owes, scene.bots)
    return planner


async def seconds_late(scene: Scene, nudge: str, due_at: datetime) -> float:
    """Wait until the message of a nudge stands in Slack, and return how long after its time it does."""

    def posted() -> list[float]:
        messages = (
            each for channel in scene.workspace.channels.values() for each in channel.messages.values()
        )
        return [float(message.ts) for message in messages if nudge_of(message) == nudge]

    await scene.workspace.until(posted, seconds=60.0)
    return posted()[0] - due_at.timestamp()
