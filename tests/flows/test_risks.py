"""Risks: the owner accepts, guards or watches; guards come back at the final QA and at shipping, all at the end."""

from datetime import UTC, datetime, timedelta

from bot.playground.acting.actor import text_of
from bot.playground.cast import NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.premortems import LATER, REVEALED, decide, invite, noor_of, nothing, revealed, write
from tests.flows.steps import done, form, ship

pytestmark = ONE_PLACE
FINAL_QA = datetime(2026, 12, 3, 16, 30, tzinfo=UTC)  # Thursday afternoon in Paris, a day before it is due
WEDNESDAY_17 = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
GUARD = {"decision": "Guard against it: a line to look at"}
ACCEPT = {"decision": "Accept it: seen, and left as it is"}
WATCH = {"decision": "Watch it: a state and a date"}


async def test_each_risk_is_the_owners_to_decide(world: World) -> None:
    """Decided from the reveal, which then says what became of each; the cards count what is still open."""
    reveal = await revealed(world, "The export was late.", "Two accounts were new.", "Nobody asked.")
    assert "Decide" not in str((await world.message(world.maya, REVEALED)).blocks)
    await decide(world, reveal, "Nobody asked", **ACCEPT)
    await decide(world, reveal, "Two accounts", **GUARD, guard="Accounts counted in both exports")
    assert "3 risks, 1 open" in text_of(await world.card(world.maya, "3 risks"))
    watched = {
        "state": "Both exports are in",
        "by_when": WEDNESDAY_17,
        "fallback": "fall back to the minimum",
    }
    await decide(world, reveal, "The export", **WATCH, **watched)
    for reader in (world.sam, world.maya):
        shown = text_of(await world.message(reader, REVEALED))
        assert "Accepted, with open eyes." in shown
        assert "Guard: Accounts counted in both exports" in shown
        assert "Both exports are in. Then: fall back to the minimum." in shown
        assert "3 risks, all decided" in text_of(await world.card(reader, "all decided"))


async def test_a_decision_can_be_changed_from_the_list(world: World) -> None:
    """[Risks] on the card lists them with [Change]; what was decided before stands in the form."""
    reveal = await revealed(world, "The export was late.")
    await decide(world, reveal, "The export", **GUARD, guard="Both exports counted")
    listed = form(await world.sam.click(world.sam.dm_messages()[0], "Risks"))
    assert "Guard: Both exports counted" in listed.text
    changing = form(await listed.click("Change"))
    assert changing.value("guard") == "Both exports counted"
    outcome = await changing.submit(ACCEPT)
    assert outcome.ok, dict(outcome.errors)
    assert "Accepted, with open eyes." in form(outcome).text
    read = form(await world.maya.click(await world.card(world.maya, "all decided"), "Risks"))
    assert "Accepted, with open eyes." in read.text
    assert "Change" not in read.text


async def test_what_cannot_stand_is_said_at_its_field(world: World) -> None:
    """Nothing chosen, an empty guard, half a watch, a date after the deadline: one sentence each, nothing lost."""
    reveal = await revealed(world, "The export was late.")
    opened = form(await world.sam.click(reveal, "Decide"))
    assert "Write the line" in (await opened.submit(GUARD)).errors["guard"]
    missing = await opened.submit(WATCH)
    assert set(missing.errors) == {"state", "by_when", "fallback"}
    late = {"state": "Both are in", "by_when": LATER + timedelta(days=1), "fallback": "ring the manager"}
    assert "before the deadline" in (await opened.submit({**WATCH, **late})).errors["by_when"]
    done(await opened.submit(ACCEPT))


