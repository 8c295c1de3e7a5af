"""Several bots on one PostgreSQL: whoever is first sends, and nobody sends what another has taken."""

from datetime import timedelta

import pytest

from bot.domain.nudge import TOGETHER
from bot.playground.acting.actor import text_of
from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.scene import MONDAY
from tests.processes.story import CloudReport

REPORTS = 6


@pytest.mark.postgres
async def test_two_replicas_send_every_nudge_once(set_scene: SetScene, postgres: Database) -> None:
    """People's requests reach either of the two, and each card and each reminder is there once."""
    scene = await set_scene(postgres)
    bots = [await scene.start_bot(LEEWAY_REPLICAS="2", LEEWAY_TICK_SECONDS="0.2") for _ in range(2)]
    assert scene.workspace.sockets.count == 2
    scene.workspace.misbehave("chat.postMessage", "slow:0.05", times=1000)
    for number in range(REPORTS):
        for step in CloudReport(scene, Task=f"Report {number}").handing_over:
            await step()
        # The sockets take turns, and a brief is an even number of them: else all were handed over to the same bot.
        await scene.maya.command("/delegate", "help")
    silent = MONDAY + timedelta(days=1, hours=1)  # when Sam has been silent for a working day
    await scene.at(silent)
    await scene.at(silent + 2 * TOGETHER)  # the reminders gather, since they come due together
    await scene.quiet()

    statuses = await scene.owed.statuses()
    assert statuses["offer_reminder", scene.sam.id, "sent"] == REPORTS
    assert statuses["digest", scene.sam.id, "sent"] == 1
    # A card for both, and for Sam the digest of his reminders.
    for person, each in ((scene.sam, 2), (scene.maya, 1)):
        said = [text_of(message) for message in person.dm_messages()]
        assert [sum(f"Report {n}" in words for words in said) for n in range(REPORTS)] == [each] * REPORTS
    assert all("nudge.sent" in bot.log for bot in bots), "one of the two did all the work"
