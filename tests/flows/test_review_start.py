"""When an after-action starts: at once, after a pause, at the next common moment, or without one."""

from datetime import UTC, datetime, timedelta

from bot.domain.lifecycle import State
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, NOOR, SAM
from bot.playground.to_the_app.happenings import person_changes
from bot.playground.workspace.conversations import Kind
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, ship, shipped_for_later

pytestmark = ONE_PLACE
FAR_OFF = "Pacific/Auckland"  # at work while London and Paris sleep


async def cards_say(world: World, *, paris: str, london: str) -> None:
    """Wait until both cards say when it starts, each in its reader's zone."""
    sam, maya = (one.dm_messages()[0] for one in (world.sam, world.maya))
    await world.workspace.until(
        lambda: (
            paris in str(world.sam.look_again(sam).blocks)
            and london in str(world.maya.look_again(maya).blocks)
        )
    )


async def test_the_thread_is_posted_at_shipping_and_starts_at_once_when_both_are_at_work(
    world: World,
) -> None:
    """Bar, blast radius and prediction stand in it verbatim; the writing has begun and says until when."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, prediction="Nearly")
    opening = await world.in_thread("Everybody writes")
    shown = text_of(opening)
    assert "variance at most 2 percent" in shown
    assert "Totals per team, no forecast" in shown
    assert "Blast radius" in shown
    assert "predicted: nearly" in shown
    assert "15 minutes" in shown
    assert "[Start now]" not in shown
    assert (await world.stored(world.sam))[0].state is State.IN_REVIEW


async def test_a_miss_pauses_for_half_an_hour_first(world: World) -> None:
    """Shipped with a measured miss: first the correction, then the questions, thirty minutes on."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="3.1")
    opening = await world.in_thread("The 15 minutes start")
    assert "Wed, Nov 25 at 11:30" in str(opening.blocks)
    await world.later(minutes=29)
    await world.quiet()
    assert "Everybody writes" not in text_of(world.maya.look_again(opening))
    await world.later(minutes=2)
    await world.in_thread("Everybody writes")


async def test_after_hours_it_waits_for_the_next_common_moment(world: World) -> None:
    """Shipped in the evening: it starts when both are at work again, and the card says when."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await ship(world, card)
    opening = await world.in_thread("The 15 minutes start")
    assert "Thu, Nov 26 at 10:00 CET" in str(opening.blocks)  # 09:00 in London
    assert "The after-action starts" in text_of(await world.card(world.sam, "Shipped"))
    await world.at(datetime(2026, 11, 26, 9, 1, tzinfo=UTC))
    await world.in_thread("Everybody writes")


async def test_a_start_slept_through_is_planned_anew_and_the_cards_say_so(world: World) -> None:
    """Back from an outage in the evening: it starts the next morning, in the thread and on both cards."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 24, 18, 30, tzinfo=UTC))
    await ship(world, card)
    await cards_say(world, paris="Wed, Nov 25 at 10:00", london="Wed, Nov 25 at 09:00")
    assert world.application is not None
    await world.application.stop()
    world.clock.jump_to(datetime(2026, 11, 25, 19, 0, tzinfo=UTC))
    await world.start_bot()
    await cards_say(world, paris="Thu, Nov 26 at 10:00", london="Thu, Nov 26 at 09:00")


async def test_only_the_owner_starts_it_or_puts_it_off(world: World) -> None:
    """[Start now] and [Later today] are in everybody's sight; anybody else is told whose they are."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    await ship(world, card)
    opening = await world.in_thread("The 15 minutes start")
    for other in (world.maya, Actor(world.workspace, NOOR)):
        for press in ("Start now", "Later today"):
            refused = await other.click(opening, press)
            assert "owner" in refused.ephemeral[-1].text.lower()
    await world.sam.click(opening, "Start now")
    await world.in_thread("Everybody writes")
    late = await world.sam.raw_action(
        {"action_id": "review_later", "value": (await world.stored(world.sam))[0].id},
        channel=CLOUD_COSTS,
        ts=opening.ts,
    )
    assert "It has started already" in late.ephemeral[-1].text


async def test_later_today_is_two_hours_on_or_refused_in_words(world: World) -> None:
    """The owner puts a review off to two hours on; where today has no room left, it says so."""
    card = await begin(world)
    opening = await shipped_for_later(world, card, measured="3.1")
    await cards_say(world, paris="Wed, Nov 25 at 13:0", london="Wed, Nov 25 at 12:0")
    await world.at(WEDNESDAY + timedelta(hours=1, minutes=30))
    await world.quiet()
    assert "Everybody writes" not in text_of(world.sam.look_again(opening))
    await world.at(WEDNESDAY + timedelta(hours=2, minutes=1))
    await world.in_thread("Everybody writes")


async def test_in_the_evening_there_is_no_later_today(world: World) -> None:
    """Past both their hours [Later today] finds no moment, says so, and nothing is moved."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await ship(world, card)
    opening = await world.in_thread("The 15 minutes start")
    refused = await world.sam.click(opening, "Later today")
    assert "There is no later moment today" in refused.ephemeral[-1].text


