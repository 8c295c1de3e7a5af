"""The story of the product, lived in a browser: the monthly cloud spend report, from hand-over to one change."""

import pytest
from playwright.async_api import expect

from bot.playground.cast import CLOUD_COSTS, GENERAL, MAYA, NOOR, SAM
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

TASK = "Monthly cloud spend report"
THURSDAY = "2026-11-26"
OPENING = "After-action · "
OWN_MISS = "I never said that new accounts matter."
BACK_BRIEF = "Totals per team within 2 percent by Thursday. I ring Maya if the two exports disagree."


async def test_the_story_from_hand_over_to_one_change(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager hands over; the owner accepts, is asked, ships; fifteen minutes end in one change."""
    monkeypatch.setattr("handlers.brief.new_id", lambda: "the-story")  # what a checkpoint asks hangs on it
    await maya_hands_over(visit)
    await sam_accepts(visit)
    await home_and_list_say_how_it_stands(visit)
    await sam_is_asked_half_way(visit)
    await sam_looks_again_and_ships(visit)
    await sam_corrects_it_himself(visit)
    await everybody_writes(visit)
    await the_manager_speaks_last(visit)
    await it_ends_in_one_change(visit)
    await nothing_is_left_to_do(visit)


async def maya_hands_over(visit: Visit) -> None:
    """The brief, in three short steps."""
    await visit.picture("01-the-page")
    await visit.press(visit.page.get_by_test_id("guide"), "Skip the guide")
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
    await visit.pick("Who sees a mistake first?", "Other teams, a friendly audience")
    await visit.pick("Can it be undone?", "The same day")
    await visit.pick("Is there a way back?", "Yes, written down")
    await visit.pick("How much does it touch?", "The whole")
    await visit.pick("How long until somebody would notice?", "Hours")
    await visit.write({"Rollback, in one line": "Resend a corrected sheet."})
    await expect(visit.modal).to_contain_text("Safe to fail (3 of 8)")
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
    card = visit.message("hands you this. You own the result")
    await expect(card).to_contain_text("variance at most 2 percent")
    await visit.picture("08-the-owners-card")
    await visit.press(card, "Accept")
    await visit.opens("Accept")
    await visit.modal.get_by_role("textbox").first.fill(BACK_BRIEF)
    await visit.picture("09-in-own-words")
    await visit.submits("Accept")

    await visit.be(MAYA)
    word = visit.message("accepted and said")
    await expect(word).to_contain_text(BACK_BRIEF)
    await visit.picture("10-the-back-brief")
    await visit.press(word, "That is it")
    await expect(visit.message("owns it. ")).to_contain_text("In progress")
    await visit.picture("11-nothing-for-you-to-do")


async def home_and_list_say_how_it_stands(visit: Visit) -> None:
    """App Home of both while the work goes on, and the list."""
    home = await visit.open_home()
    await expect(home).to_contain_text("Nothing needs you.")
    await expect(home).to_contain_text("You handed over (1)")
    await visit.open_channel(GENERAL)
    await visit.say("/delegate list")
    await expect(visit.message("Only visible to you")).to_contain_text(TASK)
    await visit.picture("12-the-list")
    await visit.be(SAM)
    home = await visit.open_home()
    await expect(home).to_contain_text("Needs you (1)")
    await expect(home).not_to_contain_text("You own")
    await visit.picture("13-home-of-the-owner")
    await visit.open_app_dm()


async def sam_is_asked_half_way(visit: Visit) -> None:
    """The spot check asks for judgement; the manager asks a question instead of editing."""
    await visit.jump_to("a checkpoint")
    await visit.be(SAM)
    check = visit.message("Spot check · ")
    await visit.picture("14-the-spot-check")
    await visit.press(check, "Answer")
    await visit.opens("Spot check")
    boxes = visit.modal.get_by_role("textbox")
    await boxes.nth(0).fill("Two new accounts joined in October; the totals move by about one percent.")
    await boxes.nth(1).fill("The split of two shared accounts; the totals stand.")
    await visit.submits("Answer")

    await visit.be(MAYA)
    heard = visit.message("Two new accounts joined in October")
    await expect(heard).to_contain_text("If you want to help, ask:")
    await visit.picture("15-answers-and-questions")
    await heard.get_by_role("button", name="Ask", exact=True).nth(1).click()
    await visit.opens("Ask a question")
    await visit.submits("Ask")

    await visit.be(SAM)
    question = visit.message("asks:")
    await visit.press(question, "Answer")
    await visit.opens("Answer")
    await visit.modal.get_by_role("textbox").fill("The two new accounts. I ask Noor whom they belong to.")
    await visit.submits("Answer")
    await visit.be(MAYA)
    await expect(visit.message("answers:")).to_contain_text("I ask Noor whom they belong to.")


async def sam_looks_again_and_ships(visit: Visit) -> None:
    """On course at the final QA; then it ships, and the number turns out to be off."""
    await visit.jump_to("a checkpoint")
    await visit.be(SAM)
    check = visit.message("Final QA · ")
    await visit.picture("16-the-final-look")
    await visit.press(check, "On course, nothing new")
    card = visit.message("You decide and own the call")
    await expect(card).not_to_contain_text("Next:")
    await visit.press(card, "Ship it")
    await visit.opens("Ship it")
    await visit.tick("radio", "Nearly")
    await visit.write(
        {
            "Measured value": "3.1",
            "Link": "https://example.com/cloud-spend/october",
            "Note": "Totals per team. Two accounts are in twice; the corrected sheet follows today.",
        }
    )
    await visit.picture("17-ship-it")
    await visit.submits("Ship it")
    await visit.be(MAYA)
    await expect(visit.message("shipped it and predicts: nearly")).to_contain_text("Let it land")
    await visit.picture("18-let-it-land")


async def sam_corrects_it_himself(visit: Visit) -> None:
    """Steadied first, he sends the correction in his own words; she reads it and had nothing to do."""
    await expect(visit.message("shipped it and predicts: nearly")).to_contain_text("Nothing for you to do.")
    await visit.be(SAM)
    await visit.press(visit.message("it is yours to correct"), "Write the note")
    await visit.opens("Correction note")
    await visit.write({"Your note": "What was wrong: two accounts were in twice. The correct value: 1.4 %."})
    await visit.pick("Who reads it?", "Noor Haddad")
    await visit.submits("Send")
    await visit.be(NOOR)
    await expect(visit.message("A correction from Sam")).to_contain_text("two accounts were in twice")
    await visit.be(MAYA)
    await expect(visit.message("Sam sent the correction")).to_contain_text("Nothing for you to do.")


async def everybody_writes(visit: Visit) -> None:
    """Private notes, shown together when the clock says so."""
    await visit.open_channel(CLOUD_COSTS)
    opening = visit.message(OPENING)
    await expect(opening).to_contain_text("It was: 3.1 percent; the bar was missed.")
    await visit.jump_to("the after-action starts")
    await expect(opening).to_contain_text("Everybody writes")
    await visit.picture("19-the-after-action")
    await visit.be(SAM)
    await write_notes(
        visit,
        {
            "What happened?": "Two accounts were counted twice.",
            "What made it look right at the time?": "The export said complete, and the total looked familiar.",
            "What do we keep doing?": "Asking finance early.",
            "If one thing changes, which?": "Reconcile the accounts before the totals.",
        },
        fork="Process: how the work is set up",
        picture="20-notes-in-private",
    )
    await visit.be(NOOR)
    await write_notes(visit, {"Where were we lucky?": "The deadline was two days before month end."})
    await visit.be(MAYA)
    await visit.open_channel(CLOUD_COSTS)
    await visit.jump_to("a reminder to write")  # she has not written yet
    await visit.jump_to("the notes are shown together")
    thread = await visit.open_thread(visit.message(OPENING))
    shown = visit.message("The notes, shown together.", within=thread)
    for words in ("Asking finance early.", "The deadline was two days before month end."):
        await expect(shown).to_contain_text(words)
    await visit.picture("21-shown-together")


async def write_notes(visit: Visit, notes: dict[str, str], fork: str = "", picture: str = "") -> None:
    """Write one person's notes, from the button in the team channel."""
    await visit.open_channel(CLOUD_COSTS)
    await visit.press(visit.message(OPENING), "Write my notes")
    await visit.opens("My notes")
    await visit.write(notes)
    if fork:
        await visit.tick("radio", fork)
    if picture:
        await visit.field("What did we expect?").focus()
        await visit.picture(picture)
    await visit.submits("Keep")


async def the_manager_speaks_last(visit: Visit) -> None:
    """One question; her own miss stays with her, since she does not choose to show it."""
    await visit.press(visit.message(OPENING), "Write my notes")
    await visit.opens("Your part")
    await visit.write({"One miss of your own": OWN_MISS})
    await visit.modal.get_by_label("One question for").fill("Who sees first that an account is new?")
    await visit.submits("Keep")
    await visit.jump_to("the manager's part")
    thread = visit.page.get_by_test_id("thread-panel")
    await expect(visit.message("'s part:", within=thread)).to_contain_text("Who sees first")
    await expect(visit.page.get_by_text(OWN_MISS)).to_have_count(0)


async def it_ends_in_one_change(visit: Visit) -> None:
    """One change, one line of lesson, and the end by itself."""
    await visit.jump_to("the one change")
    await visit.be(SAM)
    await visit.open_channel(CLOUD_COSTS)
    thread = await visit.open_thread(visit.message(OPENING))
    await visit.press(visit.message("your move", within=thread), "Choose the one change")
    await visit.opens("The one change")
    await visit.write(
        {
            "When …": "both exports are in",
            "… I will …": "reconcile account counts before totals",
            "One line for whoever does this next": "Count accounts before you trust totals.",
        }
    )
    await visit.picture("22-the-one-change")
    await visit.submits("Choose it")
    await visit.jump_to("the after-action closes")
    end = visit.message("Closed. When both exports are in", within=thread)
    await expect(end).to_contain_text("reconcile account counts before totals")
    await expect(end).to_contain_text("Count accounts before you trust totals.")
    # What was asked for is asked no more.
    for button in ("Choose the one change", "My part", "Write my notes"):
        await expect(visit.page.get_by_role("button", name=button)).to_have_count(0)
    await visit.picture("23-closed-by-itself")


async def nothing_is_left_to_do(visit: Visit) -> None:
    """App Home of both, and the list, once it is over."""
    for person in (SAM, MAYA):
        await visit.be(person)
        home = await visit.open_home()
        await expect(home).to_contain_text("Nothing needs you.")
        await expect(home).to_contain_text(f"{TASK} · closed")
    await visit.picture("24-nothing-needs-you")
    await visit.open_channel(CLOUD_COSTS)
    await visit.say("/delegate list")
    await expect(visit.message("Only visible to you")).to_contain_text(f"{TASK} · closed")
