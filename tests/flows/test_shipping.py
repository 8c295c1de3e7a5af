"""Shipping: the checklist, the link, the prediction, and what a measured value says of the bar."""

from datetime import UTC, datetime

import pytest

from bot.domain.delegation import Outcome as Stood
from bot.domain.delegation import Prediction, Shipment
from bot.domain.lifecycle import State
from bot.playground.acting.actor import VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS
from tests.flows.conftest import ONE_PLACE, World
from tests.flows.steps import MINIMUM, begin, done, form, guards, ship

pytestmark = ONE_PLACE
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


async def begin_with_a_checklist(world: World) -> VisibleMessage:
    """Maya hands over three lines with the report, and Sam is at work. Return Sam's card."""
    third = await guards(world)
    outcome = await form(await third.click("Add a checklist line")).submit(
        {"checklist": "Accounts agree\nTotals add up\nFinance has seen it"}
    )
    done(await form(outcome).submit(MINIMUM))
    card = await world.card(world.sam, "hands you this")
    assert "3 lines, ticked when it ships" in text_of(card)
    done(await form(await world.sam.click(card, "Accept")).submit({"back_brief": "Three checks."}))
    await world.maya.click(await world.message(world.maya, "accepted and said"), "That is it")
    return await world.card(world.sam, "In progress")


async def test_open_lines_are_asked_about_once_and_forbid_nothing(world: World) -> None:
    """The form comes back with what was entered and the question; sent again it ships, and the cards say how many."""
    card = await begin_with_a_checklist(world)
    shipping = form(await world.sam.click(card, "Ship it"))
    entered = {"prediction": "Nearly", "ticked": ["Accounts agree"], "measured": "1.4 %", "note": "As it is."}
    asking = form(await shipping.submit(entered))
    assert "2 lines are open: ship all the same?" in asking.text
    assert (await world.stored(world.sam))[0].state is State.IN_PROGRESS
    done(await asking.submit())
    assert "Checklist: 1 of 3 ticked." in text_of(await world.card(world.maya, "Shipped"))
    shipped = (await world.stored(world.sam))[0]
    assert shipped.shipment == Shipment(Prediction.NEARLY, "", "As it is.", (0,))
    assert shipped.measured == "1.4 %"
    assert (await world.sam.raw_submit(asking)).ok


async def test_what_was_forgotten_can_be_ticked_when_it_is_asked_about(world: World) -> None:
    """Ticked now, it ships as ticked."""
    card = await begin_with_a_checklist(world)
    shipping = form(await world.sam.click(card, "Ship it"))
    every = ["Accounts agree", "Totals add up", "Finance has seen it"]
    asking = form(await shipping.submit({"prediction": "Met", "ticked": every[:2]}))
    assert "1 line is open: ship all the same?" in asking.text
    done(await asking.submit({"ticked": every}))
    assert "Checklist: 3 of 3 ticked." in text_of(await world.card(world.maya, "Shipped"))


async def test_with_every_line_ticked_nothing_is_asked(world: World) -> None:
    """One press ships it."""
    card = await begin_with_a_checklist(world)
    await ship(world, card, ticked=["Accounts agree", "Totals add up", "Finance has seen it"])
    assert "Checklist: 3 of 3 ticked." in text_of(await world.card(world.maya, "Shipped"))


async def test_a_link_that_is_none_and_a_missing_prediction_are_field_errors(world: World) -> None:
    """The form stays open with what was written; neither is guessed."""
    card = await begin(world)
    shipping = form(await world.sam.click(card, "Ship it"))
    wrong = await shipping.submit({"prediction": "Nearly", "link": "see the drive", "note": "It is there."})
    assert "begins with https://" in wrong.errors["link"]
    assert shipping.value("note") == "It is there."
    state = {
        **shipping.values,
        "prediction": {"prediction": {"type": "radio_buttons", "selected_option": None}},
    }
    none = await world.sam.raw_submit(shipping, state)
    assert "Pick what you expect" in none.errors["prediction"]
    assert (await world.stored(world.sam))[0].state is State.IN_PROGRESS


@pytest.mark.parametrize(
    ("measured", "stood", "words"),
    [
        ("1.4 %", Stood.MET, "the bar was met"),
        ("3,1", Stood.MISSED, "the bar was missed"),
        ("not yet", Stood.UNKNOWN, "It was: not yet."),
        ("", Stood.UNKNOWN, "not known yet"),
    ],
)
async def test_a_measured_value_says_by_itself_whether_the_bar_was_met(
    world: World, measured: str, stood: Stood, words: str
) -> None:
    """At most 2 percent: a number decides, without one it is not known yet, whatever was predicted."""
    card = await begin(world)
    await ship(world, card, measured=measured)
    assert words in text_of(await world.card(world.maya, "Shipped"))
    assert (await world.stored(world.sam))[0].outcome is stood


