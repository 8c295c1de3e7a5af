"""Six reminders a day to one person; the others wait for the next working morning."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.domain.nudge import TOGETHER
from bot.playground.acting.actor import text_of
from tests.flows.conftest import MONDAY, TWO_PLACES, World
from tests.flows.steps import BACK_BRIEF, done, form, offer_another, posted_since

pytestmark = TWO_PLACES
DIGEST = "things for you, in one message"


async def test_a_seventh_reminder_of_a_day_waits_for_the_next_working_morning(world: World) -> None:
    """Six come as they are due, and the rest in one message; offers themselves never wait."""
    for number in range(9):
        world.clock.jump_to(MONDAY + timedelta(minutes=10 * number))
        await offer_another(world, f"Report {number}")
    before = world.sam.dm_messages()
    for number in range(9):
        await world.at(MONDAY + timedelta(days=1, minutes=10 * number + 1))
        await world.quiet()
    today = posted_since(world.sam, before)
    assert [f"Report {number}" in text_of(message) for number, message in enumerate(today)] == [True] * 6
    await world.at(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    await world.quiet()
    assert len(posted_since(world.sam, before)) == 6
    await world.at(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))  # 09:00 in Paris
    message = await world.message(world.sam, DIGEST)
    assert f"3 {DIGEST}" in text_of(message)
    assert all(f"Report {number}" in text_of(message) for number in (6, 7, 8))
    accepting = form(await world.sam.click(message, "Accept", within="Report 7"))
    done(await accepting.submit({"back_brief": BACK_BRIEF}))
    await world.message(world.maya, "accepted and said")


async def test_a_seventh_that_comes_while_the_sixth_is_on_its_way_waits_too(world: World) -> None:
    """It was not due with it, and is looked at in the moment in which that is still being written down."""
    for number in range(7):
        world.clock.jump_to(MONDAY + timedelta(minutes=10 * number))
        await offer_another(world, f"Report {number}")
    before = world.sam.dm_messages()
    for number in range(5):
        await world.at(MONDAY + timedelta(days=1, minutes=10 * number + 1))
    await world.quiet()
    tried = len(world.workspace.calls.named("chat.postMessage"))
    world.workspace.misbehave("chat.postMessage", "slow:0.3", times=1)
    world.clock.jump_to(MONDAY + timedelta(days=1, minutes=51))
    async with asyncio.timeout(5):
        while not world.workspace.calls.under_way:  # noqa: ASYNC110 - nobody tells that a call has begun
            await asyncio.sleep(0)
    world.clock.jump_to(MONDAY + timedelta(days=1, minutes=61))
    await world.quiet()
    assert len(world.workspace.calls.named("chat.postMessage")) == tried + 1
    assert len(posted_since(world.sam, before)) == 6


async def test_a_seventh_digest_of_a_day_waits_as_a_single_reminder_does(world: World) -> None:
    """Each of them counts as one message, and not all of a day together."""
    for number in range(7):
        world.clock.jump_to(MONDAY + timedelta(minutes=10 * number))
        for which in "ab":
            await offer_another(world, f"Report {number}{which}")
    before = world.sam.dm_messages()
    for number in range(7):
        await world.at(MONDAY + timedelta(days=1, minutes=10 * number + 1))
        await world.later(seconds=2 * TOGETHER.total_seconds())
    await world.quiet()
    today = [text_of(message) for message in posted_since(world.sam, before)]
    assert [f"2 {DIGEST}" in words for words in today] == [True] * 6
    await world.at(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))  # 09:00 in Paris
    await world.quiet()
    [message] = posted_since(world.sam, before)[6:]
    assert all(f"Report 6{which}" in text_of(message) for which in "ab")


async def test_a_reminder_on_the_day_of_the_deadline_never_waits(world: World) -> None:
    """However many came before it that day, and it does not count for others."""
    for number in range(7):
        world.clock.jump_to(MONDAY + timedelta(minutes=10 * number))
        await offer_another(world, f"Report {number}")
    world.clock.jump_to(MONDAY + timedelta(minutes=80))
    tonight = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    await offer_another(world, "Due tonight", tonight)
    before = world.sam.dm_messages()
    for number in (0, 1, 2, 3, 4, 5, 6, 8):
        await world.at(MONDAY + timedelta(days=1, minutes=10 * number + 1))
        await world.quiet()
    today = [text_of(message) for message in posted_since(world.sam, before)]
    assert len(today) == 7
    assert "Due tonight" in today[-1]
