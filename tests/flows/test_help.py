"""Help: asked for and given by direct message, never in a channel, and the call stays the owner's."""

from datetime import UTC, datetime

import pytest

from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, from_menu, offer, ship, to_minute
from tests.flows.test_flags import away

TUESDAY_9_30 = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


async def asked(world: World, **entered: str) -> VisibleMessage:
    """Sam asks Maya to think with him. Return what she reads."""
    card = await begin(world)
    done(
        await form(await world.sam.click(card, "Think with me")).submit({"help": "Which export?", **entered})
    )
    wish = await world.message(world.maya, "asks you to think with them")
    await world.quiet()
    return wish


async def about_the_wish(world: World) -> str:
    """Return what the buttons of the only wish carry."""
    delegation = (await world.stored(world.sam))[0]
    assert world.application
    async with world.application.units(delegation.tenant) as work:
        (wish,) = await work.help_given.wishes([delegation.id])
    return f"{delegation.id}|{wish.id}"


async def test_the_owner_asks_to_think_together_and_the_manager_helps(world: World) -> None:
    """The manager gets questions to help with and a path to clear; the answer says whose call it is."""
    card = await begin(world)
    before = len(world.maya.messages(CLOUD_COSTS))
    wishing = form(await world.sam.click(card, "Think with me"))
    done(await wishing.submit({"help": "Which export to trust.", "block_of_time": "Half an hour, tomorrow"}))
    wish = await world.message(world.maya, "asks you to think with them")
    assert "Which export to trust." in text_of(wish)
    assert "Half an hour, tomorrow" in text_of(wish)
    assert "Your move, until <!date^17954424" in text_of(wish)
    assert "a word to Sam, who goes on meanwhile and keeps the call" in text_of(wish)
    for actor in (world.maya, world.sam):
        waiting = text_of(await world.card(actor, "Think with me*"))
        assert "Which export to trust. · Maya's answer is due <!date^17954424" in waiting
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
    again = {"action_id": "let_me_think", "value": await about_the_wish(world)}
    await world.maya.raw_action(again, channel=wish.channel, ts=wish.ts)
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
@pytest.mark.parametrize(
    "action", ["think_with_me", "clear_for_me", "clear_a_path", "let_me_think", "yes_then"]
)
async def test_before_and_after_the_work_there_is_nothing_to_help_with(world: World, action: str) -> None:
    """An old button says so, and what to do instead."""
    card = await offer(world)
    who = world.sam if action in ("think_with_me", "clear_for_me") else world.maya
    value = (await world.stored(world.sam))[0].id
    refused = await who.raw_action({"action_id": action, "value": value}, channel=card.channel, ts=card.ts)
    assert refused.modal is None
    assert "Talk to them directly." in refused.ephemeral[-1].text


@ONE_PLACE
async def test_yes_then_agrees_to_the_block_of_time(world: World) -> None:
    """The owner hears it once, the wish loses its buttons, and nothing stands on the cards any more."""
    wish = await asked(world, block_of_time="Half an hour, tomorrow")
    await world.maya.click(wish, "Yes, then")
    agreed = text_of(await world.message(world.sam, "thinks it through with you"))
    assert "Maya thinks it through with you: “Half an hour, tomorrow” suits them." in agreed
    await world.quiet()
    over = world.maya.look_again(wish)
    assert "Sam's wish for help is answered." in text_of(over)
    assert "yes_then" not in str(over.blocks)
    for actor in (world.maya, world.sam):
        assert "Think with me*" not in text_of(actor.dm_messages()[0])
    value = await about_the_wish(world)
    await world.maya.raw_action({"action_id": "yes_then", "value": value}, channel=wish.channel, ts=wish.ts)
    other = {"action_id": "let_me_think", "value": value}
    refused = await world.maya.raw_action(other, channel=wish.channel, ts=wish.ts)
    assert "This wish is answered already" in refused.ephemeral[-1].text
    await world.quiet()
    assert world.count(world.sam, "thinks it through with you") == 1


@ONE_PLACE
async def test_without_a_time_there_is_nothing_to_say_yes_to(world: World) -> None:
    """No button, and an old one is answered in words."""
    wish = await asked(world)
    assert "yes_then" not in str(wish.blocks)
    pressed = {"action_id": "yes_then", "value": await about_the_wish(world)}
    refused = await world.maya.raw_action(pressed, channel=wish.channel, ts=wish.ts)
    assert "No time is proposed here." in refused.ephemeral[-1].text


