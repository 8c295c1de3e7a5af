"""Help: asked for and given by direct message, never in a channel, and the call stays the owner's."""

import pytest

from bot.playground.acting.actor import text_of
from bot.playground.cast import CLOUD_COSTS
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, offer, ship


async def test_the_owner_asks_to_think_together_and_the_manager_helps(world: World) -> None:
    """The manager gets questions to help with and a path to clear; the answer says whose call it is."""
    card = await begin(world)
    before = len(world.maya.messages(CLOUD_COSTS))
    wishing = form(await world.sam.click(card, "Think with me"))
    done(await wishing.submit({"help": "Which export to trust.", "block_of_time": "Half an hour, tomorrow"}))
    wish = await world.message(world.maya, "asks you to think with them")
    assert "Which export to trust." in text_of(wish)
    assert "Half an hour, tomorrow" in text_of(wish)
    assert "the move stays with Sam" in text_of(wish)
    clearing = form(await world.maya.click(wish, "Clear a path"))
    assert "Which export to trust." in clearing.text
    done(await clearing.submit({"clears": "I get you access to both by noon."}))
    helped = await world.message(world.sam, "I am here to help, you keep the call.")
    assert "I get you access to both by noon." in text_of(helped)
    assert "It stays your call." in text_of(helped)
    await world.quiet()
    assert len(world.maya.messages(CLOUD_COSTS)) == before
    assert "Your move" in text_of(await world.card(world.sam, "In progress"))


@ONE_PLACE
async def test_many_small_things_are_a_path_to_clear(world: World) -> None:
    """The second kind of help, from the same menu; sent twice it is asked once."""
    card = await begin(world)
    wishing = form(await world.sam.click(card, "Clear a path for me"))
    done(await wishing.submit({"help": "Access to the export.\nA word with procurement."}))
    assert (await world.sam.raw_submit(wishing)).ok
    await world.message(world.maya, "asks you to clear a path")
    await world.quiet()
    assert world.count(world.maya, "asks you to clear a path") == 1


@ONE_PLACE
async def test_let_me_think_leaves_the_move_with_the_owner(world: World) -> None:
    """Pressed twice it is told once."""
    card = await begin(world)
    done(await form(await world.sam.click(card, "Think with me")).submit({"help": "Which export?"}))
    wish = await world.message(world.maya, "asks you to think with them")
    await world.maya.click(wish, "Let me think")
    await world.maya.click(wish, "Let me think")
    told = await world.message(world.sam, "is thinking about it")
    assert "The move stays with you." in text_of(told)
    await world.quiet()
    assert world.count(world.sam, "is thinking about it") == 1


@ONE_PLACE
async def test_the_manager_can_clear_a_path_unasked_and_after_shipping(world: World) -> None:
    """From their own card, in private."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    heard = await world.message(world.maya, "Let it land.")
    done(await form(await world.maya.click(heard, "Clear a path")).submit({"clears": "I ring finance."}))
    await world.message(world.sam, "I ring finance.")


@ONE_PLACE
@pytest.mark.parametrize("action", ["think_with_me", "clear_for_me", "clear_a_path", "let_me_think"])
async def test_before_and_after_the_work_there_is_nothing_to_help_with(world: World, action: str) -> None:
    """An old button says so, and what to do instead."""
    card = await offer(world)
    who = world.sam if action in ("think_with_me", "clear_for_me") else world.maya
    value = (await world.stored(world.sam))[0].id
    refused = await who.raw_action({"action_id": action, "value": value}, channel=card.channel, ts=card.ts)
    assert refused.modal is None
    assert "Talk to them directly." in refused.ephemeral[-1].text


@ONE_PLACE
async def test_an_empty_wish_is_a_field_error(world: World) -> None:
    """A line is enough, and it is asked for."""
    card = await begin(world)
    wishing = form(await world.sam.click(card, "Think with me"))
    blank = wishing.values | {"help": {"help": {"type": "plain_text_input", "value": " \u200b"}}}
    assert "Say in a line" in (await world.sam.raw_submit(wishing, blank)).errors["help"]
