"""One transaction over the stores of a tenant: all of it or nothing, and a word to the sender afterwards."""

import asyncio
from datetime import datetime

import pytest

from bot.delivery.ports import Outbox
from bot.domain.errors import NotFound
from bot.domain.record import Event, HistoryEntry
from bot.usecases.ports import AlreadyThere, UnitsOfWork
from storage.outbox import SqlOutbox
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS, a_delegation, a_nudge


async def hand_over(work: SqlUnitOfWork, name: str = "D1") -> None:
    """Do what handing over does: a delegation, a line of history, two nudges."""
    await work.delegations.add(a_delegation(name, work.tenant))
    await work.records.note(HistoryEntry(name, Event.HANDED_OVER, "U_MANAGER", NOW))
    await work.nudges.plan(
        *(a_nudge(f"{name}-{i}", work.tenant, delegation_id=name, due_at=NOW + i * HOUR) for i in (2, 1))
    )


def test_they_are_what_the_use_cases_ask_for(units: SqlUnitsOfWork, outbox: SqlOutbox) -> None:
    """The stores satisfy the ports: the assignments say so to the type checker, and the names are all there."""
    port: UnitsOfWork = units
    sender: Outbox = outbox
    assert callable(port)
    assert callable(sender.claim)


async def test_what_was_committed_stays(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """After a commit another transaction sees all of it."""
    async with ours:
        await hand_over(ours)
        await ours.commit()
    async with ours:
        assert await ours.delegations.get("D1") == a_delegation()
        assert [line.event for line in await ours.records.history("D1")] == [Event.HANDED_OVER]
    assert await outbox.next_due() == NOW + HOUR


async def test_what_was_not_committed_is_gone(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """Leaving without a commit leaves nothing, and nobody is woken."""
    async with ours:
        await hand_over(ours)
    async with ours:
        with pytest.raises(NotFound):
            await ours.delegations.get("D1")
    assert await outbox.next_due() is None


async def test_an_error_takes_everything_back(
    ours: SqlUnitOfWork, outbox: SqlOutbox, woken: list[datetime]
) -> None:
    """A fault half way through leaves nothing, and comes out as it was."""

    async def hand_over_and_fail() -> None:
        async with ours:
            await hand_over(ours)
            await ours.delegations.get("D1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await hand_over_and_fail()
    async with ours:
        with pytest.raises(NotFound):
            await ours.delegations.get("D1")
    assert await outbox.next_due() is None
    assert woken == []


async def test_a_commit_that_fails_leaves_nothing(
    ours: SqlUnitOfWork, outbox: SqlOutbox, woken: list[datetime]
) -> None:
    """A statement that was held back and is refused at the commit takes all the others with it."""
    async with ours:
        await hand_over(ours)
        await ours.records.note(HistoryEntry("D-nowhere", Event.CLOSED, "", NOW))
        await ours.nudges.plan(a_nudge("late"))
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await ours.commit()
    async with ours:
        with pytest.raises(NotFound):
            await ours.delegations.get("D1")
        assert await ours.records.history("D1") == []
    assert await outbox.next_due() is None
    assert woken == []


async def test_a_cancelled_task_leaves_nothing(ours: SqlUnitOfWork, outbox: SqlOutbox) -> None:
    """A listener that runs out of time and is cancelled takes back what it did; the next one can begin at once."""
    begun = asyncio.Event()

    async def listen() -> None:
        async with ours:
            await hand_over(ours)
            await ours.delegations.get("D1")
            begun.set()
            await asyncio.Event().wait()

    listener = asyncio.create_task(listen())
    await begun.wait()
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)
    async with ours:
        with pytest.raises(NotFound):
            await ours.delegations.get("D1")


async def test_cancelled_amid_a_statement_it_leaves_nothing(units: SqlUnitsOfWork, outbox: SqlOutbox) -> None:
    """Wherever the cancelling falls, each hand-over is there as a whole or not at all."""
    for turns in range(12):
        work = units(OURS)

        async def listen(work: SqlUnitOfWork, name: str) -> None:
            async with work:
                await hand_over(work, name)
                await work.commit()

        listener = asyncio.create_task(listen(work, f"D{turns}"))
        for _ in range(turns):
            await asyncio.sleep(0)
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
        async with units(OURS) as look:
            try:
                await look.delegations.get(f"D{turns}")
            except NotFound:
                assert await look.records.history(f"D{turns}") == []
            else:
                assert len(await look.records.history(f"D{turns}")) == 1


async def test_it_can_be_entered_again_after_it_was_left(ours: SqlUnitOfWork) -> None:
    """A use case reads in one transaction and writes in another with the same unit of work."""
    async with ours:
        await hand_over(ours)
        await ours.commit()
    async with ours:
        await hand_over(ours, "D2")
        await ours.commit()
    async with ours:
        assert {each.id for each in await ours.delegations.of_person("U_OWNER")} == {"D1", "D2"}


async def test_it_cannot_be_entered_while_it_is_open(ours: SqlUnitOfWork) -> None:
    """Two transactions within each other would wait for each other: that is refused at once."""
    async with ours:
        with pytest.raises(RuntimeError, match="open already"):
            await ours.__aenter__()


async def test_it_cannot_be_used_outside(ours: SqlUnitOfWork) -> None:
    """Nothing runs without a transaction."""
    with pytest.raises(RuntimeError, match="inside"):
        await ours.commit()


async def test_after_a_commit_the_sender_hears_of_the_earliest(
    ours: SqlUnitOfWork, woken: list[datetime]
) -> None:
    """One word for each commit: the earliest of all that was planned, refreshed or moved in it."""
    async with ours:
        await ours.nudges.plan(a_nudge("N1", due_at=NOW + DAY), a_nudge("N2", due_at=NOW + HOUR))
        await ours.nudges.refresh(a_nudge("N3", due_at=NOW + 2 * HOUR))
        assert woken == []
        await ours.commit()
    assert woken == [NOW + HOUR]
    async with ours:
        assert await ours.nudges.move(a_nudge("N1").key, NOW + 3 * HOUR)
        await ours.commit()
    assert woken == [NOW + HOUR, NOW + 3 * HOUR]


async def test_a_commit_without_nudges_wakes_nobody(ours: SqlUnitOfWork, woken: list[datetime]) -> None:
    """The sender is not told of what is none of its business, nor of what an earlier unit planned."""
    async with ours:
        await ours.nudges.plan(a_nudge())
    async with ours:
        await ours.delegations.add(a_delegation())
        await ours.commit()
    assert woken == []


async def test_an_event_is_new_once(ours: SqlUnitOfWork, theirs: SqlUnitOfWork) -> None:
    """Slack delivers an event again: the receipt of the first is found, unless its effect was taken back."""
    async with ours:
        assert await ours.first_time("Ev1")
    async with ours:
        assert await ours.first_time("Ev1")
        assert not await ours.first_time("Ev1")
        await ours.commit()
    async with ours:
        assert not await ours.first_time("Ev1")
        assert await ours.first_time("Ev2")
    async with theirs:
        assert await theirs.first_time("Ev1")


async def test_two_writers_of_one_delegation_take_turns(units: SqlUnitsOfWork) -> None:
    """Locked, read and saved by many at once, no change is lost."""
    async with units(OURS) as work:
        await work.delegations.add(a_delegation())
        await work.commit()

    async def count_one() -> None:
        async with units(OURS) as work:
            delegation = await work.delegations.get("D1", lock=True)
            await asyncio.sleep(0)
            await work.delegations.save(
                a_delegation(brief_number=delegation.brief_number + 1, state=delegation.state)
            )
            await work.commit()

    await asyncio.gather(*(count_one() for _ in range(8)))
    async with units(OURS) as work:
        assert (await work.delegations.get("D1")).brief_number == 9


async def test_of_two_that_add_the_same_one_is_told_that_it_was_second(units: SqlUnitsOfWork) -> None:
    """A double click that reaches two replicas hands over once."""

    async def add() -> bool:
        async with units(OURS) as work:
            await work.delegations.add(a_delegation())
            try:
                await work.commit()
            except AlreadyThere:
                return False
        return True

    assert sorted(await asyncio.gather(add(), add())) == [False, True]
