"""The pre-mortem over the wire: asked in private, revealed in order, one at a time, ended with the work."""

from typing import Any

import pytest

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import ALEX_OF_ACME, DEPLOY_BOT, JONAS, MAYA, NOOR, SAM, TOM_WHO_LEFT
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.premortems import (
    LATER,
    QUESTION,
    REVEALED,
    TUESDAY_11,
    invite,
    jonas_of,
    noor_of,
    nothing,
    revealed,
    write,
)
from tests.flows.steps import MINIMUM, TASK, begin, done, form, guards, offer, ship


async def test_it_is_revealed_most_junior_first_and_the_managers_last(world: World) -> None:
    """All in: owner and manager read the reasons in the order of inviting, then the owner's, the manager's last."""
    await invite(world, JONAS, NOOR)
    await write(world, world.maya, "The manager changed the goal.")
    await write(world, noor_of(world), "Finance closed the books early.", with_name=["Show it with my name"])
    await write(world, world.sam, "The export was late.")
    await write(world, jonas_of(world), "Two accounts were new.", "Nobody asked.")
    for reader in (world.sam, world.maya):
        shown = text_of(await world.message(reader, REVEALED))
        order = ["Two accounts", "Nobody asked", "Finance closed", "The export", "The manager changed"]
        places = [shown.index(words) for words in order]
        assert places == sorted(places)
        assert "books early.” · Noor" in shown
        assert "Jonas" not in shown
    assert "5 risks, 5 open" in text_of(await world.card(world.maya, "Pre-mortem"))
    assert "Thank you" in text_of(await world.message(jonas_of(world), "It is revealed now"))


@ONE_PLACE
async def test_it_is_private_until_its_time(world: World) -> None:
    """Nobody sees what is written or who has written; at its time it is revealed without those who are not in."""
    await invite(world, NOOR)
    cards = [text_of(actor.dm_messages()[0]) for actor in (world.sam, world.maya)]
    await write(world, noor_of(world), "Finance closed the books early.")
    for actor, card in zip((world.sam, world.maya), cards, strict=True):
        assert text_of(actor.dm_messages()[0]) == card
        assert not world.count(actor, "Finance closed")
    await world.at(TUESDAY_11)
    assert "Finance closed" in text_of(await world.message(world.sam, REVEALED))
    await world.quiet()
    assert "Write" not in str((await world.message(world.maya, "Thank you")).blocks)


@ONE_PLACE
async def test_what_was_written_can_be_written_again(world: World) -> None:
    """Until the reveal the form holds one's own words, and what is kept last is what is shown."""
    await invite(world, NOOR)
    await write(world, world.sam, "The export was late.")
    asked = await world.message(world.sam, "with 1 reason")
    again = form(await world.sam.click(asked, "Write again"))
    assert again.value("reason_1") == "The export was late."
    done(await again.submit({"reason_1": "The export was short."}))
    await world.quiet()
    old = await world.sam.raw_action(
        {"action_id": "premortem_nothing", "value": f"{(await world.stored(world.sam))[0].id}|1"},
        channel=asked.channel,
        ts=asked.ts,
    )
    assert "What you wrote is kept" in old.ephemeral[-1].text
    await world.at(TUESDAY_11)
    shown = text_of(await world.message(world.sam, REVEALED))
    assert "The export was short." in shown
    assert "was late" not in shown


@ONE_PLACE
async def test_nothing_to_add_is_being_in(world: World) -> None:
    """Where nobody has anything, it is revealed at once and says so."""
    await invite(world, NOOR)
    for actor in (noor_of(world), world.sam, world.maya):
        await nothing(world, actor)
    assert "nobody named a reason" in text_of(await world.message(world.sam, REVEALED))
    assert "no risk was named" in text_of(await world.card(world.sam, "Pre-mortem"))
    await world.message(noor_of(world), "Nobody named a risk this time.")


@ONE_PLACE
async def test_one_at_a_time_and_a_second_one_afterwards(world: World) -> None:
    """While one is open, the menu has it not and the command refuses; after the reveal another can be held."""
    card = await invite(world, NOOR)
    assert "premortem|" not in str(world.sam.look_again(card).blocks)
    refused = await world.sam.command("/delegate", "premortem")
    assert "A pre-mortem is under way" in text_of(refused.ephemeral[-1])
    await write(world, world.sam, "The export was late.")
    await world.at(TUESDAY_11)
    await world.message(world.sam, REVEALED)
    opened = form(await world.maya.click(await world.card(world.maya, "1 risk"), "Pre-mortem"))
    done(await opened.submit({"invited": [JONAS]}))
    await world.quiet()
    assert "1 risk, 1 open · another under way" in text_of(await world.card(world.sam, "another"))
    await write(world, jonas_of(world), "The reserve ran out.")


@ONE_PLACE
async def test_the_same_form_twice_asks_once(world: World) -> None:
    """A double click on the way is one pre-mortem and one question to each."""
    await begin(world, Deadline=LATER)
    opened = form(await world.sam.command("/delegate", "premortem")).fill({"invited": [NOOR]})
    done(await opened.submit())
    again = await world.sam.raw_submit(opened)
    assert again.ok, dict(again.errors)
    await world.quiet()
    assert world.count(noor_of(world), QUESTION) == 1


@ONE_PLACE
@pytest.mark.parametrize(
    ("person", "words"),
    [
        (DEPLOY_BOT, "is an app"),
        (TOM_WHO_LEFT, "deactivated"),
        (ALEX_OF_ACME, "another organisation"),
        ("U0NOBODY01", "cannot find"),
    ],
)
async def test_who_cannot_be_asked_is_named(world: World, person: str, words: str) -> None:
    """Apps, people who have left and other organisations: one sentence at the field, and nobody is asked."""
    await begin(world, Deadline=LATER)
    opened = form(await world.sam.command("/delegate", "premortem"))
    assert words in (await opened.submit({"invited": [NOOR, person]})).errors["invited"]
    assert not world.count(noor_of(world), QUESTION)


