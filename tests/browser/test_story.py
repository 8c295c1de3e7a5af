"""The story of the product, lived in a browser: the monthly cloud spend report, from hand-over to one change."""

import pytest
from playwright.async_api import Locator, expect

from bot.playground.cast import CLOUD_COSTS, MAYA, NOOR, SAM
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

TASK = "Monthly cloud spend report"
THURSDAY = "2026-11-26"
BACK_BRIEF = "Totals per team within 2 percent by Thursday. I ring Maya if the two exports disagree."


async def test_the_story_from_hand_over_to_one_change(visit: Visit) -> None:
    """A manager hands over; the owner accepts, is asked, ships; fifteen minutes end in one change."""
    await maya_hands_over(visit)
    await sam_accepts(visit)
    await sam_is_asked_half_way(visit)
    await sam_looks_again_and_ships(visit)
    thread = await everybody_writes(visit)
    await it_ends_in_one_change(visit, thread)
    await home_and_list_say_what_is_left(visit)


async def maya_hands_over(visit: Visit) -> None:
    """The brief, in three short steps."""
    await visit.picture("01-the-page")
    await visit.open_channel(CLOUD_COSTS)
    await visit.type(f"/delegate @Sam Rivera {TASK}")
    await visit.picture("02-the-command")
    await visit.say(f"/delegate @Sam Rivera {TASK}")
    await visit.opens("Delegate a task")
    await expect(visit.field("Task")).to_have_value(TASK)
    await visit.write({"Outcome": "Finance can plan hiring on it.", "Acceptable error": "variance <= 2 %"})
    await visit.pick("Team channel", "cloud-costs")
    await visit.pick_moment("Deadline", "2026-11-19", "17:00")
    await visit.submit("Next")
    wrong = visit.modal.locator(".input-wrong")
    await expect(wrong).to_have_count(1)
    await expect(wrong).to_contain_text("Deadline")
    await visit.picture("03-a-date-in-the-past")
    await visit.pick_moment("Deadline", THURSDAY, "16:00")
    await visit.picture("04-the-bar")
    await visit.submit("Next")
    await expect(visit.modal).to_contain_text("I read: variance, at most 2 percent.")
    await expect(visit.modal).to_contain_text("2 of 3")
    await visit.picture("05-the-blast-radius")
    await visit.submit("Next")
    await expect(visit.modal).to_contain_text("3 of 3")
    await visit.write({"Minimum shippable": "Totals per team, no forecast."})
    await visit.picture("06-the-guards")
    await visit.submits("Hand over")
    await visit.open_app_dm()
    await expect(visit.message("Nothing for you to do")).to_be_visible()
    await visit.picture("07-the-managers-card")


async def sam_accepts(visit: Visit) -> None:
    """The owner's own words, and the manager's "that is it"."""
    await visit.be(SAM)
    card = visit.message("Maya Okafor hands you this. You own the result")
    await expect(card).to_contain_text("variance at most 2 percent")
    await visit.picture("08-the-owners-card")
    await visit.press(card, "Accept")
    await visit.opens("Accept")
    await visit.modal.get_by_role("textbox").fill(BACK_BRIEF)
    await visit.picture("09-in-own-words")
    await visit.submits("Accept")

    await visit.be(MAYA)
    word = visit.message("accepted and said")
    await expect(word).to_contain_text(BACK_BRIEF)
    await visit.picture("10-the-back-brief")
    await visit.press(word, "That is it")
    await expect(visit.message("Sam Rivera owns it.")).to_contain_text("In progress")
    await visit.picture("11-nothing-for-you-to-do")


async def sam_is_asked_half_way(visit: Visit) -> None:
    """The spot check asks for judgement; the manager asks a question instead of editing."""
    await visit.comes_next("checkpoint")
    await visit.jump()
    await visit.be(SAM)
    check = visit.message("Spot check · ")
    await visit.picture("12-the-spot-check")
    await visit.press(check, "Answer")
    await visit.opens("Spot check")
    boxes = visit.modal.get_by_role("textbox")
    await boxes.nth(0).fill("Two new accounts joined in October; the totals move by about one percent.")
    await boxes.nth(1).fill("Reserved instances: they were counted twice last time.")
    await visit.submits("Answer")

    await visit.be(MAYA)
    heard = visit.message("Two new accounts joined in October")
    await expect(heard).to_contain_text("If you want to help, ask:")
    await visit.picture("13-answers-and-questions")
    await heard.get_by_role("button", name="Ask", exact=True).nth(1).click()
    await visit.opens("Ask")
    await visit.picture("14-ask")
    await visit.submits("Ask")

    await visit.be(SAM)
    question = visit.message("Maya Okafor asks:")
    await visit.press(question, "Answer")
    await visit.opens("Answer")
    await visit.modal.get_by_role("textbox").fill("The two new accounts. I ask Noor whom they belong to.")
    await visit.submits("Answer")
    await visit.be(MAYA)
    await expect(visit.message("Sam Rivera answers:")).to_contain_text("I ask Noor whom they belong to.")
    await visit.picture("15-an-answer")


async def sam_looks_again_and_ships(visit: Visit) -> None:
    """On course at the final QA; then it ships, and the number turns out to be off."""
    await visit.be(SAM)
    await visit.comes_next("checkpoint")
    await visit.jump()
    check = visit.message("Final QA · ")
    await visit.picture("16-the-final-look")
    await visit.press(check, "On course, nothing new")
    card = visit.message("You decide and own the call")
    await visit.press(card, "Ship it")
    await visit.opens("Ship it")
    await visit.tick("radio", "Nearly")
    await visit.write(
        {
            "Measured value": "3.1",
            "Link": "https://example.com/cloud-spend/october",
            "Note": "Totals per team. Two accounts came in twice; I am taking one out.",
        }
    )
    await visit.picture("17-ship-it")
    await visit.submits("Ship it")
    await visit.settled()
    await visit.picture("18-shipped")
    await visit.be(MAYA)
    await expect(visit.message("shipped it and predicts")).to_contain_text("Let it land")
    await visit.picture("19-let-it-land")


async def everybody_writes(visit: Visit) -> Locator:
    """The after-action's thread: private notes, shown together by the clock; the manager's part comes last."""
    await visit.open_channel(CLOUD_COSTS)
    opening = visit.message("After-action")
    await expect(opening).to_be_visible()
    await visit.picture("20-the-after-action")
    return opening


async def it_ends_in_one_change(visit: Visit, thread: Locator) -> None:
    """One change, one line of lesson, and the end by itself."""


async def home_and_list_say_what_is_left(visit: Visit) -> None:
    """App Home of both, and the list."""
