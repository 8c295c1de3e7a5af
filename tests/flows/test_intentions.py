"""I intend to ...: stated by the owner; an objection in time, or silence, which is go."""

from datetime import timedelta

from bot.domain.lifecycle import Role
from bot.domain.record import Event
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import MAYA, NOOR
from tests.flows.conftest import MONDAY, ONE_PLACE, World
from tests.flows.steps import THURSDAY_17, begin, done, form, ship
from tests.flows.test_flags import away, events, move
from tests.flows.test_rights import pressed

pytestmark = ONE_PLACE
WHAT, WHY = "Leave the two new accounts out.", "Nobody can say whose they are."
UNTIL = MONDAY + timedelta(hours=4)


async def intend(world: World, card: VisibleMessage) -> VisibleMessage:
    """Sam states an intention. Return what Maya gets."""
    done(await form(await world.sam.click(card, "I intend to …")).submit({"what": WHAT, "why": WHY}))
    await world.quiet()
    return await world.message(world.maya, WHAT)


async def test_silence_is_go(world: World) -> None:
    """The manager has the move until then; at the end the owner is told to go, and it is in the record."""
    card = await begin(world)
    mine = len(world.sam.dm_messages())
    asked = await intend(world, card)
    assert WHY in text_of(asked)
    assert "Say nothing, and it is go then." in text_of(asked)
    assert await move(world) == (Role.MANAGER, UNTIL)
    assert "silence then is go" in text_of(await world.card(world.sam, WHAT))
    assert len(world.sam.dm_messages()) == mine  # the one who acted sees the card
    await world.at(UNTIL + timedelta(minutes=1))
    assert "Nobody objected. Go." in text_of(await world.message(world.sam, "Nobody objected"))
    await world.quiet()
    assert await move(world) == (Role.OWNER, THURSDAY_17)
    assert "Nobody objected, so it is go." in text_of(world.maya.look_again(asked))
    assert (await events(world))[-1] is Event.INTENTION_BY_SILENCE
    value = next(
        element["value"]
        for block in asked.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )
    late = await pressed(world, world.maya, asked, "object", value.partition("|")[2])
    assert "settled already" in late


async def test_an_objection_reaches_the_owner_whose_call_it_stays(world: World) -> None:
    """With a question to begin with, or own words; nothing said is asked about on the field."""
    asked = await intend(world, await begin(world))
    objecting = form(await world.maya.click(asked, "Object"))
    assert WHAT in objecting.text
    empty = await objecting.submit({})
    assert "what speaks against it" in next(iter(empty.errors.values()))
    done(await objecting.submit({"question": "Finance counts them from today."}))
    heard = await world.message(world.sam, "Maya objects")
    assert "Finance counts them from today." in text_of(heard)
    assert "It stays your call: bring another intention" in text_of(heard)
    await world.quiet()
    assert (await move(world))[0] is Role.OWNER
    assert "Objected: “Finance counts them from today.”" in text_of(world.maya.look_again(asked))
    await world.at(UNTIL + timedelta(minutes=1))
    await world.quiet()
    assert world.count(world.sam, "Nobody objected") == 0


async def test_a_word_before_the_time_is_over_is_go_at_once(world: World) -> None:
    """[Fine, go on], from the message or the card; pressed twice, it is said once."""
    asked = await intend(world, await begin(world))
    await world.maya.click(asked, "Fine, go on")
    await world.message(world.sam, "Maya says: fine, go on.")
    await world.quiet()
    assert await move(world) == (Role.OWNER, THURSDAY_17)
    assert world.count(world.sam, "Maya says: fine, go on.") == 1
    assert (await events(world)).count(Event.INTENTION_AGREED) == 1


async def test_whoever_stands_in_may_object(world: World) -> None:
    """In the deputy's hours, where the manager is away."""
    card = await begin(world)
    await away(world, MAYA)
    await intend(world, card)
    noor = Actor(world.workspace, NOOR)
    told = await world.message(noor, "you stand in")
    assert await move(world) == (Role.MANAGER, UNTIL)
    done(await form(await noor.click(told, "Object")).submit({"question": "Who else knows?"}))
    assert "Who else knows?" in text_of(await world.message(world.sam, "Noor objects"))


async def test_shipped_work_ends_it(world: World) -> None:
    """Nobody is asked any more, and the time passes without a word."""
    card = await begin(world)
    asked = await intend(world, card)
    await ship(world, card, measured="1.2 %")
    assert "It ended with the work." in text_of(world.maya.look_again(asked))
    await world.at(UNTIL + timedelta(minutes=1))
    await world.quiet()
    assert world.count(world.sam, "Nobody objected") == 0


async def test_an_intention_is_the_owners_and_an_objection_the_managers(world: World) -> None:
    """Each is told whose it is, and somebody else that it is between two others."""
    card = await begin(world)
    asked = await intend(world, card)
    intention = next(
        element["value"].partition("|")[2]
        for block in asked.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )
    noor = Actor(world.workspace, NOOR)
    assert "owner" in (await pressed(world, world.maya, card, "intend")).lower()
    assert "between two others" in await pressed(world, noor, card, "intend")
    for action in ("object", "go_on"):
        assert "the manager's" in await pressed(world, world.sam, card, action, intention)
        assert "between two others" in await pressed(world, noor, card, action, intention)
        assert "cannot find" in await pressed(world, world.maya, card, action, "nosuch")


async def test_the_same_form_twice_is_one_intention_and_both_halves_are_wanted(world: World) -> None:
    """What and why: what is missing is asked about on its field."""
    card = await begin(world)
    stating = form(await world.sam.click(card, "I intend to …"))
    half = await stating.submit({"what": WHAT, "why": " "})
    assert "Say why" in half.errors["why"]
    full = stating.fill({"what": WHAT, "why": WHY})
    for _ in range(2):
        assert (await world.sam.raw_submit(full)).ok
    await world.quiet()
    assert world.count(world.maya, "intends to:") == 1