@ONE_PLACE
async def test_somebody_who_left_meanwhile_holds_nothing_up(world: World) -> None:
    """Who cannot be reached is waited for until its time and no longer, and the two are told nothing of them."""
    await begin(world, Deadline=LATER)
    opened = form(await world.sam.command("/delegate", "premortem")).fill({"invited": [NOOR]})
    await noor_of(world).command("/delegate", "list")  # she is known, and known to be here
    world.workspace.person(NOOR).deleted = True
    done(await opened.submit())
    await world.quiet()
    await write(world, world.sam, "The export was late.")
    await nothing(world, world.maya)
    assert not world.count(world.sam, REVEALED)
    await world.at(TUESDAY_11)
    await world.message(world.sam, REVEALED)
    await world.quiet()
    assert not world.count(world.sam, "cannot reach")
    assert not world.count(world.maya, "cannot reach")


@ONE_PLACE
async def test_the_two_take_part_without_being_invited(world: World) -> None:
    """Who picks owner or manager asks them once, and in their own place."""
    await invite(world, MAYA, SAM, NOOR)
    for actor in (world.maya, world.sam, noor_of(world)):
        assert world.count(actor, QUESTION) == 1


@ONE_PLACE
async def test_the_reveal_is_before_the_deadline(world: World) -> None:
    """A time after the deadline or in the past is refused at its field."""
    await begin(world)
    opened = form(await world.sam.command("/delegate", "premortem"))
    assert "Pick a time before the deadline" in (await opened.submit({"until": LATER})).errors["until"]


@ONE_PLACE
async def test_several_are_picked_from(world: World) -> None:
    """With two under way the command answers with both, each with its button; with none it says when it helps."""
    none = await world.maya.command("/delegate", "premortem")
    assert "Nothing is under way" in text_of(none.ephemeral[-1])
    await begin(world, Deadline=LATER)
    done(await (await guards(world, Task="Reserve report")).submit(MINIMUM))
    second = await world.message(world.sam, "Reserve report")
    done(await form(await world.sam.click(second, "Accept")).submit({"back_brief": "By then."}))
    await world.quiet()
    picked = (await world.maya.command("/delegate", "premortem")).ephemeral[-1]
    assert TASK in text_of(picked)
    assert form(await world.maya.click(picked, "Pre-mortem", within="Reserve report")).title == "Pre-mortem"


@ONE_PLACE
async def test_only_those_who_are_asked_write(world: World) -> None:
    """A colleague who was not invited starts none, writes nothing and reads nothing, whatever button they hold."""
    card = await invite(world, NOOR)
    value = (await world.stored(world.sam))[0].id
    jonas = jonas_of(world)
    refused: dict[str, str] = {
        "premortem": "between two others",
        "premortem_write": "asks other people",
        "premortem_nothing": "asks other people",
        "risks": "between two others",
        "risk_decide": "between two others",
        "risk_there": "between two others",
        "risk_not_there": "between two others",
    }
    for action, words in refused.items():
        assert words in await said(jonas, card, action, f"{value}|1")
    noor = noor_of(world)
    for action in ("premortem", "risks", "risk_decide"):
        assert "between two others" in await said(noor, card, action, f"{value}|1")


@ONE_PLACE
async def test_old_buttons_are_answered_in_words(world: World) -> None:
    """After the reveal nothing is written; forged numbers and risks are not found."""
    await revealed(world, "The export was late.")
    card = world.sam.dm_messages()[0]
    value = (await world.stored(world.sam))[0].id
    assert "has been revealed" in await said(world.sam, card, "premortem_write", f"{value}|1")
    assert "has been revealed" in await said(world.sam, card, "premortem_nothing", f"{value}|1")
    for action in ("premortem_write", "premortem_nothing"):
        for number in ("2", "x", "99999999999"):
            assert "cannot find" in await said(world.sam, card, action, f"{value}|{number}")
    for action in ("risk_decide", "risk_there", "risk_not_there"):
        assert "cannot find" in await said(world.sam, card, action, f"{value}|nosuchrisk")


@ONE_PLACE
async def test_an_offer_has_none_yet(world: World) -> None:
    """Before it is accepted there is nothing to guard, and the words say when there is."""
    card = await offer(world)
    assert "Pre-mortem" not in str(card.blocks)
    value = (await world.stored(world.sam))[0].id
    assert "once the owner has accepted" in await said(world.sam, card, "premortem", value)


@ONE_PLACE
async def test_it_ends_with_the_work(world: World) -> None:
    """Shipped before the reveal: what was written is shown to nobody, and the buttons are gone."""
    card = await invite(world, NOOR)
    await write(world, noor_of(world), "Finance closed the books early.")
    await ship(world, card)
    over = await world.message(noor_of(world), "shown to nobody")
    assert "premortem_write" not in str(over.blocks)
    await world.at(TUESDAY_11)
    await world.quiet()
    assert not world.count(world.sam, REVEALED)
    value = (await world.stored(world.sam))[0].id
    assert "is over" in await said(noor_of(world), over, "premortem_write", f"{value}|1")
    assert "The work is over" in await said(world.sam, card, "premortem", value)


async def said(actor: Actor, card: Any, action: str, value: str) -> str:
    """Press what may not be there. Return what is whispered: no form opens."""
    outcome = await actor.raw_action({"action_id": action, "value": value}, channel=card.channel, ts=card.ts)
    assert outcome.modal is None, (action, outcome.modal.text)
    assert outcome.ephemeral, action
    return outcome.ephemeral[-1].text
