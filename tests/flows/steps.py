"""The steps of the loop as two people take them: each test begins where its subject does."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.nudge import GATHERING
from bot.playground.acting.actor import Actor, Modal, Outcome, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, SAM
from tests.flows.conftest import World

WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # while both are at work, a day before it is due
A_WEEK_ON = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
THURSDAY_17 = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)  # 17:00 in Paris
TWO_HOURS_ON = "Wed, Nov 25 at 13:0"  # on the card of one in Paris
TASK = "Monthly cloud spend report"
BAR: dict[str, Any] = {
    "Task": TASK,
    "Owner": SAM,
    "Deadline": THURSDAY_17,
    "Outcome": "Finance can plan hiring on it.",
    "Acceptable error": "variance <= 2 %",
    "Team channel": CLOUD_COSTS,
}
MINIMUM = {"Minimum shippable": "Totals per team, no forecast."}
BACK_BRIEF = "Totals within 2 percent; I ring if sources disagree."


def form(outcome: Outcome) -> Modal:
    """Return the form that opened."""
    assert outcome.modal is not None, (outcome.error, [message.text for message in outcome.ephemeral])
    return outcome.modal


def done(outcome: Outcome) -> None:
    """Make sure that a form was taken and closed."""
    assert outcome.ok, (outcome.error, dict(outcome.errors))
    assert outcome.modal is None, outcome.modal.text


async def away(world: World, until: datetime) -> None:
    """Let nothing be sent until then: the bot is down while the time comes and goes."""
    await world.quiet()
    assert world.application is not None
    await world.application.stop()
    world.clock.jump_to(until)
    world.application = None
    await world.start_bot()
    await world.quiet()
    world.clock.advance(GATHERING)
    await world.quiet()


async def from_menu(actor: Actor, card: VisibleMessage, wanted: str) -> Outcome:
    """Have `actor` do something rare: from the "…" menu, or from the view behind [More …]."""
    if wanted in text_of(actor.look_again(card)):
        return await actor.click(card, wanted)
    return await form(await actor.click(card, "More …")).click(wanted)


async def guards(world: World, **bar: Any) -> Modal:
    """Maya fills in the brief as far as its third step; `bar` replaces fields of the first one."""
    changed = {name.replace("_", " "): value for name, value in bar.items()}
    blast = await form(await world.maya.command("/delegate", "")).submit(BAR | changed)
    assert blast.ok, dict(blast.errors)
    return form(await form(blast).submit({}))


async def offer(world: World, **bar: Any) -> VisibleMessage:
    """Maya hands the report to Sam. Return Sam's card."""
    done(await (await guards(world, **bar)).submit(MINIMUM))
    await world.quiet()
    return await world.card(world.sam, "hands you this")


async def offer_another(world: World, task: str, deadline: datetime = A_WEEK_ON) -> None:
    """Maya hands one of several tasks to Sam."""
    done(await (await guards(world, Task=task, Deadline=deadline)).submit(MINIMUM))
    await world.message(world.sam, task)
    await world.quiet()


def posted_since(actor: Actor, before: list[VisibleMessage]) -> list[VisibleMessage]:
    """Return the DMs that are new since `before`; edited ones are not."""
    known = {message.ts for message in before}
    return [message for message in actor.dm_messages() if message.ts not in known]


async def accept(world: World, card: VisibleMessage) -> None:
    """Sam accepts."""
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": BACK_BRIEF}))


async def begin(world: World, **bar: Any) -> VisibleMessage:
    """Sam accepts Maya's offer and she confirms. Return Sam's card."""
    card = await offer(world, **bar)
    await accept(world, card)
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    await world.message(world.sam, "says: that is it")
    await world.quiet()
    return await world.card(world.sam, "In progress")


async def ship(world: World, card: VisibleMessage, **entered: Any) -> None:
    """Sam ships, predicting that the bar is met unless `entered` says otherwise."""
    done(await form(await world.sam.click(card, "Ship it")).submit({"prediction": "Met", **entered}))
    await world.quiet()


async def opened(world: World, **bar: Any) -> VisibleMessage:
    """Sam ships while both are at work. Return the thread's first message, the writing begun."""
    card = await begin(world, **bar)
    await world.at(WEDNESDAY)
    await ship(world, card)
    opening = await world.in_thread("Everybody writes")
    await world.quiet()
    return opening


async def to_minute(world: World, start: datetime, minute: float) -> None:
    """Let an after-action of fifteen minutes that began at `start` come to `minute`, phase by phase."""
    for boundary in (*(begins for begins in (3, 4, 11, 12, 15) if begins < minute), minute):
        at = start + timedelta(minutes=boundary, seconds=10)
        if at > world.clock.now():
            await world.at(at)
            await world.quiet()


async def shipped_for_later(world: World, card: VisibleMessage, **entered: Any) -> VisibleMessage:
    """Sam ships while both are at work and puts the after-action off to two hours on. Return its first message."""
    await world.at(WEDNESDAY)
    await ship(world, card, **entered)
    opening = await world.in_thread("The 15 minutes start")
    await world.sam.click(opening, "Later today")
    await world.workspace.until(lambda: TWO_HOURS_ON in str(world.sam.look_again(opening).blocks))
    return opening