async def test_without_a_channel_it_opens_in_a_group_of_the_two(world: World) -> None:
    """No team channel was named: the thread is in a conversation of owner, manager and the bot."""
    card = await begin(world, Team_channel=None)
    assert "a conversation of the two of you" in text_of(card)
    await world.at(WEDNESDAY)
    await ship(world, card)
    members = {world.maya.id, SAM, world.workspace.app.bot_user_id}
    groups = [room for room in world.workspace.channels.values() if room.kind is Kind.GROUP_DM]
    assert [room.members for room in groups] == [members]
    await world.workspace.until(lambda: "Everybody writes" in text_of(world.maya.messages(groups[0].id)[0]))
    assert not [root for root in world.maya.messages(CLOUD_COSTS) if "After-action" in text_of(root)]


async def test_the_length_is_a_setting(world: World) -> None:
    """With a minute and a half for all of it, the thread says so and every phase is as much shorter."""
    world.minutes = 1.5
    await world.restart_bot()
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card)
    opening = await world.in_thread("Everybody writes")
    assert "90 seconds" in text_of(opening) or "2 minutes" in text_of(opening)
    await world.later(seconds=25)
    await world.in_thread("The notes are below")
    for _ in range(3):
        await world.later(seconds=43)
    await world.in_thread("Closed, no change agreed.")


async def asynchronous(world: World) -> VisibleMessage:
    """Ship while the two have no common hour. Return the thread's first message."""
    card = await begin(world, Deadline=datetime(2026, 12, 4, 16, 0, tzinfo=UTC))
    await person_changes(world.workspace, world.maya.id, tz=FAR_OFF)
    await world.at(WEDNESDAY)
    await ship(world, card)
    return await world.in_thread("Everybody writes")


async def test_without_a_common_hour_the_phases_take_a_working_day_each(world: World) -> None:
    """It starts in the owner's hours; each phase ends after a working day of theirs, and it closes by itself."""
    await asynchronous(world)
    await world.in_thread("Everybody writes")
    await world.at(WEDNESDAY + timedelta(hours=23))
    await world.quiet()
    phases = ((26, 5, "The notes are below"), (27, 10, "The manager's part"), (30, 15, "the one change"))
    for day, minute, words in phases:
        await world.at(datetime(2026, 11, day, 10, minute, tzinfo=UTC))
        await world.in_thread(words)
    await world.at(datetime(2026, 12, 1, 10, 20, tzinfo=UTC))
    await world.in_thread("Closed, no change agreed.")


async def test_without_a_common_hour_a_phase_ends_when_all_are_in(world: World) -> None:
    """Both have written and the manager's part with it: nothing waits a day for what is there already."""
    opening = await asynchronous(world)
    await world.in_thread("Everybody writes")
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"keep": "Asking early."}))
    done(
        await form(await world.maya.click(opening, "Write my notes")).submit(
            {"question": "Who sees it first?"}
        )
    )
    await world.in_thread("Asking early.")
    await world.at(datetime(2026, 11, 26, 10, 10, tzinfo=UTC))
    await world.in_thread("Who sees it first?")
    prompt = await world.in_thread("one change")
    chosen = {"when": "exports are in", "i_will": "count the accounts"}
    done(await form(await world.sam.click(prompt, "Choose the one change")).submit(chosen))
    await world.in_thread("Closed. When exports are in, I will count the accounts.")
