"""Writing results down: in groups, through outages, and without one spoiling the others."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from bot.blocks.message import Message
from bot.clock import SettableClock
from bot.delivery.outcomes import sent
from bot.delivery.outgoing import Post
from bot.delivery.settling import Settling
from bot.delivery.unwritten import NOT_SETTLED
from bot.domain.nudge import Claim, Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Unavailable
from tests.delivery.conftest import MONDAY
from tests.delivery.fakes import OURS, FakeOutbox
from tests.delivery.scene import UNREACHABLE, Scene


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
    """An outbox that cannot write down what is refused of one of the results; all of it unless told otherwise."""

    refuses: Callable[[Settlement], object] = bool

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Refuse a group with that one in it."""
        if any(one.claim.nudge.id == "n2" and self.refuses(one) for one in settlements):
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


@pytest.fixture
def picky(scene: Scene) -> Picky:
    """The outbox of a scene, which cannot write down what becomes of n2."""
    outbox = scene.outbox = Picky(scene.clock)
    outbox.owe("n2")
    return outbox


async def send_for_an_hour(scene: Scene) -> None:
    """Have one sender claim what is due, each time that a lease has run out."""
    worker = scene.worker()
    for _ in range(60):
        await worker.run_due()
        scene.pass_time(timedelta(minutes=1, seconds=1))


async def test_of_what_cannot_be_written_down_as_a_whole_the_least_is(scene: Scene, picky: Picky) -> None:
    """That it was sent, and where: it must not be sent again for the sake of what else was to be written."""
    picky.refuses = lambda settlement: settlement.error == "invalid_blocks"
    scene.sender.outcomes["n2"] = [sent("C1", "1.0", "invalid_blocks")]
    await send_for_an_hour(scene)
    row = picky.rows["n2"]
    assert (row.status, row.channel, row.ts, row.error) == ("sent", "C1", "1.0", NOT_SETTLED)
    assert scene.sender.sent == ["n2"]


async def test_what_cannot_be_written_down_at_all_is_not_sent_again_and_given_up_at_last(
    scene: Scene, picky: Picky
) -> None:
    """Nobody is told anything twice for it, and the operator sees it."""
    picky.refuses = lambda settlement: settlement.result is Result.SENT
    await send_for_an_hour(scene)
    row = picky.rows["n2"]
    assert (row.status, row.error, row.is_suspect) == ("dead", NOT_SETTLED, True)
    assert scene.sender.sent == ["n2"]


async def test_what_not_even_that_can_be_said_of_is_not_sent_again_either(scene: Scene, picky: Picky) -> None:
    """It stays with its lease, and the others go on."""
    await send_for_an_hour(scene)
    assert picky.rows["n2"].status == "sending"
    assert scene.sender.sent == ["n2"]


async def test_a_fault_that_passes_costs_nothing(scene: Scene, picky: Picky) -> None:
    """With the next lease the result is written down as it was; what was refreshed meanwhile is sent after it."""
    worker = scene.worker()
    await worker.run_due()
    picky.refuses = lambda _: False
    picky.rows["n2"].revision += 1
    scene.pass_time(timedelta(minutes=1, seconds=1))
    await worker.run_due()
    row = picky.rows["n2"]
    assert (row.status, row.error) == ("sent", "")
    assert scene.sender.sent == ["n2", "n2"]


async def test_another_digest_is_owed_for_what_one_could_not_hold_whatever_else_cannot_be_written(
    scene: Scene, picky: Picky
) -> None:
    """What is folded is owed by nothing else: that one is part of the least, and of giving it up."""
    told = (Nudge("m1", OURS, NudgeKind.MOVE, "d1", "U0SAM00001", MONDAY),)
    picky.owe("n2", kind=NudgeKind.DIGEST)
    scene.renderer.plans["n2"] = Post("U0SAM00001", Message("1 of 2"), told=told, has_more=True)
    picky.refuses = lambda settlement: settlement.planned
    await scene.worker().run_due()
    [[settlement]] = picky.groups
    assert (settlement.result, settlement.told) == (Result.SENT, ("m1",))
    assert [each.kind for each in settlement.then] == [NudgeKind.DIGEST]


async def test_a_digest_of_which_nobody_knows_what_it_held_is_not_given_up(
    scene: Scene, picky: Picky
) -> None:
    """It was to be tried again, and that could not be written for long: else what it held would be owed by nobody."""
    picky.owe("n2", kind=NudgeKind.DIGEST)
    scene.sender.outcomes["n2"] = [UNREACHABLE]
    picky.refuses = lambda settlement: settlement.result is Result.LATER
    await send_for_an_hour(scene)
    assert picky.rows["n2"].status == "sending"
    picky.refuses = lambda _: False
    await send_for_an_hour(scene)
    assert picky.rows["n2"].status == "sent"


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
