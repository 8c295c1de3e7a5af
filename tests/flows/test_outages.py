"""What an outage of days leaves: one message for each person, whatever the clock had to do meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.nudge import GATHERING, NudgeStatus
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from tests.flows.conftest import TWO_PLACES, World
from tests.flows.steps import accept, away, done, form, from_menu, offer_another, posted_since
from tests.flows.test_faults import gone, locked

pytestmark = TWO_PLACES
WEDNESDAY = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
BACK = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)  # Thursday, while both are at work, three days on
DIGEST = "things for you, in one message"


@pytest.fixture
def ack_seconds() -> float:
    """Slack's own patience, and ours: a database that is locked is not waited for longer."""
    return 3.0


async def begun(world: World, task: str, deadline: datetime) -> VisibleMessage:
    """Maya hands a task to Sam, who begins it. Return Sam's card."""
    await offer_another(world, task, deadline)
    await accept(world, await world.message(world.sam, task))
    await world.quiet()
    asked = await world.message(world.maya, "accepted and said")
    assert task in text_of(asked)
    await world.maya.click(asked, "That is it")
    await world.quiet()
    return next(one for one in world.sam.dm_messages() if task in text_of(one))


async def much_to_come(world: World) -> None:
    """Have all that the clock does come due within three days: each for a task of its own."""
    await offer_another(world, "Lapsing report", WEDNESDAY)
    await offer_another(world, "Accepted report", FRIDAY)
    await accept(world, await world.message(world.sam, "Accepted report"))
    await world.quiet()
    await begun(world, "Late report", WEDNESDAY)
    await begun(world, "Checked report", FRIDAY)
    flagged = await begun(world, "Flagged report", FRIDAY)
    done(await form(await world.sam.click(flagged, "Raise a flag")).submit({"seen": "Two are missing."}))
    await world.quiet()
    intended = await begun(world, "Intended report", FRIDAY)
    stating = form(await from_menu(world.sam, intended, "I intend to …"))
    done(await stating.submit({"what": "Leave out Berlin.", "why": "It moved."}))
    await world.quiet()


def told(world: World, actor: Actor, before: list[VisibleMessage]) -> str:
    """Return what the one message says that is new to somebody."""
    said = [text_of(message) for message in posted_since(actor, before) if not message.is_ephemeral]
    assert len(said) == 1, said
    assert DIGEST in said[0]
    return said[0]


def all_is_told(world: World, before: tuple[list[VisibleMessage], list[VisibleMessage]]) -> None:
    """Make sure that each of the two has one message, with all that the clock has done."""
    sam, maya = told(world, world.sam, before[0]), told(world, world.maya, before[1])
    lapsed = "The deadline came before it was accepted"
    assert lapsed in sam
    assert "it counts as confirmed" in sam
    assert "Late report" in sam
    assert "Leave out Berlin." in sam
    assert "Checked report" in sam
    assert lapsed in maya
    assert "still waits for an answer" in maya


async def test_what_the_clock_did_late_is_told_in_one_message_to_each(world: World) -> None:
    """An offer lapsed, silence confirmed, a deadline passed, a flag was chased: each step ran on waking."""
    await much_to_come(world)
    before = world.sam.dm_messages(), world.maya.dm_messages()
    await away(world, BACK)
    all_is_told(world, before)
    assert world.application
    statuses = await world.application.oversight.counts()
    assert statuses[NudgeStatus.FOLDED] == statuses[NudgeStatus.SENDING] == 0


@asynccontextmanager
async def out_of_reach(world: World) -> AsyncIterator[None]:
    """Have the database take nothing: one file locked, or nobody let in."""
    if world.database.kind == "sqlite":
        async with locked(world):
            yield
        return
    with gone(world.database):
        yield


async def test_an_outage_of_the_database_alone_ends_in_one_message_too(world: World) -> None:
    """The bot was up, and Slack was: neither step nor message could be taken."""
    await much_to_come(world)
    world.leaps = False
    await world.restart_bot()
    await world.quiet()
    before = world.sam.dm_messages(), world.maya.dm_messages()
    async with out_of_reach(world):
        world.clock.jump_to(BACK)
        tried = await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
        assert "I could not reach the database." in tried.ephemeral[-1].text
    await world.quiet()
    for _ in range(2):
        world.clock.advance(GATHERING + timedelta(seconds=1))
        await world.quiet()
    all_is_told(world, before)
