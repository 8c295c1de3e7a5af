"""A clean delivery: met and nothing came up, so two taps, and the full review only on the owner's wish."""

from datetime import UTC, datetime

from bot.domain.lifecycle import State
from bot.playground.acting.actor import VisibleMessage, text_of
from bot.usecases.review.write import HoldInFull, hold_in_full
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import WEDNESDAY, begin, done, form, ship, to_minute

pytestmark = ONE_PLACE


async def delivered(world: World) -> VisibleMessage:
    """Ship with a measured value that meets the bar. Return the thread's first message."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    await ship(world, card, measured="1.2 %")
    return await world.in_thread("Met, and nothing came up.")


async def record_a_miss(world: World) -> None:
    """Sam says that it was wrong after all."""
    card = await world.card(world.sam, "Shipped")
    done(await form(await world.sam.click(card, "Correct")).submit({"what": "One team was missing."}))


async def test_two_taps_and_it_is_done(world: World) -> None:
    """Keep doing, anything lucky: both stand in the thread, and the second tap closes it."""
    opening = await delivered(world)
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking finance early."}))
    await world.in_thread("Asking finance early.")
    done(
        await form(await world.sam.click(opening, "Anything lucky?")).submit(
            {"lucky": "The export was early."}
        )
    )
    closed = await world.in_thread("Closed.")
    assert "The export was early." in text_of(closed)
    assert "no change agreed" not in text_of(closed)
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.CLOSED
    assert not world.count(world.sam, "no change agreed")
    assert not world.count(world.maya, "is nearly over")


async def test_both_lines_in_one_form_and_it_is_done(world: World) -> None:
    """[Keep doing] has room for the second line, and with both it is closed; what was said stands there again."""
    opening = await delivered(world)
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking early."}))
    await world.in_thread("Asking early.")
    again = form(await world.sam.click(opening, "Keep doing …"))
    assert (again.value("keep"), again.value("lucky")) == ("Asking early.", None)
    done(await again.submit({"lucky": "The export came early."}))
    closed = text_of(await world.in_thread("Closed."))
    assert "Asking early." in closed
    assert "The export came early." in closed
    await world.quiet()
    assert (await world.stored(world.sam))[0].state is State.CLOSED


async def test_the_taps_are_the_owners(world: World) -> None:
    """The manager and colleagues see them, too, and are told at the click whose they are."""
    opening = await delivered(world)
    for press in ("Keep doing …", "Anything lucky?", "Hold the full review"):
        refused = await world.maya.click(opening, press)
        assert refused.modal is None, press
        assert "the owner's" in refused.ephemeral[-1].text


async def test_a_tap_can_be_taken_again(world: World) -> None:
    """Pressed once more, the form holds what was written, to be put better."""
    opening = await delivered(world)
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking early."}))
    again = form(await world.sam.click(opening, "Keep doing …"))
    assert again.value("keep") == "Asking early."
    done(await again.submit({"keep": "Asking finance early."}))
    await world.in_thread("Asking finance early.")


async def test_without_a_tap_it_closes_by_itself(world: World) -> None:
    """Nothing is demanded: after fifteen minutes it is closed, and nobody is asked for a change."""
    await delivered(world)
    await world.later(minutes=16)
    await world.in_thread("Closed.")
    await world.quiet()
    assert not world.count(world.sam, "no change agreed")


async def test_the_full_review_is_the_owners_wish(world: World) -> None:
    """[Hold the full review]: the writing begins, with its fifteen minutes from then."""
    opening = await delivered(world)
    await world.later(minutes=5)
    start = world.clock.now()
    await world.sam.click(opening, "Hold the full review")
    await world.in_thread("Everybody writes")
    await to_minute(world, start, 4)
    await world.in_thread("Nothing is written yet")
    await to_minute(world, start, 15)
    await world.in_thread("Closed, no change agreed.")


async def test_a_tap_is_no_writing_in_the_full_review(world: World) -> None:
    """The owner tapped, and then wished for the full review: it waits for their notes, and reminds them once."""
    opening = await delivered(world)
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking finance early."}))
    await world.quiet()
    start = world.clock.now()
    await world.sam.click(opening, "Hold the full review")
    await world.in_thread("Everybody writes")
    done(await form(await world.maya.click(opening, "Write my notes")).submit({"question": "What next?"}))
    await world.later(minutes=2)
    await world.quiet()
    assert "Everybody writes" in text_of(world.sam.look_again(opening))
    await to_minute(world, start, 3)
    await world.message(world.sam, "is nearly over")
    assert not world.count(world.maya, "is nearly over")
    done(await form(await world.sam.click(opening, "Write my notes")).submit({"expected": None}))
    await world.in_thread("Sam: Asking finance early.")


async def test_the_cards_know_that_the_full_review_is_to_come(world: World) -> None:
    """Wished for before it starts: it keeps its start, and the cards offer the notes instead of the taps."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 18, 30, tzinfo=UTC))
    await ship(world, card, measured="1.2 %")
    opening = await world.in_thread("Met, and nothing came up.")
    assert "[Keep doing …]" in text_of(await world.card(world.sam, "The after-action starts"))
    await world.sam.click(opening, "Hold the full review")
    for one in (world.sam, world.maya):
        await world.card(one, "[Write my notes]")


