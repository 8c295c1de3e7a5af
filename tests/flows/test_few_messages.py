"""How many messages a delegation costs: one living card for each, and one short DM to whoever receives the move."""

from datetime import UTC, datetime, timedelta

from bot.playground.acting.actor import VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS
from tests.flows.conftest import World
from tests.flows.steps import accept, done, form, offer, ship

SPOT_CHECK = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
FINAL_QA = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


async def test_a_clean_delivery_costs_few_messages_and_each_goes_to_who_needs_it(world: World) -> None:
    """At every step the one who acted gets no message, and the other at most one; both cards are edited in place."""
    counts: list[tuple[str, int, int]] = []

    async def after(step: str, sam: int, maya: int) -> None:
        await world.quiet()
        before = counts[-1][1:] if counts else (0, 0)
        now = len(world.sam.dm_messages()), len(world.maya.dm_messages())
        shown = [
            text_of(message).splitlines()[0]
            for message in [*world.sam.dm_messages(), *world.maya.dm_messages()]
        ]
        assert (now[0] - before[0], now[1] - before[1]) == (sam, maya), (step, shown)
        counts.append((step, *now))

    card = await offer(world)
    theirs = world.maya.dm_messages()[0]
    await after("hand-over", 1, 1)  # the two cards
    await accept(world, card)
    word = await world.message(world.maya, "accepted and said")
    await after("accept", 0, 1)
    await world.maya.click(word, "That is it")
    await world.message(world.sam, "says: that is it")
    await after("confirm", 1, 0)
    for name, at in (("spot check", SPOT_CHECK), ("final QA", FINAL_QA)):
        await world.at(at + timedelta(minutes=1))
        asked = await world.message(world.sam, "On course, nothing new")
        await after(name, 1, 0)
        await world.sam.click(asked, "On course, nothing new")
        await world.message(world.maya, f"at the {name}: on course")
        await _whispers_gone(world, asked)
        await after(f"{name} answered", 0, 1)
    await world.at(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
    await ship(world, card, measured="1.2 %")
    await world.in_thread("Met, and nothing came up.")
    await after("ship", 0, 1)
    opening = await world.in_thread("Met, and nothing came up.")
    done(await form(await world.sam.click(opening, "Keep doing …")).submit({"keep": "Asking early."}))
    done(await form(await world.sam.click(opening, "Anything lucky?")).submit({"lucky": "No."}))
    await world.in_thread("Closed.")
    await after("closed", 0, 0)
    thread = world.maya.thread(CLOUD_COSTS, opening.ts)
    _, sam, maya = counts[-1]
    print(
        f"messages of a clean delivery: {sam} to the owner, {maya} to the manager, {len(thread)} in the thread"
    )
    assert (sam, maya, len(thread)) == (4, 5, 2)
    edited = {call.arguments["ts"] for call in world.workspace.calls.named("chat.update")}
    assert {card.ts, theirs.ts} <= edited
    for one in (world.sam.look_again(card), world.maya.look_again(theirs)):
        assert "Nothing for you to do." in text_of(one)


async def _whispers_gone(world: World, asked: VisibleMessage) -> None:
    """Dismiss what only the owner was shown in reply to a click, which is no message of the conversation."""
    await world.quiet()
    for whisper in list(world.workspace.ephemerals(world.sam.id)):
        world.workspace.forget(whisper)
    assert world.sam.look_again(asked)
