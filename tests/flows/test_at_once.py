"""Two people, or one person twice, in the same moment: everything is done once, and who came too late reads why."""

import asyncio

from bot.domain.lifecycle import State
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, form, guards, offer

pytestmark = ONE_PLACE


async def test_two_at_once_on_an_offer(world: World) -> None:
    """The owner accepts while the manager withdraws: one after the other, and whoever came too late reads why."""
    card = await offer(world)
    theirs = await world.card(world.maya, "Nothing starts before")
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    withdrawing = form(await world.maya.click(theirs, "Withdraw"))
    accepted, withdrawn = await asyncio.gather(accepting.submit(), withdrawing.submit())
    assert withdrawn.ok
    assert accepted.ok or "It was withdrawn" in accepted.errors["back_brief"]
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.WITHDRAWN


async def test_a_double_click_is_one_click(world: World) -> None:
    """Two clicks of one button, and one form sent twice in the same moment, do what they say once."""
    card = await offer(world)
    accepting = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    outcomes = await asyncio.gather(accepting.submit(), world.sam.raw_submit(accepting))
    assert all(outcome.ok for outcome in outcomes)
    word = await world.message(world.maya, "accepted and said")
    clicks = await asyncio.gather(*(world.maya.click(word, "That is it") for _ in range(2)))
    assert all(click.ok for click in clicks)
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    assert world.count(world.sam, "says: that is it") == 1
    assert world.count(world.maya, "accepted and said") <= 1


async def test_handing_over_twice_at_once_is_one_delegation(world: World) -> None:
    """The last step sent twice in the same moment offers one task."""
    third = await guards(world)
    outcomes = await asyncio.gather(third.submit({}), world.maya.raw_submit(third))
    assert all(outcome.ok for outcome in outcomes)
    await world.quiet()
    assert len(await world.stored(world.maya)) == 1
    assert len(world.sam.dm_messages()) == 1
