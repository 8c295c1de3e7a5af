"""A trigger is hit: the named people are paged at once, the clock runs, and somebody has it or the owner is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.lifecycle import State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit
from bot.domain.people import Person, Tenant
from bot.domain.preferences import Away, Preferences
from bot.domain.record import Event
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import GITA, JONAS, MAYA, NOOR, SAM
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import MINIMUM, done, form, from_menu, guards, ship

pytestmark = ONE_PLACE
NIGHT = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)  # 02:10 in Paris, 01:10 in London
DAY = datetime(2026, 11, 24, 13, 10, tzinfo=UTC)  # both at work
CONDITION = "variance over 5 %"


async def working(world: World, *triggers: dict[str, Any]) -> VisibleMessage:
    """Sam works on the report, with a trigger that goes to Noor (an hour) or those given. Return his card."""
    brief = await guards(world)
    for trigger in triggers or ({"condition": CONDITION, "minutes": "1 hour", "goes_to": NOOR},):
        brief = form(await form(await brief.click("Add a trigger")).submit(trigger))
    done(await brief.submit(MINIMUM))
    await world.quiet()
    card = await world.message(world.sam, "hands you this")
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": "Within 2 percent."}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    return world.sam.look_again(card)


async def hits(world: World, card: VisibleMessage, **entered: Any) -> None:
    """Sam says that the trigger was hit."""
    done(await form(await world.sam.click(card, "Trigger hit")).submit(entered))
    await world.quiet()


async def goes_away(world: World, user_id: str, deputy_id: str) -> None:
    """Somebody is away on the days of the story, with a deputy."""
    assert world.application is not None
    away = Away(date(2026, 11, 23), date(2026, 11, 27))
    async with world.application.units(Tenant("", world.workspace.team.id)) as work:
        for person in (user_id, deputy_id):
            known = world.workspace.person(person)
            if await work.people.person(person) is None:
                await work.people.put_person(
                    Person(person, world.workspace.team.id, known.real_name.split()[0], known.tz),
                    world.clock.now(),
                )
        await work.people.prefer(user_id, Preferences(away=away, deputy_id=deputy_id))
        await work.commit()


async def hits_stored(world: World) -> list[Hit]:
    """Return the hits as they are written down."""
    assert world.application is not None
    delegation = (await world.stored(world.sam))[0]
    async with world.application.units(delegation.tenant) as work:
        return await work.pages.of([delegation.id])


async def events(world: World) -> list[tuple[Event, str]]:
    """Return what the history says since the work began: what, and about whom or what."""
    assert world.application is not None
    delegation = (await world.stored(world.sam))[0]
    async with world.application.units(delegation.tenant) as work:
        lines = await work.records.history(delegation.id)
    begun = next(place for place, line in enumerate(lines) if line.event is Event.CONFIRMED)
    return [(line.event, line.detail) for line in lines[begun + 1 :]]


async def test_a_hit_at_night_pages_at_once_and_says_whom_to_ring(world: World) -> None:
    """The named person and the manager read it at once; the owner reads that they may not hear it."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    await world.at(NIGHT)
    await hits(world, card, saw="Two accounts are counted twice.")
    for person in (noor, world.maya):
        page = await world.message(person, "hit a trigger")
        assert CONDITION in text_of(page)
        assert "Two accounts are counted twice." in text_of(page)
        assert "Answer within 1 hour" in text_of(page)
    told = (await world.message(world.sam, "notifications paused")).text
    assert "at 02:10 CET to Noor. They may have notifications paused; ring them." in told
    assert "to Maya. They may have notifications paused; ring them." in told
    assert "woke" not in told
    assert "an answer by" in text_of(await world.card(world.sam, "Trigger hit"))
    assert "a trigger was hit" in text_of(await world.card(world.maya, "Your move"))


async def test_within_hours_the_owner_reads_by_when_there_is_an_answer(world: World) -> None:
    """No word of paused notifications where everybody is at work."""
    card = await working(world)
    await world.at(DAY)
    await hits(world, card)
    told = text_of(await world.message(world.sam, "who is asked to answer within 1 hour"))
    assert "to Noor, who is asked to answer within 1 hour." in told
    assert "paused" not in told


