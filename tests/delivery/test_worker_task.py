"""The worker's task: woken in time, not stopped by a failing database, and stopped softly."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery.attempt import SENDING_SECONDS
from bot.domain.nudge import Claim
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Unavailable
from tests.delivery.fakes import OURS
from tests.delivery.scene import Scene, Start, until

# -- waking up


async def test_the_alarm_is_set_for_what_comes_next(scene: Scene, start: Start) -> None:
    """When nothing is due any more, the worker has itself woken for the next."""
    scene.outbox.owe("n1")
    later = scene.outbox.owe("n2", due_in=30)
    await start()
    await until(lambda: later.nudge.due_at in scene.alarm.times)


async def test_it_works_when_it_is_woken(scene: Scene, start: Start) -> None:
    """Setting the event is all it takes."""
    await start()
    await until(lambda: not scene.wake.is_set())
    scene.outbox.owe("n1")
    scene.wake.set()
    await until(lambda: scene.status() == {"n1": "sent"})


async def test_it_looks_by_itself_where_nobody_wakes_it(scene: Scene, start: Start) -> None:
    """The scheduler goes by the machine's clock; one that was set back by an hour would let everything wait."""
    await start(sleep_seconds=0.01)
    await until(lambda: not scene.wake.is_set())
    scene.outbox.owe("n1")
    await until(lambda: scene.status() == {"n1": "sent"})


async def test_what_others_hold_is_not_asked_for_in_a_circle(scene: Scene, start: Start) -> None:
    """What is due and cannot be taken is looked at again in a moment, not at once."""
    scene.outbox.owe("n1")

    async def nothing(*_: object) -> list[Claim]:
        return []

    scene.outbox.claim = nothing  # another replica is just taking it
    await start()
    await until(lambda: scene.alarm.times)
    assert scene.alarm.times[0] > scene.clock.now()


async def test_a_card_refreshed_while_it_was_on_its_way_is_sent_again_at_once(
    scene: Scene, start: Start
) -> None:
    """The latest state wins, without waiting for a sweep."""
    row = scene.outbox.owe("card", kind=NudgeKind.OWNER_CARD)
    scene.sender.gates["card"] = gate = asyncio.Event()
    await start()
    await scene.sender.until_under_way(1)
    row.revision += 1
    gate.set()
    await until(lambda: row.status == "sent")
    assert [claim.revision for claim in scene.sender.claims] == [1, 2]


