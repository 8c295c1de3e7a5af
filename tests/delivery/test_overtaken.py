"""What is overtaken between its claim and its sending is not sent: the last look is at the moment of drawing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import SettableClock
from bot.delivery.outgoing import Post, PutAway, Wait
from bot.delivery.rendering import Renderer
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Prediction
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Claim, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.checkpoint import AnswerCheckpoint, Later, Snooze, answer_checkpoint, snooze
from bot.usecases.end import Withdraw, withdraw
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.ship import Ship, ship
from bot.usecases.take_back import TakeBack, take_back
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.read_ahead import ReadAhead
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import NOW, OURS, a_delegation, a_nudge

SPOT_CHECK = CheckpointKind.SPOT_CHECK
Overtaking = Callable[[UnitOfWork, Clock], Awaitable[object]]


class Sender:
    """The renderer and the outbox on a database in which one checkpoint is due."""

    def __init__(self, connections: Connections) -> None:
        self.clock = SettableClock(NOW, frozen=True)
        self.units = SqlUnitsOfWork(connections, lambda _: None, self.clock)
        self.outbox = SqlOutbox(connections, self.clock, self.clock)
        reading = ReadAhead(connections, self.clock)
        nobody: Any = None  # the directory is asked for App Homes alone, and nothing here draws one
        self.renderer = Renderer(self.units, reading, nobody, self.clock)

    async def claimed(self) -> Claim:
        """Begin the work, let its spot check come due, and claim it."""
        begun = {"state": State.IN_PROGRESS, "started_at": NOW, "move": Role.OWNER}
        async with self.units(OURS) as work:
            await work.delegations.add(a_delegation("D1", **begun))
            await work.nudges.plan(a_nudge("N1", subject=SPOT_CHECK.value))
            await work.commit()
        (claim,) = await self.outbox.claim("sender", 10, 60)
        return claim


@pytest.fixture
def sender(connections: Connections) -> Sender:
    """A sender on an empty database."""
    return Sender(connections)


async def _ship(work: UnitOfWork, clock: Clock) -> object:
    return await ship(Ship("D1", "U_OWNER", Prediction.MET), work, clock, 15)


async def _withdraw(work: UnitOfWork, clock: Clock) -> object:
    return await withdraw(Withdraw("D1", "U_MANAGER", "No longer needed."), work, clock)


async def _take_back(work: UnitOfWork, clock: Clock) -> object:
    return await take_back(TakeBack("D1", "U_MANAGER", "I promised it to the board."), work, clock)


async def _snooze(work: UnitOfWork, clock: Clock) -> object:
    return await snooze(Snooze("D1", "U_OWNER", SPOT_CHECK, Later.AN_HOUR), work, clock)


async def _answer(work: UnitOfWork, clock: Clock) -> object:
    return await answer_checkpoint(AnswerCheckpoint("D1", "U_OWNER", SPOT_CHECK), work, clock)


async def test_what_is_not_overtaken_is_sent(sender: Sender) -> None:
    """Else the tests below would show nothing."""
    claim = await sender.claimed()
    assert isinstance(await sender.renderer.prepare(claim), Post)


@pytest.mark.parametrize("overtake", [_ship, _withdraw, _take_back, _answer])
async def test_work_that_is_over_is_not_asked_about(sender: Sender, overtake: Overtaking) -> None:
    """Shipped, withdrawn, taken back or answered since the claim: nothing is sent."""
    claim = await sender.claimed()
    await overtake(sender.units(OURS), sender.clock)
    outgoing = await sender.renderer.prepare(claim)
    assert outgoing is None or isinstance(outgoing, PutAway)


async def test_a_checkpoint_that_was_put_off_since_comes_when_its_owner_said(sender: Sender) -> None:
    """Not now and not twice: whoever holds the claim gives it back for the new time."""
    claim = await sender.claimed()
    await _snooze(sender.units(OURS), sender.clock)
    outgoing = await sender.renderer.prepare(claim)
    assert outgoing == Wait(NOW + timedelta(hours=1))
    settlement = Settlement(claim, Result.LATER, due_at=NOW + timedelta(hours=1), is_planned=True)
    await sender.outbox.settle([settlement])
    sender.clock.advance(timedelta(hours=1))
    again = [each for each in await sender.outbox.claim("sender", 10, 60) if each.nudge.id == "N1"]
    assert len(again) == 1
    assert isinstance(await sender.renderer.prepare(again[0]), Post)


@pytest.mark.parametrize("result", [Result.SENT, Result.LATER])
async def test_what_was_put_off_while_it_was_being_posted_keeps_its_new_time(
    sender: Sender, result: Result
) -> None:
    """The message had left already, or failed: either way it does not come before the time that was asked for."""
    claim = await sender.claimed()
    await _snooze(sender.units(OURS), sender.clock)
    await sender.outbox.settle([Settlement(claim, result, "D1", "1.0", due_at=NOW)])
    due = await _due(sender)
    assert due == NOW + timedelta(hours=1)


async def _due(sender: Sender) -> object:
    async with sender.units(OURS) as work:
        return (await work.nudges.due_of(["D1"], NudgeKind.CHECKPOINT))["D1", SPOT_CHECK.value]
