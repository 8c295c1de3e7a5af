"""Two processes after an outage: a digest waits for what the other one still holds, and not for ever."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import SettableClock
from bot.delivery.gathering import LONGEST_GATHERING
from bot.delivery.outgoing import Fold, Outgoing, Post, Wait
from bot.delivery.rendering import Renderer
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import GATHERING, Claim, Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.read_ahead import ReadAhead
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import DAY, MINUTE, NOW, OURS, THEIRS, a_brief, a_delegation, a_nudge

MOMENT = timedelta(seconds=1)


class Process:
    """One of two processes on one database: what it claims, draws and writes down."""

    def __init__(self, name: str, connections: Connections, clock: SettableClock) -> None:
        self._name = name
        self._clock = clock
        nobody: Any = None  # the directory is asked for App Homes alone, and nothing here draws one
        units = SqlUnitsOfWork(connections, lambda _: None, clock)
        self.outbox = SqlOutbox(connections, clock, SettableClock(NOW, frozen=True))
        self.renderer = Renderer(units, ReadAhead(connections, clock), nobody, clock)

    async def claimed(self, limit: int = 10) -> list[Claim]:
        """Take what is due."""
        return await self.outbox.claim(self._name, limit, 60)

    async def digest(self) -> Claim | None:
        """Take what is due, and return the owner's digest."""
        claims = await self.claimed()
        mine = [each for each in claims if each.nudge.kind is NudgeKind.DIGEST]
        return next((each for each in mine if each.nudge.recipient == "U_OWNER"), None)

    async def settle(self, claim: Claim | None) -> Outgoing:
        """Draw what was claimed, write down what that came to, and return it."""
        assert claim
        drawn = await self.renderer.prepare(claim)
        now = self._clock.now()
        match drawn:
            case Fold():
                done = Settlement(claim, Result.FOLDED, due_at=drawn.until, is_planned=not drawn.is_late)
            case Wait():
                done = Settlement(claim, Result.LATER, due_at=drawn.until, gives_back=True, is_planned=True)
            case Post():
                told = tuple(each.id for each in drawn.told)
                done = Settlement(claim, Result.SENT, "D1", f"{now.timestamp():.6f}", told=told)
            case _:
                done = Settlement(claim, Result.CANCELLED)
        await self.outbox.settle([done])
        return drawn


@pytest.fixture
def clock() -> SettableClock:
    """A clock that stands until it is moved."""
    return SettableClock(NOW, frozen=True)


@pytest.fixture
def units(connections: Connections, clock: SettableClock) -> SqlUnitsOfWork:
    """Units of work on the database."""
    return SqlUnitsOfWork(connections, lambda _: None, clock)


@pytest.fixture
def two(connections: Connections, clock: SettableClock) -> tuple[Process, Process]:
    """Two processes on one database."""
    return Process("one", connections, clock), Process("other", connections, clock)


async def owe(units: SqlUnitsOfWork, *owed: Nudge) -> None:
    """Have two tasks under way, an offer that nobody accepted, and owe these."""
    begun = {"state": State.IN_PROGRESS, "started_at": NOW - 3 * DAY, "move": Role.OWNER}
    async with units(OURS) as work:
        for name in ("D1", "D2"):
            await work.delegations.add(a_delegation(name, **begun, brief=a_brief(deadline=NOW + DAY)))
        await work.delegations.add(a_delegation("D3", brief=a_brief(deadline=NOW - DAY)))
        await work.nudges.plan(*(each for each in owed if each.tenant == OURS))
        await work.commit()
    async with units(THEIRS) as work:
        await work.nudges.plan(*(each for each in owed if each.tenant == THEIRS))
        await work.commit()


def a_checkpoint(name: str, task: str, **about: Any) -> Nudge:
    """Return a checkpoint that was to be sent in the outage."""
    about = {"due_at": NOW - 2 * DAY, **about}
    return a_nudge(name, delegation_id=task, subject=CheckpointKind.SPOT_CHECK.value, **about)


