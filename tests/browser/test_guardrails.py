"""The guardrails, lived in a browser: a flag, a trigger at night, a miss, and a fix that is left alone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Locator, expect

from bot.playground.cast import CLOUD_COSTS, JONAS, MAYA, NOOR, SAM
from tests.browser.test_story import TASK, THURSDAY, sam_accepts
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

AWAY = "2026-11-24"
CONDITION = "variance over 5 %"
SEEN = "The October export is short by two accounts."
PATH = "I get the export from finance today."
DOUBLED = "Two accounts are counted twice."
NOTE = "What was wrong: two accounts were in twice. The correct value: 1.4 %."
TUESDAY_NIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 01:30 in London, 02:30 in Paris
WEDNESDAY_EVENING = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
THURSDAY_NIGHT = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
THURSDAY_MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # 09:00 in Paris, before the after-action


async def test_the_guardrails_from_a_flag_to_a_fix_left_alone(visit: Visit) -> None:
    """Seen early, paged at night, missed, corrected by the owner; and the manager leaves it with them."""
    await maya_hands_over_with_a_trigger(visit)
    await maya_names_a_deputy(visit)
    await sam_accepts(visit)
    await sam_raises_a_flag_and_maya_answers(visit)
    await a_trigger_is_hit_at_night(visit)
    await jonas_has_it(visit)
    await sam_ships_a_miss(visit)
    await the_midnight_fix_is_left_alone(visit)
    await sam_sends_the_correction(visit)
    await the_after_action_begins_with_what_came(visit)


async def maya_hands_over_with_a_trigger(visit: Visit) -> None:
    """The brief of the story, with one trigger, which goes to the manager."""
    await visit.press(visit.page.get_by_test_id("guide"), "Skip the guide")
    await visit.open_channel(CLOUD_COSTS)
    await visit.say(f"/delegate @Sam Rivera {TASK}")
    await visit.opens("Delegate a task")
    await visit.write({"Outcome": "Finance can plan hiring on it.", "Acceptable error": "variance <= 2 %"})
    await visit.pick("Team channel", "cloud-costs")
    await visit.pick_moment("Deadline", THURSDAY, "16:00")
    await visit.submit("Next")
    await visit.pick("Who sees a mistake first?", "Other teams, a friendly audience")
    await visit.pick("Can it be undone?", "The same day")
    await visit.pick("Is there a way back?", "Yes, written down")
    await visit.submit("Next")
    await visit.write({"Minimum shippable": "Totals per team, no forecast."})
    await visit.press(visit.modal, "Add a trigger")
    await visit.opens("Add a trigger")
    await visit.write({"When what happens?": CONDITION})
    await visit.picture("guard-01-a-trigger")
    await visit.submit("Add")
    await visit.opens("Delegate a task")
    await expect(visit.modal).to_contain_text(f"{CONDITION}: @Maya Okafor, asked to answer within 1 hour")
    await visit.submits("Hand over")


async def maya_names_a_deputy(visit: Visit) -> None:
    """The manager is away on Tuesday, and says who stands in."""
    await visit.say("/delegate settings")
    await visit.opens("Settings")
    for label in ("Away: first day", "Away: last day"):
        await visit.modal.get_by_label(re.compile(f"^{label}")).fill(AWAY)
    await visit.pick("Who stands in for you?", "Jonas Lind")
    await visit.picture("guard-02-away-with-a-deputy")
    await visit.submits("Save")
    await visit.open_app_dm()
    await expect(visit.message("Nothing for you to do")).to_be_visible()


async def sam_raises_a_flag_and_maya_answers(visit: Visit) -> None:
    """Seen early, thanked at once; the manager owes an answer, and clears a path."""
    await visit.be(SAM)
    await visit.press(visit.message("You decide and own the call"), "Raise a flag")
    await visit.opens("Raise a flag")
    await visit.write({"What do you see?": SEEN})
    await visit.picture("guard-03-a-flag")
    await visit.submits("Raise it")
    await expect(visit.message("Thank you. An answer from Maya is due by")).to_contain_text(SEEN)
    await visit.picture("guard-04-thanked-at-once", visit.message("Thank you."))
    await visit.be(MAYA)
    asked = visit.message("Sam raised a flag")
    await expect(asked).to_contain_text("Your move, until")
    await visit.picture("guard-05-an-answer-is-owed", asked)
    await visit.press(asked, "Clear a path")
    await visit.opens("Clear a path")
    await visit.write({"What will you clear out of the way?": PATH})
    await visit.submits("Send")
    await visit.be(SAM)
    await expect(visit.message("Maya clears a path, for your flag:")).to_contain_text(PATH)
    await visit.picture("guard-06-a-path-is-cleared")


async def a_trigger_is_hit_at_night(visit: Visit) -> None:
    """The page goes out at once, past everybody's hours, and the owner reads whom to ring."""
    await until(visit, TUESDAY_NIGHT)
    await visit.press(visit.message("You decide and own the call"), "Trigger hit")
    await visit.opens("Trigger hit")
    await expect(visit.modal).to_contain_text(CONDITION)
    await visit.write({"What did you see?": DOUBLED})
    await visit.picture("guard-07-a-trigger-is-hit")
    await visit.submits("Page now")
    told = visit.message("They may have notifications paused; ring them.")
    await expect(told).to_contain_text("to Jonas, who stands in for Maya.")
    await visit.picture("guard-08-whom-to-ring", told)