async def test_one_tap_stops_the_clock_and_tells_the_owner_who_has_it(world: World) -> None:
    """The other pages lose their button, nothing more goes out, and a second tap changes nothing."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    await world.at(NIGHT)
    await hits(world, card)
    page, other = await world.message(noor, "hit a trigger"), await world.message(world.maya, "hit a trigger")
    await world.later(minutes=40)
    await noor.click(page, "I have it")
    has_it = text_of(await world.message(world.sam, "has it, 40 minutes after you hit the trigger"))
    assert "Noor" in has_it
    await world.quiet()
    assert world.application is not None
    coming = await world.application.oversight.coming()
    assert coming
    assert coming.kind is not NudgeKind.PAGE_CLOCK  # what was to go out next is owed no more
    await world.workspace.until(lambda: "Noor has it" in text_of(world.maya.look_again(other)))
    assert "have_it" not in str(world.maya.look_again(other).blocks)
    assert "have_it" not in str(noor.look_again(page).blocks)
    value = f"{(await world.stored(world.sam))[0].id}|{(await hits_stored(world))[0].id}"
    again = {"action_id": "have_it", "value": value}
    assert (await noor.raw_action(again, channel=page.channel, ts=page.ts)).ok
    late = await world.maya.raw_action(again, channel=other.channel, ts=other.ts)
    assert "Somebody has it already" in late.ephemeral[-1].text
    await world.later(hours=5)
    await world.quiet()
    assert world.count(world.sam, "has it, 40 minutes") == 2  # the message of the page, edited, and the news
    assert world.count(noor, "hit a trigger") == 0  # the page says who has it, and none came after it
    assert [event for event, _ in await events(world)][:4] == [
        Event.HIT,
        Event.PAGED,
        Event.PAGED,
        Event.ACKNOWLEDGED,
    ]


async def test_without_an_answer_it_passes_to_the_deputy_and_again_and_then_the_owner_is_told(
    world: World,
) -> None:
    """Maya is away: Jonas stands in and is paged at once, again after an hour, a third time, and then no more."""
    jonas = Actor(world.workspace, JONAS)
    card = await working(world, {"condition": CONDITION, "minutes": "1 hour", "goes_to": MAYA})
    await goes_away(world, MAYA, JONAS)
    await world.at(NIGHT)
    await hits(world, card)
    assert "You stand in for Maya." in text_of(await world.message(jonas, "hit a trigger"))
    assert "Jonas, who stands in for Maya. They may" in text_of(
        await world.message(world.sam, "notifications paused")
    )
    for hour in (1, 2):
        await world.at(NIGHT + timedelta(hours=hour, seconds=10 * hour))
        await world.quiet()
        assert world.count(jonas, "hit a trigger") == 1 + hour
    assert world.count(world.maya, "hit a trigger") == 1
    await world.at(NIGHT + timedelta(hours=3, minutes=1))
    unanswered = text_of(await world.message(world.sam, "Nobody has answered. It went to"))
    assert "Maya and Jonas, in 3 rounds" in unanswered
    assert "Ring them. If you reach nobody, the choice is yours" in unanswered
    await world.at(NIGHT + timedelta(hours=9))
    await world.quiet()
    assert world.count(jonas, "hit a trigger") == 3
    assert await events(world) == [
        (Event.HIT, CONDITION),
        (Event.PAGED, MAYA),
        (Event.PASSED_TO_DEPUTY, JONAS),
        (Event.PASSED_TO_DEPUTY, JONAS),
        (Event.PASSED_TO_DEPUTY, JONAS),
        (Event.UNANSWERED, ""),
    ]
    await jonas.click(await world.message(jonas, "hit a trigger"), "I have it")
    await world.message(world.sam, "Jonas has it, 9 hours after you hit the trigger")


async def test_one_of_several_triggers_is_picked(world: World) -> None:
    """The form asks which; the page is about that one, and goes to whom that one names."""
    jonas, noor = Actor(world.workspace, JONAS), Actor(world.workspace, NOOR)
    card = await working(
        world,
        {"condition": CONDITION, "minutes": "1 hour", "goes_to": NOOR},
        {"condition": "no export by noon", "minutes": "1 hour", "goes_to": JONAS},
    )
    opened = form(await world.sam.click(card, "Trigger hit"))
    none = await opened.submit({})
    assert "trigger" in none.errors
    done(await opened.submit({"trigger": "no export by noon"}))
    assert "no export by noon" in text_of(await world.message(jonas, "hit a trigger"))
    await world.quiet()
    assert not world.count(noor, "hit a trigger")


async def test_the_same_form_twice_pages_once_and_the_same_trigger_is_not_hit_twice(world: World) -> None:
    """While its page is out the owner reads that it is, and what to do if it cannot wait."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    first, second = [form(await world.sam.click(card, "Trigger hit")) for _ in range(2)]
    done(await second.submit({}))
    assert (await world.sam.raw_submit(second)).ok
    refused = await world.sam.raw_submit(first)
    assert "page is out already" in str(refused.errors)
    await world.quiet()
    assert world.count(noor, "hit a trigger") == 1
    assert len(await hits_stored(world)) == 1