async def a_digest_while_the_other_holds(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process], held: Nudge
) -> tuple[Claim, Claim]:
    """Have one process fold what came first and hold the next, and the other take the digest. Return both claims."""
    one, other = two
    await owe(units, a_checkpoint("N1", "D1"), held)
    (first,) = await one.claimed(1)
    assert first.nudge.id == "N1"
    assert isinstance(await one.settle(first), Fold)
    clock.advance(GATHERING + MOMENT)
    (holding,) = await one.claimed(1)
    assert holding.nudge.id == held.id
    digest = await other.digest()
    assert digest
    return holding, digest


async def test_a_digest_waits_for_what_another_process_still_holds(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process]
) -> None:
    """A backlog took longer than the gathering: what comes of it is one message all the same."""
    held = a_checkpoint("N2", "D2", due_at=NOW - DAY)
    holding, digest = await a_digest_while_the_other_holds(units, clock, two, held)
    assert await two[1].settle(digest) == Wait(clock.now() + GATHERING)
    assert isinstance(await two[0].settle(holding), Fold)
    clock.advance(GATHERING + MOMENT)
    message = await two[1].settle(await two[1].digest())
    assert isinstance(message, Post)
    assert {each.id for each in message.told} == {"N1", "N2"}
    clock.advance(DAY)
    assert await two[0].digest() is None


async def test_a_digest_waits_for_what_a_late_step_will_tell(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process]
) -> None:
    """Nobody knows to whom, until it was taken: an offer that lapsed is told to its owner."""
    lapse = a_nudge(
        "N2", kind=NudgeKind.OFFER_LAPSE, delegation_id="D3", recipient="", due_at=NOW - DAY, subject=""
    )
    holding, digest = await a_digest_while_the_other_holds(units, clock, two, lapse)
    assert isinstance(await two[1].settle(digest), Wait)
    await two[0].settle(holding)
    for claim in await two[0].claimed():
        if claim.nudge.kind is NudgeKind.ENDED:
            assert isinstance(await two[0].settle(claim), Fold)
        else:
            await two[0].outbox.settle([Settlement(claim, Result.SENT)])  # cards and Homes
    clock.advance(GATHERING + MOMENT)
    message = await two[1].settle(await two[1].digest())
    assert isinstance(message, Post)
    assert {each.kind for each in message.told} == {NudgeKind.CHECKPOINT, NudgeKind.ENDED}


async def test_a_digest_does_not_wait_for_ever(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process]
) -> None:
    """Whatever becomes of the other process: what there is to tell is told after two minutes."""
    held = a_checkpoint("N2", "D2", due_at=NOW - DAY)
    _, digest = await a_digest_while_the_other_holds(units, clock, two, held)
    began = clock.now()
    while isinstance(drawn := await two[1].settle(digest), Wait):
        clock.jump_to(drawn.until)
        digest = await two[1].digest()
    assert isinstance(drawn, Post)
    assert [each.id for each in drawn.told] == ["N1"]
    assert clock.now() - began == LONGEST_GATHERING


@pytest.mark.parametrize(
    "other",
    [
        a_checkpoint("N2", "D2", recipient="U_OTHER", due_at=NOW - DAY),
        a_checkpoint("N2", "D2", tenant=THEIRS, due_at=NOW - DAY),
        a_checkpoint("N2", "D2", due_at=NOW - MINUTE),
        a_nudge("N2", kind=NudgeKind.PAGE, due_at=NOW - DAY),
    ],
)
async def test_a_digest_waits_for_nothing_else(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process], other: Nudge
) -> None:
    """Neither for another person's, nor another workspace's, nor for what is in time, nor for what comes by itself."""
    _, digest = await a_digest_while_the_other_holds(units, clock, two, other)
    assert isinstance(await two[1].settle(digest), Post)


async def test_a_digest_of_a_story_whose_clock_was_just_set_waits_for_nothing(
    units: SqlUnitsOfWork, clock: SettableClock, two: tuple[Process, Process]
) -> None:
    """Time that was leapt over holds nobody up."""
    held = a_checkpoint("N2", "D2", due_at=NOW - DAY)
    _, digest = await a_digest_while_the_other_holds(units, clock, two, held)
    two[1].renderer.clock_jumped()
    assert isinstance(await two[1].settle(digest), Post)