async def test_a_correction_turns_the_two_taps_into_the_full_review(world: World) -> None:
    """A miss shows while the taps are open: no clean delivery any more, and its questions come half an hour on."""
    opening = await delivered(world)
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking early."}))
    await world.later(minutes=5)
    await record_a_miss(world)
    waiting = text_of(await world.in_thread("One team was missing."))
    assert "The 15 minutes start" in waiting
    assert "Wed, Nov 25 at 11:35 CET" in waiting
    assert "[Write my notes]" in waiting
    assert "Everybody writes" not in waiting
    for one in (world.sam, world.maya):
        await world.card(one, "The after-action starts")
    await world.later(minutes=29)
    await world.quiet()
    assert not world.count(world.sam, "is nearly over")
    assert text_of(world.sam.look_again(opening)) == waiting
    await world.later(minutes=2)
    await world.in_thread("Everybody writes")
    await to_minute(world, world.clock.now(), 4)
    await world.in_thread("Sam: Asking early.")


async def test_a_miss_near_the_end_of_the_day_is_asked_about_on_the_next(world: World) -> None:
    """Half an hour on one of the two is at home: the questions wait until both are at work again."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 25, 16, 20, tzinfo=UTC))  # 17:20 in Paris
    await ship(world, card, measured="1.2 %")
    await world.in_thread("Met, and nothing came up.")
    await world.later(minutes=5)
    await record_a_miss(world)
    waiting = text_of(await world.in_thread("The 15 minutes start"))
    assert "Thu, Nov 26 at 10:00 CET" in waiting
    await world.at(datetime(2026, 11, 26, 9, 1, tzinfo=UTC))
    await world.in_thread("Everybody writes")


async def test_a_tap_of_an_old_form_does_not_end_the_full_review(world: World) -> None:
    """Once the full review is on, a tap that was open before is refused in words, and its line stays."""
    opening = await delivered(world)
    stale = form(await world.sam.click(opening, "Anything lucky?"))
    command = HoldInFull((await world.stored(world.sam))[0].id, world.sam.id)
    assert world.application is not None
    work = world.application.units((await world.stored(world.sam))[0].tenant)
    await hold_in_full(command, work, world.clock)
    refused = await stale.submit({"lucky": "The export was early."})
    assert "full review is on" in str(refused.errors)


async def test_luck_can_leave_a_line_of_lesson(world: World) -> None:
    """A near miss although the bar was met: both forms have room for one line, and it closes with it; none is asked."""
    opening = await delivered(world)
    keeping = form(await world.sam.click(opening, "Keep doing …"))
    assert keeping.value("lesson") is None
    entered = {"keep": "Asking early.", "lucky": "The export came early.", "lesson": "Ask for it on Monday."}
    done(await keeping.submit(entered))
    closed = await world.in_thread("Closed.")
    assert "Lesson: “Ask for it on Monday.”" in text_of(closed)
    for one in (world.sam, world.maya):
        await world.card(one, "Lesson: “Ask for it on Monday.”")
    await world.quiet()
    again = form(await world.sam.click(closed, "Notes"))
    assert "The export came early." in str(again.values)
    assert not world.count(world.sam, "no change agreed")


async def test_a_lesson_left_with_the_second_tap_comes_back_in_the_first(world: World) -> None:
    """Where one tap was taken, the line stands in the other's form, and the later words count."""
    opening = await delivered(world)
    lucky = form(await world.sam.click(opening, "Anything lucky?"))
    done(await lucky.submit({"lucky": "The export came early.", "lesson": "Ask early."}))
    await world.in_thread("The export came early.")
    keep = form(await world.sam.click(opening, "Keep doing …"))
    assert keep.value("lesson") == "Ask early."
    done(await keep.submit({"keep": "Asking.", "lesson": "Ask for it on Monday."}))
    await world.in_thread("Lesson: “Ask for it on Monday.”")