async def jonas_has_it(visit: Visit) -> None:
    """The deputy reads that he stands in, and one tap stops the clock for all."""
    await visit.be(JONAS)
    await visit.open_app_dm()
    page = visit.message("Sam hit a trigger")
    await expect(page).to_contain_text("You stand in for Maya.")
    await expect(page).to_contain_text(DOUBLED)
    await visit.picture("guard-09-the-page")
    await visit.press(page, "I have it")
    await expect(visit.message("You have it, since")).to_be_visible()
    await visit.be(MAYA)
    await expect(visit.message("Jonas has it, since")).to_contain_text("Nothing for you to do.")
    await visit.be(SAM)
    await expect(visit.message("Nothing more goes out.")).to_contain_text("Jonas has it")
    await visit.picture("guard-10-somebody-has-it")


async def sam_ships_a_miss(visit: Visit) -> None:
    """Both checkpoints are on course; it ships in the evening, over the bar: first a word that steadies."""
    for name in ("Spot check · ", "Final QA · "):
        await visit.jump_to("a checkpoint")
        await visit.press(visit.message(name), "On course, nothing new")
        await expect(visit.message("on course")).to_be_visible()
    await until(visit, WEDNESDAY_EVENING)
    await visit.press(visit.message("You decide and own the call"), "Ship it")
    await visit.opens("Ship it")
    await visit.tick("radio", "Met")
    await visit.write({"Measured value": "3.1"})
    await visit.picture("guard-11-shipped-over-the-bar")
    await visit.submits("Ship it")
    word = visit.message("it is yours to correct")
    await expect(word).to_contain_text("Your move, until")
    await expect(word).not_to_contain_text("?")
    await visit.picture("guard-12-steadied-first", word)


async def the_midnight_fix_is_left_alone(visit: Visit) -> None:
    """At midnight the form says first whose it is; left with them, nothing has changed."""
    await until(visit, THURSDAY_NIGHT)
    await visit.be(MAYA)
    card = visit.page.get_by_test_id("message").filter(has=visit.page.get_by_role("heading", name=TASK))
    await expect(card).to_contain_text("The correction is Sam's, due")
    await choose(visit, card, "Take back")
    await visit.opens("Take back")
    await expect(visit.modal).to_contain_text("The correction is Sam's; it")
    await expect(visit.modal).to_contain_text("It is 00:00 for you and 01:00 for Sam.")
    await visit.picture("guard-13-the-midnight-fix")
    await visit.press(visit.modal, "Leave it with them")
    await expect(visit.modal).to_have_count(0)
    await visit.be(SAM)
    await expect(visit.page.get_by_text("takes over what follows")).to_have_count(0)


async def sam_sends_the_correction(visit: Visit) -> None:
    """In the morning, in the owner's words, to whom the owner picks; the manager has nothing to do."""
    await until(visit, THURSDAY_MORNING)
    await visit.press(visit.message("it is yours to correct"), "Write the note")
    await visit.opens("Correction note")
    await visit.picture("guard-14-a-skeleton-to-start-from")
    await visit.write({"Your note": NOTE})
    await visit.pick("Who reads it?", "Noor Haddad")
    await visit.submits("Send")
    await visit.be(NOOR)
    await visit.open_app_dm()
    await expect(visit.message("A correction from Sam")).to_contain_text("two accounts were in twice")
    await visit.be(MAYA)
    sent = visit.message("Sam sent the correction to Noor")
    await expect(sent).to_contain_text("two accounts were in twice")
    await expect(sent).to_contain_text("Nothing for you to do.")
    await visit.picture("guard-15-it-is-corrected", sent)


async def the_after_action_begins_with_what_came(visit: Visit) -> None:
    """Its first message names the flag, the trigger and the miss, and nobody who was slow."""
    await visit.open_channel(CLOUD_COSTS)
    opening = visit.message("After-action · ")
    await expect(opening).to_contain_text("It was: 3.1 percent; the bar was missed.")
    await expect(opening).to_contain_text(f"One flag, answered in 1 minute: “{SEEN}”")
    await expect(opening).to_contain_text("Trigger hit")
    await expect(opening).to_contain_text(CONDITION)
    await expect(opening).not_to_contain_text("Jonas")
    await visit.picture("guard-16-the-after-action", opening)


async def until(visit: Visit, then: datetime) -> None:
    """Let the hours pass, one by one, until the bot has said all that it has to say by then."""
    while visit.demo.clock.now() < then:
        await visit.jump("hour")
    await visit.settled()


async def choose(visit: Visit, message: Locator, item: str) -> None:
    """Choose from the "…" menu of a card."""
    await message.get_by_role("button", name="More choices").click()
    await visit.page.get_by_role("menuitem", name=item, exact=True).click()
