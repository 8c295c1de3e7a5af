"""`/delegate list` and App Home: what needs me, what I handed over, what I own; with buttons that work."""

from datetime import UTC, datetime

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import JONAS, NOOR
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import (
    BACK_BRIEF,
    MINIMUM,
    accept,
    begin,
    done,
    form,
    from_menu,
    guards,
    offer,
    ship,
)

pytestmark = ONE_PLACE


async def home(world: World, words: str) -> str:
    """Open Sam's Home, wait until it says `words`, and return it as text."""
    await world.sam.open_home()
    await world.workspace.until(lambda: world.sam.home is not None and words in text_of(world.sam.home))
    return text_of(world.sam.home)


async def test_an_empty_home_offers_to_begin(world: World) -> None:
    """Nothing needs anybody: one sentence, and a button that opens the brief."""
    shown = await home(world, "Nothing needs you.")
    assert "Hand over something small and real" in shown
    assert form(await world.sam.click_home("Delegate a task")).title == "Delegate a task"


async def test_home_follows_the_loop_and_its_buttons_act(world: World) -> None:
    """An offer needs its owner, who accepts it from Home; then nothing does, until it is theirs again."""
    await offer(world)
    assert "Needs you (1)" in await home(world, "Monthly cloud spend report")
    done(await form(await world.sam.click_home("Accept")).submit({"back_brief": BACK_BRIEF}))
    await world.workspace.until(lambda: "Needs you" not in text_of(world.sam.home))
    await world.maya.open_home()
    await world.workspace.until(
        lambda: world.maya.home is not None and "Needs you (1)" in text_of(world.maya.home)
    )
    await world.maya.click_home("That is it")
    await world.workspace.until(lambda: "Needs you (1)" in text_of(world.sam.home))
    assert "spot check" in text_of(world.sam.home)
    assert form(await world.sam.click_home("Ship it")).title == "Ship it"


async def test_a_home_opened_twice_by_one_event_is_published_once(world: World) -> None:
    """Slack may deliver an event again; the second time changes nothing."""
    await home(world, "Nothing needs you.")
    await world.quiet()
    published = len(world.workspace.calls.named("views.publish"))
    await world.workspace.redeliver()
    await world.quiet()
    assert len(world.workspace.calls.named("views.publish")) == published


async def test_the_list_has_both_sides_with_state_and_next_moment(world: World) -> None:
    """Mine as manager and mine as owner, each with where it stands, what comes next and whose move it is."""
    await begin(world)
    listed = text_of((await world.sam.command("/delegate", "list")).ephemeral[-1])
    assert "You own (1)" in listed
    assert "in progress" in listed
    assert "spot check" in listed
    assert "Your move" in listed
    theirs = (await world.maya.command("/delegate", "list")).ephemeral[-1]
    assert "You handed over (1)" in text_of(theirs)
    assert "Nothing for you to do." in text_of(theirs)
    assert "variance" in form(await world.maya.click(theirs, "Brief")).text


async def test_the_list_of_somebody_without_any_says_so(world: World) -> None:
    """Nothing is open, said in one sentence; other people's tasks are not in it."""
    await begin(world)
    for user in (NOOR, JONAS):
        listed = text_of((await Actor(world.workspace, user).command("/delegate", "list")).ephemeral[-1])
        assert "Nothing is open." in listed
        assert "Monthly cloud spend report" not in listed


async def test_what_has_ended_moves_to_the_end_of_the_list(world: World) -> None:
    """Withdrawn yesterday, shipped and closed today: lately ended, and nothing to do about them."""
    await offer(world)
    card = await world.card(world.maya, "Nothing starts before")
    done(await form(await world.maya.click(card, "Withdraw")).submit({}))
    await world.quiet()
    listed = text_of((await world.sam.command("/delegate", "list")).ephemeral[-1])
    assert "Nothing is open." in listed
    assert "Lately ended" in listed
    assert "withdrawn" in listed


async def test_many_delegations_fit_one_list(world: World) -> None:
    """Twelve open ones: ten in sight, the rest counted; Home shows them all."""
    for number in range(12):
        done(await (await guards(world, Task=f"Report {number}")).submit({}))
    await world.quiet()
    listed = text_of((await world.sam.command("/delegate", "list")).ephemeral[-1])
    assert "You own (12)" in listed
    assert "And 2 more; Home shows them." in listed
    shown = await home(world, "Needs you (12)")
    assert all(f"Report {number}" in shown for number in range(12))


async def test_after_shipping_home_names_the_review(world: World) -> None:
    """Shipped in the evening: both Homes name the moment of the after-action."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await ship(world, card)
    assert "The after-action starts" in await home(world, "after-action")


async def test_the_owner_pages_and_proposes_a_new_time_from_home(world: World) -> None:
    """What cannot wait is not behind the card alone: [Trigger hit] in the row, the rest in its "…"."""
    brief = form(await (await guards(world)).click("Add a trigger"))
    done(await form(await brief.submit({"condition": "variance over 5 %"})).submit(MINIMUM))
    await world.quiet()
    await accept(world, await world.card(world.sam, "hands you this"))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await home(world, "in progress")
    await world.workspace.until(lambda: "Trigger hit" in text_of(world.sam.home))
    assert form(await world.sam.click_home("New time")).title == "New time"
    behind = form(await world.sam.click_home("More …"))
    assert "Pre-mortem" in behind.text
    done(await form(await world.sam.click_home("Trigger hit")).submit({}))
    assert "variance over 5 %" in text_of(await world.message(world.maya, "hit a trigger"))


async def test_the_manager_objects_from_home(world: World) -> None:
    """An intention stands there with both words on it."""
    card = await begin(world)
    await world.maya.open_home()
    done(await form(await world.sam.click(card, "I intend to …")).submit({"what": "Wait.", "why": "Safer."}))
    await world.workspace.until(lambda: "Fine, go on" in text_of(world.maya.home))
    objecting = form(await world.maya.click_home("Object"))
    done(await objecting.submit({"question": "Finance counts them from today."}))
    await world.message(world.sam, "Maya objects")


async def test_a_flag_does_not_hide_the_way_to_ask_about_the_work(world: World) -> None:
    """Its three answers stand on the manager's card; a question and a path unasked are in the menu beside them."""
    card = await begin(world)
    done(await form(await world.sam.click(card, "Raise a flag")).submit({"seen": "Two accounts short."}))
    await world.quiet()
    asked = form(await from_menu(world.maya, await world.card(world.maya, "Your move"), "Ask a question"))
    done(await asked.submit({"question": "What do you see?"}))
    await world.message(world.sam, "in your own time")
    card = await world.card(world.maya, "Your move")
    path = form(await from_menu(world.maya, card, "Clear a path unasked"))
    done(await path.submit({"clears": "I get you the access."}))
    await world.message(world.sam, "I get you the access.")
    await world.maya.click(card, "Agreed, go on")
    await world.message(world.sam, "agrees")