async def test_a_database_that_fails_is_tried_again(
    scene: Scene, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither claiming nor settling ends the work; what was sent is written down, and sent once."""
    monkeypatch.setattr("bot.delivery.worker.FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("bot.delivery.settling.FIRST_PAUSE_SECONDS", 0.01)
    scene.outbox.owe("n1")
    scene.outbox.faults = [Unavailable("locked"), RuntimeError("a bug")]
    scene.sender.gates["n1"] = gate = asyncio.Event()
    await start()
    await scene.sender.until_under_way(1)
    scene.outbox.faults = [Unavailable("locked"), Unavailable("locked")]
    gate.set()
    await until(lambda: scene.status() == {"n1": "sent"})
    assert scene.sender.sent == ["n1"]


async def test_a_bug_in_claiming_is_not_told_as_a_database_out_of_reach(
    scene: Scene, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator looks elsewhere for it: the log says where in the code, and nothing of what anybody wrote."""
    monkeypatch.setattr("bot.delivery.worker.FIRST_PAUSE_SECONDS", 0.01)
    scene.outbox.owe("n1")
    scene.outbox.faults = [Unavailable("locked"), RuntimeError("what somebody wrote")]
    with capture_logs() as lines:
        await start()
        await until(lambda: scene.status() == {"n1": "sent"})
    unreachable, bug = (line for line in lines if line["log_level"] in ("warning", "error"))
    assert (unreachable["event"], unreachable["error"]) == ("database_unavailable", "Unavailable")
    assert (bug["event"], bug["error"]) == ("claiming_failed", "RuntimeError")
    assert "fakes.py:" in bug["at"]
    assert "wrote" not in str(bug)


# -- stopping


async def test_a_soft_stop_lets_what_is_on_its_way_arrive_and_releases_the_rest(scene: Scene) -> None:
    """Nothing is left `sending`: one is sent, the others are due now with their attempts given back."""
    for number in range(6):
        scene.outbox.owe(f"n{number}", to=f"U{number % 3}")
    scene.sender.gates["n0"] = gate = asyncio.Event()
    worker = scene.worker(concurrency=1)
    worker.start()
    await scene.sender.until_under_way(1)
    stopping = asyncio.create_task(worker.stop(5))
    await asyncio.sleep(0)
    scene.outbox.owe("new", to="UNEW")
    scene.wake.set()
    gate.set()
    await stopping
    assert scene.sender.sent == ["n0"]
    assert set(scene.status().values()) == {"sent", "scheduled"}
    assert [row.attempts for row in scene.outbox.rows.values()] == [1, 0, 0, 0, 0, 0, 0]
    assert not any(row.is_suspect for row in scene.outbox.rows.values())
    assert not worker.is_running


async def test_a_soft_stop_does_not_wait_for_turns(scene: Scene) -> None:
    """What stands in the queue for Slack's pace is released at once."""
    scene.pacing.penalise(OURS, "chat.postMessage", 2.5)
    row = scene.outbox.owe("n1")
    worker = scene.worker()
    worker.start()
    await until(lambda: scene.renderer.prepared)
    await asyncio.wait_for(worker.stop(5), 2)
    assert (row.status, row.attempts) == ("scheduled", 0)


async def test_what_is_still_on_its_way_after_the_grace_is_broken_off_and_suspect(scene: Scene) -> None:
    """It may have arrived: whoever takes it next looks first. Those behind it were never begun."""
    row = scene.outbox.owe("n1", due_in=-1)
    behind = scene.outbox.owe("n2")
    scene.sender.gates["n1"] = asyncio.Event()
    worker = scene.worker()
    worker.start()
    await scene.sender.until_under_way(1)
    await worker.stop(0.05)
    assert (row.status, row.attempts, row.is_suspect) == ("scheduled", 0, True)
    assert (behind.status, behind.attempts, behind.is_suspect) == ("scheduled", 0, False)


async def test_it_stops_within_its_grace_though_the_database_is_gone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written down stays held until its lease runs out, and is looked for then."""
    monkeypatch.setattr("bot.delivery.worker.LAST_WORD_SECONDS", 0.05)
    scene.outbox.owe("n1")
    scene.sender.gates["n1"] = gate = asyncio.Event()
    worker = scene.worker()
    worker.start()
    await scene.sender.until_under_way(1)
    scene.outbox.faults = [Unavailable("gone")] * 1000
    gate.set()
    await asyncio.wait_for(worker.stop(0.05), 2)
    assert scene.status() == {"n1": "sending"}


async def test_stopping_an_idle_worker_is_quick(scene: Scene) -> None:
    """Also one that was never started."""
    await asyncio.wait_for(scene.worker().stop(5), 1)
    worker = scene.worker()
    worker.start()
    await asyncio.wait_for(worker.stop(5), 1)
    assert not worker.is_running


async def test_what_it_is_still_sending_it_does_not_take_again(scene: Scene, start: Start) -> None:
    """Whatever the leases' clock says meanwhile; what becomes due then is sent beside it."""
    row = scene.outbox.owe("n1", to="U1")
    scene.sender.gates["n1"] = gate = asyncio.Event()
    await start()
    await scene.sender.until_under_way(1)
    scene.clock.advance(timedelta(minutes=5))
    scene.outbox.owe("n2", to="U2")
    scene.wake.set()
    await until(lambda: scene.sender.sent == ["n2"])
    gate.set()
    await until(lambda: row.status == "sent")
    assert (scene.sender.sent, row.token) == (["n2", "n1"], 1)


def test_a_lease_has_to_outlast_a_sending(scene: Scene) -> None:
    """Settings that would double messages are refused."""
    with pytest.raises(ValueError, match="outlast"):
        scene.worker(lease_seconds=SENDING_SECONDS)


async def test_what_only_waited_for_its_place_is_no_suspect_when_it_is_broken_off(
    scene: Scene, start: Start
) -> None:
    """It had not left: whoever takes it next need not look for it."""
    scene.outbox.owe("n1", to="U1", due_in=-1)
    scene.outbox.owe("n2", to="U2")
    scene.sender.gates["n1"] = asyncio.Event()
    worker = await start(concurrency=1)
    await scene.sender.until_under_way(1)
    await worker.stop(0.01)
    assert {name: row.is_suspect for name, row in scene.outbox.rows.items()} == {"n1": True, "n2": False}