async def test_the_command_opens_the_form_or_says_what_there_is(world: World) -> None:
    """`/delegate hit`: with nothing to hit it says so; with one it opens the form at once."""
    none = await world.sam.command("/delegate", "hit")
    assert "nothing in progress with a trigger" in text_of(none.ephemeral[-1])
    await working(world)
    done(await form(await world.sam.command("/delegate", "hit")).submit({"saw": "From the command."}))
    await world.message(world.maya, "From the command.")
    manager = await world.maya.command("/delegate", "hit")
    assert "nothing in progress with a trigger" in text_of(manager.ephemeral[-1])


async def test_the_command_lists_where_there_are_several(world: World) -> None:
    """Each with its button."""
    await working(world)
    await working(world, {"condition": "no export", "minutes": "1 hour", "goes_to": MAYA})
    listed = await world.sam.command("/delegate", "hit")
    assert "Where was a trigger hit?" in text_of(listed.ephemeral[-1])
    assert str(listed.ephemeral[-1].blocks).count("Trigger hit") == 2


async def test_a_checkpoint_has_the_button_too(world: World) -> None:
    """Where the brief has triggers."""
    await working(world)
    await world.at(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    asked = await world.message(world.sam, "On course, nothing new")
    done(await form(await world.sam.click(asked, "Trigger hit")).submit({"saw": "At the checkpoint."}))
    await world.message(world.maya, "At the checkpoint.")


async def test_shipping_ends_the_clock_and_the_review_says_how_long_it_ran(world: World) -> None:
    """No round after it, no button left, and a delivery with a hit trigger is not a clean one."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    await world.at(DAY)
    await hits(world, card)
    page = await world.message(noor, "hit a trigger")
    await world.later(minutes=5)
    await ship(world, card, measured="1.4 %")
    await world.workspace.until(lambda: "has shipped or ended" in text_of(noor.look_again(page)))
    assert "have_it" not in str(noor.look_again(page).blocks)
    opening = text_of(await world.in_thread("Trigger hit"))
    assert "was not answered before the work was done" in opening
    assert "two taps" not in opening
    value = f"{(await world.stored(world.sam))[0].id}|{(await hits_stored(world))[0].id}"
    late = await noor.raw_action({"action_id": "have_it", "value": value}, channel=page.channel, ts=page.ts)
    assert "Nothing is needed from you" in late.ephemeral[-1].text
    await world.later(hours=2)
    await world.quiet()
    assert not world.count(noor, "Nobody has answered yet")


async def test_the_review_names_the_time_and_nobody(world: World) -> None:
    """Somebody had it after twenty minutes; who, and who did not, is not for the channel."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    await world.at(DAY)
    await hits(world, card)
    await world.later(minutes=20)
    await noor.click(await world.message(noor, "hit a trigger"), "I have it")
    await world.quiet()
    await ship(world, card)
    opening = text_of(await world.in_thread("Trigger hit"))
    assert "Somebody had it after 20 minutes." in opening
    assert "Noor" not in opening


async def test_taking_back_ends_the_clock(world: World) -> None:
    """Work that has ended pages nobody any more."""
    noor = Actor(world.workspace, NOOR)
    card = await working(world)
    await hits(world, card)
    page = await world.message(noor, "hit a trigger")
    taking = form(await world.maya.click(await world.card(world.maya, "In progress"), "Take back"))
    done(await taking.submit({"reason": "It cannot wait."}))
    await world.workspace.until(lambda: "has shipped or ended" in text_of(noor.look_again(page)))
    await world.later(hours=4)
    await world.quiet()
    assert not world.count(noor, "hit a trigger")
    assert not world.count(world.sam, "Nobody has answered. It went")


async def test_the_owner_is_told_when_a_page_cannot_be_delivered(world: World) -> None:
    """The named person's account was closed: the owner reads their name, and can ring somebody else."""
    card = await working(world)
    world.workspace.person(NOOR).deleted = True
    await world.at(NIGHT)
    await hits(world, card)
    told = text_of(await world.message(world.sam, "I cannot reach Noor"))
    assert "another way" in told


@pytest.mark.parametrize(
    ("who", "action", "words"),
    [
        (MAYA, "hit", "The owner says when a trigger is hit"),
        (NOOR, "hit", "This delegation is between two others"),
        (SAM, "have_it", "on its way to others"),
        (GITA, "have_it", "This page went to others"),
    ],
)
async def test_who_may_hit_and_who_may_have_it(world: World, who: str, action: str, words: str) -> None:
    """Only the owner hits a trigger; only those who were paged, the manager and the deputies have it."""
    card = await working(world)
    await hits(world, card)
    delegation = (await world.stored(world.sam))[0]
    value = delegation.id if action == "hit" else f"{delegation.id}|{(await hits_stored(world))[0].id}"
    outcome = await Actor(world.workspace, who).raw_action(
        {"action_id": action, "value": value}, channel=card.channel, ts=card.ts
    )
    assert outcome.modal is None
    assert words in outcome.ephemeral[-1].text
    assert (await hits_stored(world))[0].is_open


async def test_after_shipping_no_trigger_is_hit(world: World) -> None:
    """An old card's button, and a form that was open meanwhile, are answered in words."""
    card = await working(world)
    opened = form(await world.sam.click(card, "Trigger hit"))
    await ship(world, card, measured="1 %")
    delegation = (await world.stored(world.sam))[0]
    assert delegation.state is not State.IN_PROGRESS
    refused = await world.sam.raw_submit(opened)
    assert "Triggers are for work in progress" in str(refused.errors)
    again = await world.sam.raw_action(
        {"action_id": "hit", "value": delegation.id}, channel=card.channel, ts=card.ts
    )
    assert "Triggers are for work in progress" in again.ephemeral[-1].text


async def test_the_whole_clock_is_in_the_history_that_both_read(world: World) -> None:
    """At the end of [Brief]: who was paged in which round, who had it when, and what went before."""
    jonas = Actor(world.workspace, JONAS)
    card = await working(world, {"condition": CONDITION, "minutes": "1 hour", "goes_to": MAYA})
    await goes_away(world, MAYA, JONAS)
    await world.at(NIGHT)
    await hits(world, card)
    await world.at(NIGHT + timedelta(hours=1, seconds=10))
    await world.quiet()
    await jonas.click(await world.message(jonas, "nobody has answered yet"), "I have it")
    await world.message(world.sam, "Jonas has it")
    await world.quiet()
    for actor in (world.sam, world.maya):
        read = form(await from_menu(actor, actor.dm_messages()[0], "Brief")).text
        assert "What happened" in read
        assert "Round 1, " in read
        assert "Maya, Jonas for Maya" in read
        assert "Round 2, " in read
        assert "Jonas has it, since" in read
        assert "Jonas took the page." in read
