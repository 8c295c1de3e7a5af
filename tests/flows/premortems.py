"""The steps of a pre-mortem, for the flows about it."""

from datetime import UTC, datetime
from typing import Any

from bot.playground.acting.actor import Actor, VisibleMessage
from bot.playground.cast import JONAS, NOOR
from tests.flows.conftest import World
from tests.flows.steps import begin, done, form

# A Friday, 17:00 in Paris: time enough to watch for something.
LATER = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
TUESDAY_11 = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # one working day of Sam's on, in Paris
REVEALED = "The pre-mortem is revealed"
QUESTION = "has failed. Why?"


def noor_of(world: World) -> Actor:
    """Return Noor, a colleague."""
    return Actor(world.workspace, NOOR)


def jonas_of(world: World) -> Actor:
    """Return Jonas, a colleague."""
    return Actor(world.workspace, JONAS)


async def invite(world: World, *people: str) -> VisibleMessage:
    """Have Sam start a pre-mortem by the command, about the only work that is under way. Return Sam's card."""
    card = await begin(world, Deadline=LATER)
    done(await form(await world.sam.command("/delegate", "premortem")).submit({"invited": list(people)}))
    await world.quiet()
    return card


async def write(world: World, actor: Actor, *reasons: str, **entered: Any) -> None:
    """Have `actor` write reasons into the form that the DM opens."""
    asked = await world.message(actor, QUESTION)
    fields = {f"reason_{place}": reason for place, reason in enumerate(reasons, 1)}
    words = "Write again" if "Write again" in str(asked.blocks) else "Write"
    done(await form(await actor.click(asked, words)).submit({**fields, **entered}))
    await world.quiet()


async def nothing(world: World, actor: Actor) -> None:
    """Have `actor` say that there is nothing to add."""
    await actor.click(await world.message(actor, QUESTION), "Nothing to add")
    await world.quiet()


async def revealed(world: World, *reasons: str) -> VisibleMessage:
    """Sam and Maya hold a pre-mortem in which Sam sees `reasons`. Return what Sam reads at the reveal."""
    await invite(world)
    await write(world, world.sam, *reasons)
    await nothing(world, world.maya)
    return await world.message(world.sam, REVEALED)


async def decide(world: World, reveal: VisibleMessage, risk: str, **entered: Any) -> None:
    """Have Sam decide one risk from the reveal."""
    done(await form(await world.sam.click(reveal, "Decide", within=risk)).submit(entered))
    await world.quiet()
