"""What holds on both transports and both databases alike: a few branches of the loop, on all four."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.playground.acting.actor import text_of
from tests.flows.conftest import World
from tests.flows.steps import BACK_BRIEF, begin, done, form, guards, offer, ship, to_minute

WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


async def test_negotiated_forgotten_and_confirmed_by_silence(world: World) -> None:
    """A proposal, a reminder, an agreement, and a working day of silence that begins the work."""
    card = await offer(world)
    done(await form(await world.sam.click(card, "Negotiate")).submit({"Deadline": FRIDAY}))
    await world.message(world.maya, "proposes version 2")
    await world.at(datetime(2026, 11, 24, 10, 1, tzinfo=UTC))
    reminder = await world.message(world.maya, "still waits for your word")
    await world.maya.click(reminder, "Agree")
    word = await world.message(world.sam, "Version 2 of the brief is on the table")
    done(await form(await world.sam.click(word, "Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.message(world.maya, "accepted and said")
    await world.at(datetime(2026, 11, 25, 10, 5, tzinfo=UTC))
    await world.message(world.sam, "it counts as confirmed")
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.IN_PROGRESS


async def test_put_off_shipped_missed_and_corrected(world: World) -> None:
    """A checkpoint moved by an hour, a shipment, a miss that shows after closing, and the second, short review."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    await world.quiet()
    await world.sam.choose(asked, "snooze", "In 1 hour")
    await world.later(minutes=62)
    await world.workspace.until(lambda: world.count(world.sam, "On course, nothing new") == 2)
    await world.at(WEDNESDAY)
    await ship(world, card)
    await world.in_thread("Everybody writes")
    await to_minute(world, WEDNESDAY, 15)
    await world.in_thread("Closed, no change agreed.")
    correcting = form(await world.sam.click(card, "Correct"))
    wrong = {"what": "One team was missing.", "second_review": ["Look at it together once more, shortly"]}
    done(await correcting.submit(wrong))
    await world.message(world.maya, "A miss was recorded")
    again = await world.in_thread("A second, short look")
    assert "One team was missing." in text_of(again)


async def test_many_at_once(world: World) -> None:
    """Six forms of one brief, two clicks of one button, a withdrawal beside an acceptance: each is done once."""
    third = await guards(world)
    outcomes = await asyncio.gather(*(world.maya.raw_submit(third) for _ in range(6)))
    assert all(outcome.ok for outcome in outcomes), [dict(outcome.errors) for outcome in outcomes]
    await world.quiet()
    assert len(await world.stored(world.maya)) == 1
    assert len(world.sam.dm_messages()) == 1
    card = await world.card(world.sam, "hands you this")
    theirs = await world.card(world.maya, "Nothing starts before")
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    withdrawing = form(await world.maya.click(theirs, "Withdraw"))
    accepted, withdrawn = await asyncio.gather(accepting.submit(), withdrawing.submit())
    assert withdrawn.ok
    assert accepted.ok or "It was withdrawn" in accepted.errors["back_brief"]
    await world.at(WEDNESDAY + timedelta(days=2))
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.WITHDRAWN
