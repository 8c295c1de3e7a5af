"""Let it land: taking back at night or after a miss is first told whose it is; what follows can be taken over."""

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.domain.rescue import RescueKind
from bot.playground.acting.actor import VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, ship

pytestmark = ONE_PLACE
MIDNIGHT = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
WHY = "The board meets in an hour."


async def missed(world: World) -> VisibleMessage:
    """Sam ships on Wednesday with 3.1 %, over the limit. Return the manager's card."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="3.1 %")
    await world.quiet()
    return await world.card(world.maya, "The correction is Sam's, due")


async def test_a_midnight_fix_is_first_told_whose_it_is(world: World) -> None:
    """At night the form says the hour of both; left alone, nothing has changed and nobody has heard of it."""
    await begin(world)
    await world.at(MIDNIGHT)
    taking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Take back"))
    assert "It is 00:30 for you and 01:30 for Sam." in taking.text
    assert "Leave it with them" in taking.text
    mine = len(world.sam.dm_messages())
    assert (await taking.close()).ok
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.IN_PROGRESS
    assert len(world.sam.dm_messages()) == mine


async def test_it_is_said_and_never_forbidden(world: World) -> None:
    """With a reason it goes on all the same, at night as well."""
    await begin(world)
    await world.at(MIDNIGHT)
    taking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Take back"))
    done(await taking.submit({"reason": WHY}))
    await world.message(world.sam, "took it back")
    assert (await world.stored(world.sam))[0].state is State.TAKEN_BACK


async def test_right_after_a_miss_it_is_in_hand(world: World) -> None:
    """The form says first whose the correction is, and until when."""
    card = await missed(world)
    taking = form(await world.maya.click(card, "Take back"))
    assert "The correction is Sam's; it is due Wed at 17:00." in taking.text
    assert "There is time for it until then. Nothing for you to do." in taking.text


async def test_taken_over_after_shipping_the_owner_is_asked_for_nothing_more(world: World) -> None:
    """The owner hears that it is so and not why, no note is waited for, and the after-action goes on."""
    card = await missed(world)
    taking = form(await world.maya.click(card, "Take back"))
    done(await taking.submit({"reason": WHY}))
    told = await world.message(world.sam, "takes over what follows")
    assert "What you shipped stays yours" in text_of(told)
    again = await world.maya.raw_submit(taking)
    assert again.ok
    await world.quiet()
    assert world.count(world.sam, "takes over what follows") == 1
    word = await world.message(world.sam, "A miss was recorded")
    assert "[Write the note]" not in text_of(word)
    value = (await world.stored(world.sam))[0].id
    for action in ("write_note", "note_sent"):
        refused = await world.sam.raw_action(
            {"action_id": action, "value": value}, channel=word.channel, ts=word.ts
        )
        assert "has taken over what follows" in refused.ephemeral[-1].text
    await world.later(minutes=31)
    await world.in_thread("Everybody writes")
    await world.at(WEDNESDAY + timedelta(hours=8))
    await world.quiet()
    assert world.count(world.sam, "I remind you of it") == 0
    assert (await world.stored(world.sam))[0].state is State.IN_REVIEW
    everything = "\n".join(text_of(message) + message.text for message in world.sam.dm_messages())
    assert WHY not in everything


async def test_what_is_taken_over_cannot_be_taken_again(world: World) -> None:
    """The menu is gone from the card, and an old one says so; once it is closed there is nothing to take."""
    card = await missed(world)
    done(await form(await world.maya.click(card, "Take back")).submit({"reason": WHY}))
    card = await world.card(world.maya, "You have taken over what follows")
    assert "[Take back]" not in text_of(card)
    value = (await world.stored(world.sam))[0].id
    old = {"action_id": "take_back", "value": value}
    refused = await world.maya.raw_action(old, channel=card.channel, ts=card.ts)
    assert "You have taken over what follows already" in refused.ephemeral[-1].text


async def test_the_record_is_the_managers_alone(world: World) -> None:
    """A rescue stands in the manager's brief with its reason, and in nobody else's."""
    card = await missed(world)
    done(await form(await world.maya.click(card, "Take back")).submit({"reason": WHY}))
    await world.quiet()
    theirs = form(await world.maya.click(await world.card(world.maya, "taken over"), "Brief"))
    assert "*Where you stepped in* (1), kept for you alone" in theirs.text
    assert WHY in theirs.text
    mine = form(await world.sam.click(await world.card(world.sam, "taken over"), "Brief"))
    assert "stepped in" not in mine.text
    delegation = (await world.stored(world.sam))[0]
    assert delegation.reason == ""
    assert world.application
    async with world.application.units(delegation.tenant) as work:
        kept = await work.rescues.of_manager(delegation.manager_id, delegation.id)
        history = await work.records.history(delegation.id)
    assert [(each.kind, each.text) for each in kept] == [(RescueKind.TAKE_BACK, WHY)]
    assert WHY not in str(history)


async def test_home_counts_it_for_the_manager_alone_and_lets_go_of_it(world: World) -> None:
    """One line on the manager's own Home for four weeks, and none on the owner's."""
    await begin(world)
    await world.maya.open_home()
    await world.sam.open_home()
    taking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Take back"))
    done(await taking.submit({"reason": WHY}))
    await world.workspace.until(lambda: "stepped in: one task taken back." in str(world.maya.home))
    await world.quiet()
    assert "stepped in" not in str(world.sam.home)
    await world.later(days=29)
    await world.maya.open_home()
    await world.workspace.until(lambda: "stepped in" not in str(world.maya.home))
