"""The log follows a nudge by its id, from the commit that owes it to what became of it, and says nothing untrue."""

import asyncio
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.clock import SettableClock
from bot.delivery.outcomes import Outcome, Verdict
from bot.delivery.outgoing import Fold
from bot.delivery.pacing import Pacing
from bot.delivery.worker import Worker
from bot.domain.nudge import Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Unavailable
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import MINUTE, NOW, OURS, a_nudge
from tests.delivery.fakes import FakeAlarm, FakeRenderer, FakeSender, RealTime

Line = MutableMapping[str, Any]


class Followed:
    """A sender on a database, and the lines of the log that name one nudge."""

    def __init__(self, connections: Connections, lines: list[Line]) -> None:
        self.lines = lines
        self.clock = SettableClock(NOW, frozen=True)
        self.units = SqlUnitsOfWork(connections, lambda _: None, self.clock)
        self.outbox = SqlOutbox(connections, self.clock, self.clock)
        self.renderer, self.sender = FakeRenderer(), FakeSender()
        time = RealTime()
        self.worker = Worker(
            *(self.outbox, self.renderer, self.sender, Pacing(time, time.sleep), self.clock),
            *(asyncio.Event(), FakeAlarm()),
            monotonic=time,
        )

    async def owe(self, nudge_id: str, **about: Any) -> None:
        """Owe a nudge, in a unit of work of its own."""
        async with self.units(OURS) as work:
            await work.nudges.plan(a_nudge(nudge_id, **about))
            await work.commit()

    def of(self, nudge_id: str) -> list[str]:
        """Return the events of one id, in order."""
        return [line["event"] for line in self.lines if nudge_id in _named(line)]


def _named(line: Line) -> list[str]:
    return [line.get("nudge", ""), *" ".join(line.get(name, "") for name in ("nudges", "told")).split()]


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    """What is logged meanwhile."""
    with capture_logs() as captured:
        yield captured


@pytest.fixture
def followed(connections: Connections, lines: list[Line]) -> Followed:
    """A sender on an empty database."""
    return Followed(connections, lines)


async def test_one_id_is_followed_from_the_commit_to_the_ts(followed: Followed) -> None:
    """Owed, taken, put off by Slack's word, taken again, and sent: with where it stands, and for which workspace."""
    followed.sender.outcomes["N1"] = [Outcome(Verdict.LATER, "not_connected", 30.0)]
    await followed.owe("N1")
    await followed.worker.run_due()
    followed.clock.advance(MINUTE)
    await followed.worker.run_due()
    events = ["owed", "claimed", "later", "claimed", "sent"]
    assert followed.of("N1") == [f"nudge.{event}" for event in events]
    owed, later, sent = (line for line in followed.lines if line.get("nudge") == "N1")
    assert (owed["kind"], owed["due_at"], owed["team"]) == ("checkpoint", NOW.isoformat(), OURS.team_id)
    assert (later["error"], later["attempt"]) == ("not_connected", 1)
    assert (sent["channel"], sent["ts"], sent["team"]) == ("D1", "1.0", OURS.team_id)


async def test_it_is_said_to_be_sent_once_that_is_written_down(followed: Followed) -> None:
    """Not while the database may still refuse it; what lost its lease is named, and whether it was posted."""
    followed.sender.gates["N1"] = gate = asyncio.Event()
    await followed.owe("N1")
    sending = asyncio.create_task(followed.worker.run_due())
    await followed.sender.until_under_way(1)
    followed.clock.advance(2 * MINUTE)
    (claim,) = await followed.outbox.claim("another", 10, 60)
    gate.set()
    await sending
    assert followed.of("N1") == ["nudge.owed", "nudge.claimed", "lease_lost"]
    assert followed.lines[-1]["posted"] == "N1"
    await followed.outbox.settle([Settlement(claim, Result.SENT, "D1", "1.0")])


async def test_what_is_called_off_while_it_is_sent_is_no_lost_lease(followed: Followed) -> None:
    """Its last line says that it was cancelled, and where it was posted all the same."""
    followed.sender.gates["N1"] = gate = asyncio.Event()
    await followed.owe("N1")
    sending = asyncio.create_task(followed.worker.run_due())
    await followed.sender.until_under_way(1)
    async with followed.units(OURS) as work:
        await work.nudges.cancel("D1", NudgeKind.CHECKPOINT)
        await work.commit()
    gate.set()
    await sending
    assert followed.of("N1") == [f"nudge.{event}" for event in ("owed", "claimed", "cancelled", "cancelled")]
    assert followed.lines[-1]["ts"] == "0.0"


async def test_what_is_written_down_twice_is_told_as_what_it_is(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the commit was lost: it is settled once more, and was sent."""
    settle = followed.outbox.settle

    async def settle_without_an_answer(settlements: Sequence[Settlement]) -> list[Settlement]:
        await settle(settlements)
        monkeypatch.undo()
        raise Unavailable

    monkeypatch.setattr(followed.outbox, "settle", settle_without_an_answer)
    await followed.owe("N1")
    await followed.worker.run_due()
    expected = ["nudge.owed", "nudge.claimed", "nudge.sent"]
    assert followed.of("N1") == expected
    assert "lease_lost" not in [line["event"] for line in followed.lines]


async def test_what_is_owed_already_is_named_as_it_is_known(followed: Followed) -> None:
    """An intent that stands keeps its id, and so does a living message: no line names one that nobody has."""
    for nudge_id in ("N1", "N2"):
        await followed.owe(nudge_id, subject="spot check")
    for nudge_id in ("C1", "C2"):
        async with followed.units(OURS) as work:
            await work.nudges.refresh(a_nudge(nudge_id, kind=NudgeKind.OWNER_CARD, subject=""))
            await work.commit()
    assert followed.of("N1") == followed.of("C1") == ["nudge.owed", "nudge.owed"]
    assert followed.of("N2") == followed.of("C2") == []


async def test_what_is_cancelled_is_named(followed: Followed) -> None:
    """Of what it concerns and nothing else; and what was rolled back never happened."""
    later = {"due_at": NOW + timedelta(days=1)}
    await followed.owe("N1", **later)
    await followed.owe("N2", delegation_id="D2", **later)
    for commits in (False, True):
        async with followed.units(OURS) as work:
            await work.nudges.cancel("D1", NudgeKind.CHECKPOINT, NudgeKind.DEADLINE)
            if commits:
                await work.commit()
        assert followed.of("N1") == ["nudge.owed", *["nudge.cancelled"] * commits]
    assert followed.of("N2") == ["nudge.owed"]


async def test_what_is_folded_is_named_again_where_a_digest_drops_it(followed: Followed) -> None:
    """From its own line to that of what became of it."""
    followed.renderer.plans["N1"] = Fold(NOW + MINUTE)
    await followed.owe("N1")
    await followed.worker.run_due()
    async with followed.units(OURS) as work:
        await work.nudges.drop(["N1"])
        await work.commit()
    assert followed.of("N1") == [f"nudge.{event}" for event in ("owed", "claimed", "folded", "cancelled")]


async def test_what_could_not_be_written_down_is_named(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them, when the fault is known to be its own, and once more when not even the least can be."""

    async def refuse(_: object) -> None:
        raise ValueError("broken constraint")

    monkeypatch.setattr(followed.outbox, "settle", refuse)
    await followed.owe("N1")
    await followed.worker.run_due()
    assert followed.of("N1") == ["nudge.owed", "nudge.claimed", "settling_failed", "settling_failed"]