@pytest.mark.parametrize(
    ("said", "stood"), [("Met", Stood.MET), ("Missed", Stood.MISSED), ("Not known yet", Stood.UNKNOWN)]
)
async def test_a_bar_in_words_goes_by_the_owners_word(world: World, said: str, stood: Stood) -> None:
    """Where the bar holds no number there is nothing to measure: the owner says how it stands."""
    card = await begin(world, Acceptable_error="no wrong customer name")
    await ship(world, card, met=said)
    assert (await world.stored(world.sam))[0].outcome is stood


async def test_the_manager_hears_it_once_and_the_owner_sees_the_card(world: World) -> None:
    """One message to the manager with link, note and prediction; the owner, who acted, gets none."""
    card = await begin(world)
    mine, theirs = len(world.sam.dm_messages()), len(world.maya.dm_messages())
    await ship(world, card, prediction="Nearly", link="https://example.com/r?a=1&b=2", note="Totals *only*.")
    heard = await world.message(world.maya, "shipped it and predicts: nearly")
    assert "https://example.com/r?a=1&amp;b=2" in text_of(heard)
    assert "Totals *only*." in text_of(heard)
    assert len(world.maya.dm_messages()) == theirs + 1
    assert len(world.sam.dm_messages()) == mine
    assert "Shipped" in text_of(await world.card(world.sam, "Shipped"))


async def test_shipping_twice_is_shipping_once(world: World) -> None:
    """The form arriving a second time changes nothing, even when the after-action has begun meanwhile."""
    card = await begin(world)
    await world.at(WEDNESDAY)
    shipping = form(await world.sam.click(card, "Ship it"))
    done(await shipping.submit({"prediction": "Met"}))
    await world.in_thread("Everybody writes")
    again = await world.sam.raw_submit(shipping)
    assert again.ok, dict(again.errors)
    await world.quiet()
    assert world.count(world.maya, "shipped it and predicts") == 1
    assert len([root for root in world.maya.messages(CLOUD_COSTS) if "After-action" in text_of(root)]) == 1


async def test_another_shipment_after_the_first_is_refused_and_keeps_its_words(world: World) -> None:
    """A second form with other words does not vanish: it says what can be done now."""
    card = await begin(world)
    first, second = form(await world.sam.click(card, "Ship it")), form(await world.sam.click(card, "Ship it"))
    assert (await second.submit({"prediction": "Met"})).ok
    await world.quiet()
    note = {"note": {"note": {"type": "plain_text_input", "value": "Another note."}}}
    refused = await world.sam.raw_submit(first, second.values | note)
    assert "Correct" in next(iter(refused.errors.values()))


async def test_work_that_is_late_can_still_ship(world: World) -> None:
    """After the deadline the card says that it was due, and shipping says how late it came."""
    card = await begin(world)
    await world.at(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    await ship(world, card)
    assert "17 hours late" in text_of(await world.card(world.maya, "Shipped"))


FINAL_QA = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


async def on_course_at_the_final_qa(world: World) -> VisibleMessage:
    """Sam begins, and is on course when the final QA comes. Return his card."""
    card = await begin(world)
    await world.at(FINAL_QA)
    await world.sam.click(await world.message(world.sam, "Final QA"), "On course, nothing new")
    await world.message(world.maya, "at the final QA: on course")
    return world.sam.look_again(card)


async def test_who_was_on_course_at_the_final_qa_predicts_but_once(world: World) -> None:
    """The form opens with met, says where that is from, and takes another one all the same."""
    card = await on_course_at_the_final_qa(world)
    shipping = form(await world.sam.click(card, "Ship it"))
    assert shipping.value("prediction")["value"] == "met"
    assert "On course, you said at the final QA; choose another" in shipping.text
    done(await shipping.submit({"prediction": "Nearly"}))
    assert "predicts: nearly" in text_of(await world.message(world.maya, "shipped it and predicts"))


async def test_what_came_up_since_the_final_qa_is_predicted_anew(world: World) -> None:
    """A flag after it: nothing is chosen. So it is where the final QA was answered in words, or not at all."""
    card = await on_course_at_the_final_qa(world)
    await world.later(minutes=5)
    done(await form(await world.sam.click(card, "Raise a flag")).submit({"seen": "October is short."}))
    await world.message(world.maya, "October is short.")
    shipping = form(await world.sam.click(card, "Ship it"))
    assert shipping.value("prediction") is None
    assert "final QA" not in shipping.text


async def test_an_answer_in_words_at_the_final_qa_predicts_nothing(world: World) -> None:
    """What it says is the owner's to read, and not ours to count as met."""
    card = await begin(world)
    assert form(await world.sam.click(card, "Ship it")).value("prediction") is None
    await world.at(FINAL_QA)
    answering = form(await world.sam.click(await world.message(world.sam, "Final QA"), "Answer"))
    done(await answering.submit({"answer_1": "The October total."}))
    await world.message(world.maya, "The October total.")
    assert form(await world.sam.click(card, "Ship it")).value("prediction") is None
