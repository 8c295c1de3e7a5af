"""A state and a date: the check that runs itself, its answers, its one reminder, and its end with the work."""

from datetime import UTC, datetime, time, timedelta

from bot.playground.acting.actor import VisibleMessage, text_of
from bot.playground.cast import SAM
from bot.playground.to_the_app.happenings import person_changes
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.premortems import decide, revealed
from tests.flows.steps import done, form, from_menu, ship

WEDNESDAY_15 = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 15:00 in Paris
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
FRIDAY_1730 = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)  # in Paris, half an hour before Sam stops
WEDNESDAY_1730_IN_TOKYO = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
THURSDAY_9 = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
CHECK = "Both exports are in. Is it there?"
FALLBACK = "fall back to the minimum"
REASON = "The export was late."
NOT_THERE = f"Not there: {FALLBACK}"


async def watched(world: World, by_when: datetime = WEDNESDAY_15, **entered: object) -> VisibleMessage:
    """Have Sam watch for both exports. Return the reveal."""
    reveal = await revealed(world, REASON)
    fallback = entered or {"fallback": FALLBACK}
    words = {"decision": "Watch it: a state and a date", "state": "Both exports are in", "by_when": by_when}
    await decide(world, reveal, REASON, **words, **fallback)
    return reveal


async def test_not_there_tells_the_manager_what_the_owner_does(world: World) -> None:
    """At its time the owner is asked; "not there" goes to the manager as the owner's own word, never as an order."""
    await watched(world, own_fallback="I ship the totals & ring finance")
    assert not world.count(world.sam, CHECK)
    await world.at(WEDNESDAY_15)
    asked = await world.message(world.sam, CHECK)
    assert "If not, you said: I ship the totals &amp; ring finance." in text_of(asked)
    await world.sam.click(asked, "risk_not_there")
    told = text_of(await world.message(world.maya, "falls back as they said"))
    assert "Sam falls back as they said beforehand: “I ship the totals &amp; ring finance”" in told
    assert "Nothing for you to do." in told
    over = await world.message(world.sam, "You said: it is not there.")
    assert "risk_there" not in str(over.blocks)
    await world.sam.raw_action(
        {"action_id": "risk_not_there", "value": await value(world)}, channel=over.channel, ts=over.ts
    )
    await world.quiet()
    assert world.count(world.maya, "falls back as they said") == 1


@ONE_PLACE
async def test_not_there_proposes_the_minimum_where_that_was_said(world: World) -> None:
    """The manager gets the same proposal as by the button, and one message about it; agreed, it is the bar."""
    await watched(world)
    await world.at(WEDNESDAY_15)
    asked = await world.message(world.sam, CHECK)
    await world.sam.click(asked, NOT_THERE)
    proposed = await world.message(world.maya, "proposes the minimum")
    assert "Totals per team, no forecast. “Not there: Both exports are in”" in text_of(proposed)
    over = text_of(await world.message(world.sam, "You said: it is not there."))
    assert "The minimum is proposed to Maya; until they agree it stays as agreed." in over
    await world.quiet()
    assert not world.count(world.maya, "falls back")
    await world.maya.click(proposed, "Agree")
    await world.message(world.sam, "The minimum is the bar now.")
    assert (await world.stored(world.sam))[0].brief.outcome == "Totals per team, no forecast."


@ONE_PLACE
async def test_what_is_proposed_already_is_not_proposed_again(world: World) -> None:
    """With the minimum on the table, "not there" leaves it there, with its time to answer."""
    await watched(world)
    await world.at(WEDNESDAY_15)
    asked = await world.message(world.sam, CHECK)
    card = world.sam.dm_messages()[0]
    done(await form(await from_menu(world.sam, card, "Fall back to the minimum")).submit())
    await world.message(world.maya, "proposes the minimum")
    await world.sam.click(asked, NOT_THERE)
    await world.message(world.sam, "You said: it is not there.")
    await world.quiet()
    assert world.count(world.maya, "proposes the minimum") == 1
    assert not world.count(world.maya, "Another proposal")


@ONE_PLACE
async def test_it_is_there_ends_it(world: World) -> None:
    """The manager hears nothing, no reminder comes, and the answer stands."""
    await watched(world)
    await world.at(WEDNESDAY_15)
    asked = await world.message(world.sam, CHECK)
    await world.sam.click(asked, "It is there")
    await world.message(world.sam, "You said: it is there.")
    await world.at(THURSDAY_9)
    await world.quiet()
    assert not world.count(world.sam, "Still waiting")
    assert not world.count(world.maya, "falls back")
    again = await world.sam.raw_action(
        {"action_id": "risk_not_there", "value": await value(world)}, channel=asked.channel, ts=asked.ts
    )
    assert "that answer stands" in again.ephemeral[-1].text
    old = await world.sam.raw_action(
        {"action_id": "risk_decide", "value": await value(world)}, channel=asked.channel, ts=asked.ts
    )
    assert "that answer stands" in old.ephemeral[-1].text


