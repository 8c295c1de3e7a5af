"""What can be added on accepting: a level, an expectation, readiness, an earlier date; all of it can stay out."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.acceptance import Level
from bot.playground.acting.actor import Modal, VisibleMessage, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BACK_BRIEF, MINIMUM, WEDNESDAY, done, form, from_menu, guards, offer, ship

pytestmark = ONE_PLACE
TUESDAY_17 = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
CONSULT = "Consult: the manager asks first, then decides"
ADVISE = "Advise: the owner decides, with the manager's advice"
INQUIRE = "Inquire: the owner decides and tells afterwards"
AGREE = "Agree: both decide together"
EXPECTATION = "The two <new> accounts take longest."


async def offered(world: World, **entered: Any) -> VisibleMessage:
    """Maya hands the report to Sam, with `entered` in the third step. Return Sam's card."""
    done(await (await guards(world)).submit(MINIMUM | entered))
    await world.quiet()
    return await world.card(world.sam, "hands you this")


async def saying_more(world: World, card: VisibleMessage) -> Modal:
    """Sam opens the form of accepting and wants to say more."""
    opened = form(await world.sam.click(card, "Accept")).fill({"back_brief": BACK_BRIEF})
    more = form(await opened.click("Say more"))
    assert more.value("back_brief") == BACK_BRIEF
    return more


async def everywhere(world: World) -> str:
    """Return everything that the two see."""
    seen = [*world.sam.dm_messages(), *world.maya.dm_messages()]
    return "\n".join(text_of(message) + message.text for message in seen)


async def test_the_short_path_asks_one_thing(world: World) -> None:
    """Nothing but the back-brief is asked for, and the rest is behind one button."""
    card = await offer(world)
    opened = form(await world.sam.click(card, "Accept"))
    assert "I expect" not in opened.text
    done(await opened.submit({"back_brief": BACK_BRIEF}))
    assert (await world.stored(world.sam))[0].acceptance is None


async def test_levels_are_shown_together_or_not_at_all(world: World) -> None:
    """Picked in private; neither is shown before both are there, then both stand on both cards."""
    card = await offered(world, level=CONSULT)
    assert "Consult" not in await everywhere(world)
    assert "Consult" not in form(await world.sam.click(card, "Brief")).text
    more = await saying_more(world, card)
    assert more.value("level") is None
    done(await more.submit({"level": AGREE}))
    await world.quiet()
    line = "Who decides: Maya picked Consult, Sam picked Agree."
    for actor in (world.maya, world.sam):
        shown = text_of(await world.card(actor, "Who decides"))
        assert line in shown
        assert "more than one apart" not in shown


async def test_far_apart_is_worth_a_talk(world: World) -> None:
    """More than one step between them: one line that suggests a talk, to both."""
    card = await offered(world, level=CONSULT)
    done(await (await saying_more(world, card)).submit({"level": ADVISE}))
    for actor in (world.maya, world.sam):
        assert "more than one apart: worth a short talk" in text_of(await world.card(actor, "Who decides"))


async def test_who_leaves_the_call_to_the_owner_asks_after_the_shipping(world: World) -> None:
    """The answers come without questions to ask; the menu has [Ask a question]; after shipping they are there."""
    card = await offered(world, level=INQUIRE)
    done(await (await saying_more(world, card)).submit({"level": INQUIRE}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.at(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    done(await form(await world.sam.click(asked, "Answer")).submit({"answer_1": "Two accounts are new."}))
    heard = await world.message(world.maya, "Two accounts are new.")
    assert "Ask" not in text_of(heard)
    hers = await world.card(world.maya, "So questions to Sam come after it has shipped")
    done(await form(await from_menu(world.maya, hers, "Ask a question")).submit({"question": "Which ones?"}))
    await world.message(world.sam, "Which ones?")
    await ship(world, await world.card(world.sam, "In progress"))
    shipped = await world.message(world.maya, "You left the call to Sam.")
    asking = form(await world.maya.click(shipped, "ask.2"))
    done(await asking.submit({}))
    await world.message(world.sam, "What are you least sure of?")


async def test_one_level_alone_stays_private(world: World) -> None:
    """Whoever picked alone has told nobody."""
    card = await offered(world, level=CONSULT)
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.quiet()
    assert (await world.stored(world.sam))[0].manager_level is Level.CONSULT
    assert "Consult" not in await everywhere(world)


async def test_what_was_expected_opens_the_after_action(world: World) -> None:
    """Kept as written, in the brief for the two, and compared at the end."""
    card = await offer(world)
    done(await (await saying_more(world, card)).submit({"I expect …": EXPECTATION}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.quiet()
    escaped = "The two &lt;new&gt; accounts take longest."
    assert escaped in form(await world.maya.click(await world.card(world.maya, "In progress"), "Brief")).text
    await world.at(WEDNESDAY)
    await ship(world, card)
    assert f"*Sam expected*  “{escaped}”" in text_of(await world.in_thread("After-action"))


async def test_an_earlier_date_is_the_owners_own(world: World) -> None:
    """It stands on the owner's card alone; deadline, version and checkpoints stay; a later one is refused."""
    card = await offer(world)
    more = await saying_more(world, card)
    late = await more.submit({"An earlier date of your own": datetime(2026, 11, 27, 9, 0, tzinfo=UTC)})
    assert "a later one is negotiated" in late.errors["An earlier date of your own"]
    before = (await world.stored(world.sam))[0]
    done(await more.submit({"An earlier date of your own": TUESDAY_17}))
    assert (await world.maya.raw_submit(more)).errors  # not the owner
    assert (await world.sam.raw_submit(more)).ok
    await world.quiet()
    assert "your own: " in text_of(await world.card(world.sam, "You accepted"))
    assert "your own" not in text_of(await world.card(world.maya, "Accepted"))
    after = (await world.stored(world.sam))[0]
    assert (after.brief, after.brief_number) == (before.brief, before.brief_number)


async def test_readiness_is_asked_on_the_first_task_and_read_by_two(world: World) -> None:
    """Skill and call apart; on both cards, nowhere in the channel; on the second task it is not asked again."""
    card = await offer(world)
    opened = form(await world.sam.click(card, "Accept"))
    assert "How ready are you for the skill" in opened.text
    readiness = {"technical_readiness": "4", "ownership_readiness": "willing, a bit nervous"}
    done(await opened.submit({"back_brief": BACK_BRIEF, **readiness}))
    for actor in (world.maya, world.sam):
        assert "the skill “4”, the call “willing, a bit nervous”" in text_of(
            await world.card(actor, "How ready")
        )
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.at(WEDNESDAY)
    await ship(world, card)
    assert "nervous" not in text_of(await world.in_thread("After-action"))
    done(await (await guards(world, Task="The next report")).submit(MINIMUM))
    second = await world.message(world.sam, "The next report")
    assert "How ready" not in form(await world.sam.click(second, "Accept")).text


async def test_saying_more_is_the_owners(world: World) -> None:
    """By a forged click in somebody's hands, or on another version: refused in words."""
    card = await offer(world)
    value = (await world.stored(world.sam))[0].id
    for actor, subject, words in ((world.maya, "1", "owner"), (world.sam, "7", "has changed")):
        outcome = await actor.raw_action(
            {"action_id": "accept_more", "value": f"{value}|{subject}"}, channel=card.channel, ts=card.ts
        )
        assert outcome.modal is None
        assert words in outcome.ephemeral[-1].text
