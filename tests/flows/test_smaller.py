"""Before the hand-over: a task that is not safe to fail is made smaller, or goes as it is for a reason."""

from typing import Any

from bot.domain.blast_radius import Audience, Rollback, Scope
from bot.domain.review import Mode
from bot.domain.shrinking import Shrink
from bot.playground.acting.actor import Modal, text_of
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import BAR, MINIMUM, WEDNESDAY, accept, done, form, ship

pytestmark = ONE_PLACE
RISKY = {
    "audience": "Executives, customers, the public",
    "undo": "Within days",
    "rollback": "No",
    "scope": "The whole",
    "notice": "Hours",
}
REASON = "The board meets on Friday & wants it <whole>."


async def answered(world: World, **changed: str) -> Modal:
    """Maya answers the questions of step two, `RISKY` but for `changed`. Return step three."""
    blast = form(await form(await world.maya.command("/delegate")).submit(BAR))
    for question, answer in (RISKY | changed).items():
        blast = form(await blast.choose(question, answer))
    return form(await blast.submit({}))


async def test_a_risky_task_is_not_simply_handed_over(world: World) -> None:
    """Without a reason the field says what to do, nothing typed is lost, and nobody is offered anything."""
    third = await answered(world)
    assert "shrink first (6 of 8)" in third.text
    refused = await third.submit(MINIMUM)
    assert "Make it smaller or rehearse it first" in refused.errors["override"]
    assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    await world.quiet()
    assert not world.sam.dm_messages()


async def test_each_way_changes_the_answer_and_the_verdict_follows(world: World) -> None:
    """Friendly audience, pilot, sandbox: three presses make it safe, and no reason is asked for any more."""
    third = await answered(world)
    third.fill(MINIMUM)
    for press, verdict in (
        ("Friendly audience first", "shrink first (5 of 8)"),
        ("Pilot", "shrink first (4 of 8)"),
        ("Sandbox", "Safe to fail (2 of 8)"),
    ):
        assert ("[Canary]" in third.text) == (press == "Friendly audience first")  # for outsiders alone
        third = form(await third.click(press))
        assert verdict in third.text, third.text
        assert third.value("Minimum shippable") == MINIMUM["Minimum shippable"]
    assert "Or hand it over as it is" not in third.text
    done(await third.submit({}))
    card = text_of(await world.card(world.sam, "hands you this"))
    assert "A friendly audience first, a pilot first, in a sandbox first." in card
    brief = (await world.stored(world.sam))[0].brief
    assert brief.smaller == (Shrink.FRIENDLY, Shrink.PILOT, Shrink.SANDBOX)
    radius = brief.blast_radius
    assert (radius.audience, radius.scope, radius.rollback) == (
        Audience.FRIENDLY,
        Scope.PART,
        Rollback.TRIED,
    )
    assert brief.override == ""


async def test_a_way_can_be_taken_back(world: World) -> None:
    """Removed, the answer is what it was; answered otherwise in step two, the way is gone by itself."""
    third = form(await (await answered(world)).click("Pilot"))
    third = form(await third.click("Remove", within="smaller.0"))
    assert "shrink first (6 of 8)" in third.text
    assert "Made smaller" not in third.text
    third = form(await third.click("Canary"))
    assert "A canary first" in third.text
    blast = form(await third.click("Back"))
    assert blast.value("scope")["text"]["text"] == "A part"
    blast = form(await blast.choose("scope", "The whole"))
    assert "A canary first" not in form(await blast.submit({})).text


async def test_never_undone_is_simulated_and_keeps_asking(world: World) -> None:
    """What can never be undone stays *shrink first* whatever is done: it takes a rehearsal, or a reason."""
    third = await answered(world, undo="Never", audience="Only the team", scope="A part")
    assert "[Sandbox]" not in third.text
    third = form(await third.click("Simulation"))
    assert "shrink first (2 of 8)" in third.text
    assert "override" in (await third.submit({})).errors


async def test_the_reason_is_read_by_the_owner_and_opens_the_after_action(world: World) -> None:
    """Quoted verbatim on the owner's card, in the brief and in the thread; however well it goes, it is no clean one."""
    third = await answered(world)
    done(
        await third.submit({**MINIMUM, "override": REASON, "Why": "So that hiring is planned on real costs."})
    )
    card = await world.card(world.sam, "hands you this")
    assert "*Why*  So that hiring is planned on real costs." in text_of(card)
    escaped = "“The board meets on Friday &amp; wants it &lt;whole&gt;.”"
    assert f"shrink first (6 of 8). It goes as it is: {escaped}" in text_of(card)
    brief = form(await world.sam.click(card, "Brief")).text
    assert "Handed over as it is" in brief
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.at(WEDNESDAY)
    await ship(world, card, measured="1.2 %")
    opening = text_of(await world.in_thread("After-action"))
    assert f"*Handed over as it was*  {escaped}" in opening
    assert (await reviewed(world)).mode is Mode.FULL


async def test_passed_over_it_stays_short(world: World) -> None:
    """Who answers nothing about the radius is asked for no reason: it counts as the middle, and says so."""
    blast = form(await form(await world.maya.command("/delegate")).submit(BAR))
    assert "counted as the middle" in blast.text
    third = form(await blast.submit({}))
    assert "as it is" not in third.text
    done(await third.submit({}))
    await world.card(world.sam, "hands you this")


async def reviewed(world: World) -> Any:
    """Return the after-action of Sam's only task."""
    delegation = (await world.stored(world.sam))[0]
    assert world.application is not None
    async with world.application.units(delegation.tenant) as work:
        return await work.reviews.latest(delegation.id)