@ONE_PLACE
async def test_unanswered_it_is_asked_once_more_and_then_stands_on_the_owners_card(world: World) -> None:
    """One reminder on the next working morning; the manager's card says nothing of it."""
    await watched(world)
    await world.at(WEDNESDAY_15)
    await world.message(world.sam, CHECK)
    assert "Waiting for your word, is it there? Both exports are in" in text_of(
        await world.card(world.sam, "Waiting")
    )
    assert "Waiting" not in text_of(world.maya.dm_messages()[0])
    await world.at(THURSDAY_9)
    await world.message(world.sam, "Still waiting for your word.")
    await world.later(days=4)
    await world.quiet()
    assert world.count(world.sam, "Still waiting for your word.") == 1
    listed = form(await world.sam.click(world.sam.dm_messages()[0], "Risks"))
    await listed.click(NOT_THERE)
    await world.message(world.maya, "proposes the minimum")
    assert "risk_there" not in str((await world.message(world.sam, "You said: it is not there.")).blocks)


@ONE_PLACE
async def test_a_date_outside_of_working_hours_is_asked_about_before(world: World) -> None:
    """Saturday noon becomes Friday, half an hour before the end of the day; never Monday."""
    await watched(world, SATURDAY)
    await world.at(FRIDAY_1730 - timedelta(minutes=1))
    await world.quiet()
    assert not world.count(world.sam, CHECK)
    await world.at(FRIDAY_1730)
    assert "Sat, Nov 28 at 12:00 CET" in text_of(await world.message(world.sam, CHECK))


@ONE_PLACE
async def test_new_hours_move_it_earlier(world: World) -> None:
    """Who stops at noon from now on is asked at half past eleven."""
    await watched(world)
    done(await form(await world.sam.command("/delegate", "settings")).submit({"end": time(12)}))
    await world.quiet()
    await world.at(datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    await world.message(world.sam, CHECK)
    await world.at(WEDNESDAY_15)
    await world.quiet()
    assert world.count(world.sam, CHECK) == 1


@ONE_PLACE
async def test_who_moves_is_asked_earlier_and_never_later(world: World) -> None:
    """What is wanted by three in Paris is eleven at night in Tokyo: the check comes before the end of that day."""
    await watched(world)
    await person_changes(world.workspace, SAM, tz="Asia/Tokyo")
    await world.quiet()
    await world.at(WEDNESDAY_1730_IN_TOKYO - timedelta(minutes=1))
    await world.quiet()
    assert not world.count(world.sam, CHECK)
    await world.at(WEDNESDAY_1730_IN_TOKYO)
    await world.message(world.sam, CHECK)
    await world.at(WEDNESDAY_15)
    await world.quiet()
    assert world.count(world.sam, CHECK) == 1


@ONE_PLACE
async def test_another_date_is_another_check(world: World) -> None:
    """Changed before it came, only the new one comes; changed after it came, the old one loses its buttons."""
    reveal = await watched(world)
    listed = form(await world.sam.click(world.sam.dm_messages()[0], "Risks"))
    later = WEDNESDAY_15 + timedelta(days=1)
    assert (await form(await listed.click("Change")).submit({"by_when": later})).ok
    await world.quiet()
    await world.at(WEDNESDAY_15)
    await world.quiet()
    assert not world.count(world.sam, CHECK)
    await world.at(later)
    asked = await world.message(world.sam, CHECK)
    listed = form(await world.sam.click(reveal, "Risks"))
    accepted = {"decision": "Accept it: seen, and left as it is"}
    assert (await form(await listed.click("Change")).submit(accepted)).ok
    await world.workspace.until(lambda: "not asked any more" in text_of(world.sam.look_again(asked)))
    old = await world.sam.raw_action(
        {"action_id": "risk_there", "value": await value(world)}, channel=asked.channel, ts=asked.ts
    )
    assert "not watched any more" in old.ephemeral[-1].text


@ONE_PLACE
async def test_it_ends_with_the_work(world: World) -> None:
    """Shipped before its date: it is never asked. Shipped while it waits: its buttons are gone."""
    await watched(world)
    await world.at(WEDNESDAY_15)
    asked = await world.message(world.sam, CHECK)
    await ship(world, world.sam.dm_messages()[0])
    await world.workspace.until(lambda: "risk_there" not in str(world.sam.look_again(asked).blocks))
    await world.at(THURSDAY_9)
    await world.quiet()
    assert not world.count(world.sam, "Still waiting")
    old = await world.sam.raw_action(
        {"action_id": "risk_there", "value": await value(world)}, channel=asked.channel, ts=asked.ts
    )
    assert "not watched any more" in old.ephemeral[-1].text


@ONE_PLACE
async def test_withdrawn_work_is_not_checked(world: World) -> None:
    """A date of work that was withdrawn passes in silence."""
    await watched(world)
    card = await world.card(world.maya, "all decided")
    done(await form(await world.maya.click(card, "Withdraw")).submit())
    await world.at(WEDNESDAY_15)
    await world.quiet()
    assert not world.count(world.sam, CHECK)


async def value(world: World) -> str:
    """Return what the buttons about the only risk carry."""
    delegation = (await world.stored(world.sam))[0]
    assert world.application is not None
    async with world.application.units(delegation.tenant) as work:
        (risk,) = await work.premortems.revealed(delegation.id)
    return f"{delegation.id}|{risk.id}"
