"""Kinds of a newer version: in a rolling upgrade, or after a version was put back, the database holds some of them."""

import asyncio

import pytest
from sqlalchemy import String, literal, update

from bot.clock import SettableClock
from bot.delivery.pacing import Pacing
from bot.delivery.worker import Worker
from bot.domain.nudge import Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.oversight import Backlog, SqlOversight
from storage.tables import nudges
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import HOUR, MINUTE, NOW, a_nudge, plan
from tests.delivery.fakes import FakeAlarm, FakeRenderer, FakeSender, RealTime

NEWER = "of_a_newer_version"


async def become(connections: Connections, nudge_id: str, kind: str) -> None:
    """Have a nudge be of a kind, known or not."""
    connection = await connections.borrow()
    await connection.execute(update(nudges).where(nudges.c.id == nudge_id).values(kind=literal(kind, String)))
    await connection.commit()
    await connections.give_back(connection)


@pytest.fixture
async def five(ours: SqlUnitOfWork, connections: Connections) -> None:
    """Five that are due, the third of them of a kind that this version does not know."""
    await plan(ours, *(a_nudge(f"N{number}", delegation_id=f"D{number}") for number in range(5)))
    await become(connections, "N2", NEWER)


async def test_its_neighbours_are_claimed(
    five: None, outbox: SqlOutbox, connections: Connections, leases: SettableClock
) -> None:
    """It is left as it is, for whoever knows it: not taken, not tried, and nobody waits for it."""
    claims = await outbox.claim("sender", 10, 60)
    assert [claim.nudge.id for claim in claims] == ["N0", "N1", "N3", "N4"]
    assert await outbox.next_due() is None
    await outbox.settle([Settlement(claim, Result.SENT, "D1", "1.0") for claim in claims])
    leases.advance(2 * MINUTE)
    assert await outbox.claim("sender", 10, 60) == []
    await become(connections, "N2", NudgeKind.CHECKPOINT)
    assert await outbox.next_due() == NOW
    (claim,) = await outbox.claim("the newer version", 10, 60)
    assert (claim.nudge.id, claim.attempts, claim.is_suspect) == ("N2", 1, False)


async def test_the_lease_of_a_newer_sender_is_left_to_it(
    five: None, outbox: SqlOutbox, connections: Connections, leases: SettableClock
) -> None:
    """Where that one dies, another of its version takes over."""
    await become(connections, "N2", NudgeKind.CHECKPOINT)
    assert len(await outbox.claim("the newer version", 10, 60)) == 5
    await become(connections, "N2", NEWER)
    leases.advance(2 * MINUTE)
    assert len(await outbox.claim("sender", 10, 60)) == 4


async def test_a_worker_goes_on(five: None, outbox: SqlOutbox, clock: SettableClock) -> None:
    """And sends the others."""
    time, sender = RealTime(), FakeSender()
    worker = Worker(
        *(outbox, FakeRenderer(), sender, Pacing(time, time.sleep), clock, asyncio.Event(), FakeAlarm()),
        monotonic=time,
    )
    assert await worker.run_due() == 4
    assert sorted(sender.sent) == ["N0", "N1", "N3", "N4"]


async def test_a_digest_tells_the_others_and_leaves_it_to_be_sent(
    five: None, ours: SqlUnitOfWork, outbox: SqlOutbox, connections: Connections, clock: SettableClock
) -> None:
    """What a newer sender had folded into it is owed by itself once more: the digest is over, and did not tell it."""
    await become(connections, "N2", NudgeKind.CHECKPOINT)
    claims = await outbox.claim("the newer version", 10, 60)
    await outbox.settle([Settlement(claim, Result.FOLDED, due_at=NOW + MINUTE) for claim in claims])
    await become(connections, "N2", NEWER)
    async with ours:
        folded = [claim.nudge.id for claim in await ours.nudges.folded("U_OWNER")]
    assert folded == ["N0", "N1", "N3", "N4"]
    clock.advance(MINUTE)
    (digest,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(digest, Result.SENT, "D1", "1.0", told=tuple(folded))])
    assert await outbox.claim("sender", 10, 60) == []
    await become(connections, "N2", NudgeKind.CHECKPOINT)
    (claim,) = await outbox.claim("the newer version", 10, 60)
    assert (claim.nudge.id, claim.planned_for) == ("N2", NOW)


async def test_an_operator_sees_them(
    five: None, outbox: SqlOutbox, oversight: SqlOversight, connections: Connections, clock: SettableClock
) -> None:
    """As late, and by their kinds; and they are not in the way of what else is to be seen."""
    assert await oversight.backlog() == Backlog(5, NOW)
    assert await oversight.unknown() == {NEWER: 1}
    claims = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.DEAD, error="is_archived") for claim in claims])
    await become(connections, "N4", NEWER)
    clock.advance(HOUR)
    assert await oversight.backlog() == Backlog(1, NOW, dead=4)
    assert [dead.nudge.id for dead in await oversight.dead(10)] == ["N0", "N1", "N3"]
    assert await oversight.coming() is None