async def test_only_the_owner_decides(world: World) -> None:
    """The manager is told whose it is, and what they can do instead."""
    await revealed(world, "The export was late.")
    card = await world.card(world.maya, "1 risk")
    value = f"{(await world.stored(world.sam))[0].id}|any"
    for action, words in (("risk_decide", "owner's to decide"), ("risk_there", "The owner says")):
        outcome = await world.maya.raw_action(
            {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
        )
        assert words in outcome.ephemeral[-1].text


async def test_guards_come_back_at_the_final_qa_and_at_shipping(world: World) -> None:
    """A guard is read at the last look and ticked when it ships; the list says which were."""
    reveal = await revealed(world, "Two accounts were new.", "Nobody asked.")
    await decide(world, reveal, "Two accounts", **GUARD, guard="Accounts counted in both exports")
    await decide(world, reveal, "Nobody asked", **GUARD, guard="Finance asked")
    await world.at(FINAL_QA)
    asked = text_of(await world.message(world.sam, "Final QA"))
    assert "Guards from the pre-mortem\n• Accounts counted in both exports\n• Finance asked" in asked.replace(
        "*", ""
    )
    shipping = form(await world.sam.click(world.sam.dm_messages()[0], "Ship it"))
    asking = form(await shipping.submit({"prediction": "Met", "guards": ["Finance asked"]}))
    assert "1 line is open" in asking.text
    done(await asking.submit())
    await world.quiet()
    listed = form(await world.maya.click(await world.card(world.maya, "all decided"), "Risks")).text
    assert "Guard: Finance asked · ticked when it shipped" in listed
    assert listed.count("ticked when it shipped") == 1


async def test_the_invited_are_told_what_came_of_it(world: World) -> None:
    """Once every risk is decided, each of them gets one line of thanks, and no second one."""
    await invite(world, NOOR)
    await write(world, noor_of(world), "Finance closed the books early.", "Nobody asked.")
    await write(world, world.sam, "The export was late.")
    await nothing(world, world.maya)
    reveal = await world.message(world.sam, REVEALED)
    await decide(world, reveal, "Finance closed", **GUARD, guard="Closing day asked")
    await decide(world, reveal, "The export", **ACCEPT)
    assert not world.count(noor_of(world), "looking ahead")
    await decide(world, reveal, "Nobody asked", **ACCEPT)
    thanks = text_of(await world.message(noor_of(world), "looking ahead"))
    assert "Of 3 risks Sam made: 1 guard on the checklist, 2 accepted with open eyes." in thanks
    listed = form(await world.sam.click(world.sam.dm_messages()[0], "Risks"))
    assert (
        await form(await listed.click("Change", within="Nobody asked")).submit(
            {**GUARD, "guard": "Everybody asked"}
        )
    ).ok
    await world.quiet()
    assert world.count(noor_of(world), "looking ahead") == 1


async def test_shipping_thanks_for_what_was_left_open(world: World) -> None:
    """Where risks are still open when it ships, the loop is closed all the same, and [Decide] is gone."""
    await invite(world, NOOR)
    await write(world, noor_of(world), "Finance closed the books early.")
    for actor in (world.sam, world.maya):
        await nothing(world, actor)
    reveal = await world.message(world.sam, REVEALED)
    await ship(world, world.sam.dm_messages()[0])
    assert "1 left open" in text_of(await world.message(noor_of(world), "looking ahead"))
    await world.workspace.until(lambda: "Decide" not in str(world.sam.look_again(reveal).blocks))
    value = f"{(await world.stored(world.sam))[0].id}|any"
    old = await world.sam.raw_action(
        {"action_id": "risk_decide", "value": value}, channel=reveal.channel, ts=reveal.ts
    )
    assert "The work is over" in old.ephemeral[-1].text


async def test_the_after_action_begins_with_what_was_seen_beforehand(world: World) -> None:
    """Word for word, without names."""
    await invite(world, NOOR)
    await write(world, noor_of(world), "Finance closed the books early.", with_name=["Show it with my name"])
    await write(world, world.sam, "The export was late.")
    await nothing(world, world.maya)
    await world.quiet()
    await ship(world, world.sam.dm_messages()[0])
    opening = text_of(await world.in_thread("Seen beforehand"))
    assert "• “Finance closed the books early.”\n• “The export was late.”" in opening
    assert "Noor" not in opening
