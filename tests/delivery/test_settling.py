"""Writing results down: in groups, through outages, and without one spoiling the others."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.clock import SettableClock
from bot.delivery.settling import Settling
from bot.domain.nudge import Claim, Result, Settlement
from bot.usecases.ports import Unavailable
from tests.delivery.fakes import FakeOutbox


@pytest.fixture
def outbox(clock: SettableClock) -> FakeOutbox:
    """An outbox with five nudges that are due."""
    outbox = FakeOutbox(clock)
    for number in range(5):
        outbox.owe(f"n{number}")
    return outbox


async def claims_on(outbox: FakeOutbox) -> list[Claim]:
    """Take everything that is due."""
    return await outbox.claim("me", 100, 60)


async def test_what_gathers_while_one_group_is_written_is_the_next_group(outbox: FakeOutbox) -> None:
    """Five results in two transactions, in their order, and each told as settled."""
    told: list[str] = []
    settling = Settling(outbox, lambda group, _: told.extend(one.claim.nudge.id for one in group))
    first, *rest = await claims_on(outbox)
    settling.put(Settlement(first, Result.SENT))
    await asyncio.sleep(0)
    for claim in rest:
        settling.put(Settlement(claim, Result.SENT))
    await settling.finish()
    assert [len(group) for group in outbox.groups] == [1, 4]
    assert told == ["n0", "n1", "n2", "n3", "n4"]


async def test_whoever_hangs_on_what_was_put_waits_for_that_and_not_for_what_comes_after(
    outbox: FakeOutbox,
) -> None:
    """A stream of results that never ends holds nobody up."""
    put = await claims_on(outbox)
    settling = Settling(outbox, lambda *_: settling.put(Settlement(put[-1], Result.SENT)))
    await settling.written()  # of nothing
    settling.put(Settlement(put[0], Result.SENT))
    await asyncio.sleep(0)
    settling.put(Settlement(put[1], Result.SENT))
    async with asyncio.timeout(5):
        await settling.written()
    assert outbox.rows["n0"].status == outbox.rows["n1"].status == "sent"
    settling.abandon()


async def test_a_database_out_of_reach_is_waited_for_longer_and_longer(outbox: FakeOutbox) -> None:
    """What was posted is written down when the database is back, however long that takes."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    settling = Settling(outbox, lambda *_: None, sleep)
    [claim, *_] = await claims_on(outbox)
    outbox.faults = [Unavailable("restarting")] * 7
    settling.put(Settlement(claim, Result.SENT))
    await settling.finish()
    assert outbox.rows["n0"].status == "sent"
    assert pauses == [0.5, 1, 2, 4, 8, 10, 10]


class Picky(FakeOutbox):
    """An outbox that cannot write down one of the results."""

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Refuse a group with that one in it."""
        if any(one.claim.nudge.id == "n2" for one in settlements):
            raise ValueError("broken constraint")
        return await super().settle(settlements)


async def test_one_that_cannot_be_written_down_does_not_take_the_others_along(clock: SettableClock) -> None:
    """They are written one by one; the faulty one is left to its lease."""
    outbox = Picky(clock)
    for number in range(5):
        outbox.owe(f"n{number}")
    told: list[Settlement] = []
    told_written: list[Settlement] = []

    def on_settled(group: Sequence[Settlement], written: Sequence[Settlement]) -> None:
        told.extend(group)
        told_written.extend(written)

    settling = Settling(outbox, on_settled)
    for claim in await claims_on(outbox):
        settling.put(Settlement(claim, Result.SENT))
    await settling.finish()
    assert [row.status for row in outbox.rows.values()] == ["sent", "sent", "sending", "sent", "sent"]
    assert len(told) == 5
    assert [one.claim.nudge.id for one in told_written] == ["n0", "n1", "n3", "n4"]


async def test_what_lost_its_lease_is_told_as_settled_and_not_as_written(outbox: FakeOutbox) -> None:
    """Its sender is done with it, and whoever holds it now says what became of it."""
    told: list[list[str]] = []

    def on_settled(*parts: Sequence[Settlement]) -> None:
        told.extend([one.claim.nudge.id for one in part] for part in parts)

    settling = Settling(outbox, on_settled)
    mine, lost, *_ = await claims_on(outbox)
    outbox.rows["n1"].token += 1
    for claim in (mine, lost):
        settling.put(Settlement(claim, Result.SENT, "C1", "1.0"))
    await settling.finish()
    assert told == [["n0", "n1"], ["n0"]]
