"""What is overtaken between its claim and its sending is not sent: the last look is at the moment of drawing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import SettableClock
from bot.delivery.outgoing import Post, PutAway, Wait
from bot.delivery.rendering import Renderer
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Prediction
from bot.domain.lifecycle import State
from bot.domain.nudge import Claim, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.domain.review import Phase
from bot.usecases.accept import Decline, decline
from bot.usecases.checkpoint import AnswerCheckpoint, Later, Snooze, answer_checkpoint, snooze
from bot.usecases.correct import Correct, correct
from bot.usecases.end import Withdraw, lapse, withdraw
from bot.usecases.owed_nudges import WHILE_OPEN
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.run import StartNow, start_now
from bot.usecases.review.write import HoldInFull, hold_in_full
from bot.usecases.ship import Ship, ship
from bot.usecases.take_back import TakeBack, take_back
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.read_ahead import ReadAhead
from storage.tables import nudges
from storage.transaction import Transaction
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import NOW, OURS, a_brief, a_delegation, a_nudge
from tests.delivery.while_open import OWED, moves_in

SPOT_CHECK = CheckpointKind.SPOT_CHECK
Overtaking = Callable[[UnitOfWork, Clock], Awaitable[object]]


class Sender:
    """The renderer and the outbox on a database in which one nudge is due, a checkpoint unless it is said."""

    def __init__(self, connections: Connections) -> None:
        self.clock = SettableClock(NOW, frozen=True)
        self.connections = connections
        self.units = SqlUnitsOfWork(connections, lambda _: None, self.clock)
        self.outbox = SqlOutbox(connections, self.clock, self.clock)
        reading = ReadAhead(connections, self.clock)
        nobody: Any = None  # the directory is asked for App Homes alone, and nothing here draws one
        self.renderer = Renderer(self.units, reading, nobody, self.clock)

    async def claimed(self, kind: NudgeKind = NudgeKind.CHECKPOINT, **fields: Any) -> Claim:
        """Have one of a kind come due, of a delegation with such fields, and claim it."""
        owed = OWED[kind]
        begun = {"state": owed.state, "started_at": NOW, "move": moves_in(owed.state), **owed.fields}
        about = {"kind": kind, "subject": owed.subject, "recipient": owed.recipient}
        async with self.units(OURS) as work:
            await work.delegations.add(a_delegation("D1", **begun | fields))
            await owed.set_up(work)
            await work.nudges.plan(a_nudge("N1", **about))
            await work.commit()
        (claim,) = await self.outbox.claim("sender", 10, 60)
        return claim

    async def stands(self) -> tuple[object, ...]:
        """Return how the delegation stands, its history, and all that is owed."""
        owed = select(nudges.c.key, nudges.c.id, nudges.c.status, nudges.c.revision).order_by(nudges.c.key)
        async with self.units(OURS) as work:
            delegation = await work.delegations.get("D1")
            history = await work.records.history("D1")
        async with Transaction(self.connections) as transaction:
            return delegation, history, await transaction.read(owed)


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


async def _decline(work: UnitOfWork, clock: Clock) -> object:
    return await decline(Decline("D1", "U_OWNER", "I am away."), work, clock)


async def _lapse(work: UnitOfWork, clock: Clock) -> object:
    return await lapse(a_nudge("N2", kind=NudgeKind.OFFER_LAPSE), work, clock)


ENDINGS: dict[State, tuple[Overtaking, ...]] = {
    State.OFFERED: (_withdraw, _decline, _lapse),
    State.ACCEPTED: (_withdraw,),
    State.IN_PROGRESS: (_ship, _withdraw, _take_back),
}
"""How work can end, or be over for its owner, by the state in which it is before."""

ENDED = [(kind, end) for kind, owed in OWED.items() for end in ENDINGS[owed.state]]


async def _snooze(work: UnitOfWork, clock: Clock) -> object:
    return await snooze(Snooze("D1", "U_OWNER", SPOT_CHECK, Later.AN_HOUR), work, clock)


async def _answer(work: UnitOfWork, clock: Clock) -> object:
    return await answer_checkpoint(AnswerCheckpoint("D1", "U_OWNER", SPOT_CHECK), work, clock)


async def test_what_is_not_overtaken_is_sent(sender: Sender) -> None:
    """Else the tests below would show nothing."""
    claim = await sender.claimed()
    assert isinstance(await sender.renderer.prepare(claim), Post)


def test_there_is_one_of_every_kind_that_ends_with_the_work() -> None:
    """So that none is forgotten here."""
    assert OWED.keys() == set(WHILE_OPEN)


@pytest.mark.parametrize("kind", OWED)
async def test_of_each_something_comes_while_the_work_is_open(sender: Sender, kind: NudgeKind) -> None:
    """Else the next one would show nothing."""
    claim = await sender.claimed(kind)
    before = await sender.stands()
    outgoing = await sender.renderer.prepare(claim)
    assert isinstance(outgoing, Post) or await sender.stands() != before


@pytest.mark.parametrize("is_suspect", [False, True])
@pytest.mark.parametrize(("kind", "end"), ENDED)
async def test_work_that_is_over_is_not_asked_about(
    sender: Sender, kind: NudgeKind, end: Overtaking, is_suspect: bool
) -> None:
    """Taken for sending a moment before it ended: nothing is sent, and the clock does nothing any more."""
    claim = await sender.claimed(kind, **{"brief": a_brief(deadline=NOW)} if end is _lapse else {})
    await end(sender.units(OURS), sender.clock)
    before = await sender.stands()
    outgoing = await sender.renderer.prepare(replace(claim, is_suspect=is_suspect))
    assert outgoing is None or isinstance(outgoing, PutAway)
    assert await sender.stands() == before


async def test_what_is_answered_is_not_asked_any_more(sender: Sender) -> None:
    """The owner was quicker than its nudge."""
    claim = await sender.claimed()
    await _answer(sender.units(OURS), sender.clock)
    outgoing = await sender.renderer.prepare(claim)
    assert outgoing is None or isinstance(outgoing, PutAway)


async def test_what_is_asked_of_work_that_has_shipped_is_sent(sender: Sender) -> None:
    """A manager may ask about what was delivered; only what was asked before it is overtaken by it."""
    claim = await sender.claimed(NudgeKind.QUESTION, state=State.SHIPPED, shipped_at=NOW)
    assert isinstance(await sender.renderer.prepare(claim), Post)


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


async def _miss(work: UnitOfWork, clock: Clock) -> object:
    return await correct(Correct("D1", "U_OWNER", "One team was missing."), work, clock, 15)


async def _in_full(work: UnitOfWork, clock: Clock) -> object:
    return await hold_in_full(HoldInFull("D1", "U_OWNER"), work, clock)


@pytest.mark.parametrize(
    ("measured", "kind", "overtake"),
    [
        ("", NudgeKind.REVIEW_REVEAL, _miss),
        ("1.2 %", NudgeKind.REVIEW_CLOSE, _miss),
        ("1.2 %", NudgeKind.REVIEW_CLOSE, _in_full),
    ],
)
async def test_an_after_action_that_begins_anew_neither_shows_nor_closes(
    sender: Sender, measured: str, kind: NudgeKind, overtake: Overtaking
) -> None:
    """A miss, or the owner's wish, comes while its next step is on its way: nothing is said, and it comes again."""
    await sender.claimed()
    shipping = Ship("D1", "U_OWNER", Prediction.MET, measured=measured)
    await ship(shipping, sender.units(OURS), sender.clock, 15)
    await start_now(StartNow("D1", "U_OWNER"), sender.units(OURS), sender.clock)
    sender.clock.advance(timedelta(minutes=15))
    (step,) = [each for each in await sender.outbox.claim("sender", 50, 60) if each.nudge.kind is kind]
    await overtake(sender.units(OURS), sender.clock)
    assert await sender.renderer.prepare(step) is None
    await sender.outbox.settle([Settlement(step, Result.CANCELLED)])
    async with sender.units(OURS) as work:
        review = await work.reviews.latest("D1")
        assert review is not None
        waits = {NudgeKind.REVIEW_START, NudgeKind.REVIEW_REVEAL}
        due = [at for each in sorted(waits) for at in (await work.nudges.due_of(["D1"], each)).values()]
    assert review.phase is not Phase.CLOSED
    assert max(due) > sender.clock.now()
