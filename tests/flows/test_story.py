"""The story of the product: the monthly cloud spend report, from the hand-over to the one change."""

from datetime import UTC, datetime

from bot.playground.acting.actor import Actor, text_of
from bot.playground.cast import CLOUD_COSTS, NOOR
from tests.flows.conftest import World
from tests.flows.steps import BAR


async def hand_over(world: World) -> None:
    """Maya hands the report to Sam by the command."""
    opened = await world.maya.command(
        "/delegate", "@Sam Rivera Monthly cloud spend report", channel=CLOUD_COSTS
    )
    assert opened.modal is not None, opened
    blast = await opened.modal.submit(BAR)
    assert not blast.errors
    assert blast.modal is not None
    guards = await blast.modal.submit({})
    assert guards.modal is not None
    done = await guards.modal.submit({"Minimum shippable": "Totals per team, no forecast."})
    assert not done.errors
    assert done.modal is None


async def test_the_report_goes_from_hand_over_to_one_change(world: World) -> None:
    """A manager hands it over; the owner accepts, is asked, ships; fifteen minutes end in one change."""
    await hand_over(world)
    card = await world.message(world.sam, "hands you this")
    manager_card = await world.message(world.maya, "Nothing for you to do")
    assert "variance at most 2 percent" in text_of(card)

    accepting = await world.sam.click(card, "Accept")
    assert accepting.modal is not None, accepting
    accepted = await accepting.modal.submit(
        {"back_brief": "Totals within 2 percent; I ring if sources disagree."}
    )
    assert not accepted.errors
    word = await world.message(world.maya, "accepted and said")
    await world.maya.click(word, "That is it")
    await world.message(world.sam, "says: that is it")
    await world.workspace.until(lambda: "That is it" not in text_of(world.maya.look_again(word)))
    await world.workspace.until(lambda: "In progress" in text_of(world.maya.look_again(manager_card)))

    await world.at(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    spot_check = await world.message(world.sam, "Spot check")
    answering = await world.sam.click(spot_check, "Answer")
    assert answering.modal is not None, answering
    await answering.modal.submit(
        {"answer_1": "Two new accounts joined in October.", "answer_2": "The totals."}
    )
    heard = await world.message(world.maya, "Two new accounts joined in October.")
    await world.workspace.until(lambda: "You answered" in text_of(world.sam.look_again(spot_check)))
    asking = await world.maya.click(heard, "ask.2")
    assert asking.modal is not None, asking
    await asking.modal.submit({})
    question = await world.message(world.sam, "asks")
    replying = await world.sam.click(question, "Answer")
    assert replying.modal is not None, replying
    await replying.modal.submit({"answer": "Finance would ask about the new accounts."})
    await world.message(world.maya, "Finance would ask about the new accounts.")

    await world.at(datetime(2026, 11, 26, 15, 0, tzinfo=UTC))
    shipping = await world.sam.click(card, "Ship it")
    assert shipping.modal is not None, shipping
    shipped = await shipping.modal.submit(
        {"prediction": "Met", "link": "https://example.com/report", "note": "Totals per team."}
    )
    assert not shipped.errors
    await world.message(world.maya, "Let it land")
    opening = await world.in_thread("variance at most 2 percent")
    await world.workspace.until(lambda: "Write my notes" in str(world.maya.look_again(opening).blocks))

    notes = await world.sam.click(opening, "Write my notes")
    assert notes.modal is not None, notes
    await notes.modal.submit(
        {
            "happened": "Two accounts were counted twice.",
            "keep": "Asking finance early.",
            "one_change": "Reconcile accounts first.",
            "looked_right": "I trusted the export.",
            "fork": "Skill: something I want to learn",
        }
    )
    colleague = Actor(world.workspace, NOOR)
    hers = await colleague.click(opening, "Write my notes")
    assert hers.modal is not None, hers
    await hers.modal.submit({"lucky": "The deadline was before month end."})
    await world.later(minutes=4)
    reveal = await world.in_thread("Asking finance early.")
    assert "The deadline was before month end." in text_of(reveal)
    assert "I trusted the export." not in text_of(reveal)
    await world.message(world.sam, "I trusted the export.")

    part = await world.maya.click(opening, "Write my notes")
    assert part.modal is not None, part
    await part.modal.submit({"question": "Who sees the accounts first?", "own_miss": "I never named them."})
    await world.later(minutes=7)
    manager_part = await world.in_thread("Who sees the accounts first?")
    assert "I never named them." not in text_of(manager_part)

    await world.later(minutes=1)
    prompt = await world.in_thread("one change")
    choosing = await world.sam.click(prompt, "Choose the one change")
    assert choosing.modal is not None, choosing
    chosen = await choosing.modal.submit(
        {
            "when": "both exports are in",
            "i_will": "reconcile account counts before totals",
            "lesson": "Count accounts before you trust totals.",
        }
    )
    assert not chosen.errors
    await world.later(minutes=3)
    closed = await world.in_thread("Closed.")
    assert "reconcile account counts before totals" in text_of(closed)
    assert "Count accounts before you trust totals." in text_of(closed)
    await world.workspace.until(
        lambda: "Nothing for you to do" in text_of(world.maya.look_again(manager_card))
    )