@ONE_PLACE
async def test_a_wish_is_chased_once_and_then_given_back(world: World) -> None:
    """Reminded after four of the manager's working hours; after four more the owner is told not to wait."""
    await asked(world)
    await world.later(hours=4, minutes=1)
    reminder = await world.message(world.maya, "still waits for a word")
    assert "asks you for help" in text_of(await world.card(world.maya, "Your move, until"))
    await world.at(TUESDAY_9_30)
    told = await world.message(world.sam, "no answer to your wish for help yet")
    assert "Go on as you see fit" in text_of(told)
    await world.card(world.sam, "no answer yet")
    assert "asks you for help" not in text_of(await world.card(world.maya, "no answer yet"))
    await world.later(hours=8)
    await world.quiet()
    assert world.count(world.maya, "still waits for a word") == 1
    assert world.count(world.sam, "no answer to your wish") == 1
    clearing = form(await world.maya.click(world.maya.look_again(reminder), "Clear a path"))
    done(await clearing.submit({"clears": "I ring finance."}))
    await world.message(world.sam, "I ring finance.")
    await world.quiet()
    assert "no answer yet" not in text_of(world.sam.dm_messages()[0])
    assert "clear_a_path" not in str(world.maya.look_again(reminder).blocks)


@ONE_PLACE
async def test_a_question_is_an_answer_to_a_wish(world: World) -> None:
    """Whoever asks thinks with the owner: nobody is reminded."""
    wish = await asked(world)
    asking = form(await world.maya.click(wish, "Ask", within="What do you intend?"))
    done(await asking.submit({"question": "Which of the two was checked last?"}))
    await world.message(world.sam, "Which of the two was checked last?")
    await world.later(hours=5)
    await world.quiet()
    assert not world.count(world.maya, "still waits for a word")
    assert "is answered" in text_of(world.maya.look_again(wish))


@ONE_PLACE
async def test_who_stands_in_for_the_manager_can_help(world: World) -> None:
    """On leave the deputy gets the wish, too, and the answer comes in their name."""
    card = await begin(world)
    await away(world, MAYA)
    done(await form(await world.sam.click(card, "Think with me")).submit({"help": "Which export?"}))
    noor = Actor(world.workspace, NOOR)
    wish = await world.message(noor, "You stand in for Maya")
    assert "Noor's answer is due" in text_of(await world.card(world.sam, "Think with me*"))
    clearing = form(await noor.click(wish, "Clear a path"))
    done(await clearing.submit({"clears": "I get you access by noon."}))
    assert "Noor clears a path" in text_of(await world.message(world.sam, "I get you access by noon."))
    await world.quiet()
    assert "is answered" in text_of(noor.look_again(wish))


@ONE_PLACE
async def test_a_wish_ends_with_the_work(world: World) -> None:
    """Taken back before it was answered: its buttons go at once, and no reminder comes."""
    wish = await asked(world)
    card = await world.card(world.maya, "asks you for help")
    done(await form(await from_menu(world.maya, card, "Take back")).submit({"reason": "The board meets."}))
    await world.workspace.until(lambda: "ended with the work" in text_of(world.maya.look_again(wish)))
    await world.later(hours=5)
    await world.quiet()
    assert not world.count(world.maya, "still waits for a word")


@ONE_PLACE
async def test_a_wish_ends_once_the_after_action_is_over(world: World) -> None:
    """After shipping there is still something to help with; once it is closed, there is not."""
    wish = await asked(world)
    await world.later(minutes=5)
    await ship(world, world.sam.dm_messages()[0])
    assert "clear_a_path" in str(world.maya.look_again(wish).blocks)
    await to_minute(world, world.clock.now(), 16)
    await world.workspace.until(lambda: "ended with the work" in text_of(world.maya.look_again(wish)))


@ONE_PLACE
async def test_an_empty_wish_is_a_field_error(world: World) -> None:
    """A line is enough, and it is asked for."""
    card = await begin(world)
    wishing = form(await world.sam.click(card, "Think with me"))
    blank = wishing.values | {"help": {"help": {"type": "plain_text_input", "value": " \u200b"}}}
    assert "Say in a line" in (await world.sam.raw_submit(wishing, blank)).errors["help"]
