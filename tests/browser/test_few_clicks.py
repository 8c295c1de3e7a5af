"""How little a delegation asks of people: real presses of the mouse and real messages, counted in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from bot.playground.acting.actor import Actor
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM
from tests.browser.test_story import BACK_BRIEF, THURSDAY
from tests.browser.visit import Visit
from tests.conftest import Say

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

MOST_CLICKS = 8
MOST_MESSAGES = 6
NAME = "Month's end"
TAUGHT = "Weekly forecast"

COUNTING = """() => {
  window.presses = 0;
  addEventListener("mousedown", (event) => { if (event.isTrusted) window.presses += 1; }, true);
}"""


class Clicks:
    """What somebody pressed."""

    def __init__(self) -> None:
        self.count = 0


async def test_a_delegation_takes_few_clicks_and_few_messages(visit: Visit, say: Say) -> None:
    """At most eight clicks for the brief, eight for the owner, and six messages to each of the two.

    A click is every press of the mouse that the browser hears: on a button, to open a menu, on a choice in it, on a
    radio button, into a field. Words are typed; a form opens with its first field ready, and Tab leads to the next.
    Not counted are the presses with which the tester becomes another person, opens a conversation or moves the
    clock. A message is one that the app posts in somebody's direct messages, the two cards among them; what is
    edited in place and what comes in reply to a click, seen by its author alone, is none. Both checkpoints are
    answered, by one press each: whoever was on course at the final QA finds that prediction chosen at shipping.
    """
    await visit.page.evaluate(COUNTING)
    await visit.press(visit.page.get_by_test_id("guide"), "Skip the guide")
    await keep_a_template(visit)
    brief, owner = Clicks(), Clicks()
    before = {person: messages_to(visit, person) for person in (MAYA, SAM)}
    async with counted(visit, brief):
        await a_brief_from_the_template(visit)
    await visit.be(SAM)
    await visit.open_app_dm()
    async with counted(visit, owner):
        await accept(visit)
    await visit.be(MAYA)
    await visit.open_app_dm()
    await visit.press(visit.message("accepted and said"), "That is it")
    await visit.be(SAM)
    await expect(visit.message("says: that is it")).to_be_visible()
    for checkpoint in ("Spot check · ", "Final QA · "):
        await visit.jump_to("a checkpoint")
        async with counted(visit, owner):
            await visit.press(visit.message(checkpoint), "On course, nothing new")
            await expect(visit.message(checkpoint)).to_contain_text("You said: on course, nothing new.")
    async with counted(visit, owner):
        await ship(visit)
    await visit.open_channel(CLOUD_COSTS)
    async with counted(visit, owner):
        await the_two_taps(visit)
    await visit.settled()
    told = {person: messages_to(visit, person) - before[person] for person in (MAYA, SAM)}
    say(
        f"a brief from a template: {brief.count} clicks; a whole clean delegation: {owner.count} clicks of the "
        f"owner's, {told[SAM]} messages to the owner, {told[MAYA]} to the manager"
    )
    assert 0 < brief.count <= MOST_CLICKS
    assert 0 < owner.count <= MOST_CLICKS
    assert 0 < told[SAM] <= MOST_MESSAGES
    assert 0 < told[MAYA] <= MOST_MESSAGES


@asynccontextmanager
async def counted(visit: Visit, clicks: Clicks) -> AsyncIterator[None]:
    """Add what is pressed meanwhile."""
    before = await visit.page.evaluate("window.presses")
    yield
    clicks.count += await visit.page.evaluate("window.presses") - before


def messages_to(visit: Visit, person: str) -> int:
    """Return how many messages the app has posted in somebody's direct messages."""
    workspace = visit.demo.workspace
    return len(Actor(workspace, person).dm_messages())


async def keep_a_template(visit: Visit) -> None:
    """Maya keeps a brief as a template, and does not hand that one over."""
    await visit.open_channel(CLOUD_COSTS)
    await visit.say(f"/delegate @Sam Rivera {TAUGHT}")
    await visit.opens("Delegate a task")
    await visit.write({"Outcome": "Finance can plan hiring on it.", "Acceptable error": "variance <= 2 %"})
    await visit.pick("Team channel", "cloud-costs")
    await visit.pick_moment("Deadline", THURSDAY, "16:00")
    await visit.submit("Next")
    await visit.pick("Is there a way back?", "Yes, and it was tried")
    await visit.submit("Next")
    await visit.write({"Minimum shippable": "Totals per team, no forecast."})
    await visit.press(visit.modal, "Save as template")
    await visit.opens("Save as template")
    await visit.write({"Name": NAME})
    await visit.submit("Save")
    await visit.opens("Delegate a task")
    await expect(visit.modal).to_contain_text(f"Saved as “{NAME}”.")
    await visit.press(visit.modal, "Dismiss")
    await expect(visit.modal).to_have_count(0)


async def a_brief_from_the_template(visit: Visit) -> None:
    """The owner stands in the command; the template brings all but the deadline."""
    await visit.say("/delegate @Sam Rivera")
    await visit.opens("Delegate a task")
    menu = visit.modal.get_by_role("combobox", name="Start from a template")
    await menu.click()
    await visit.page.get_by_role("option", name=NAME).click()
    await expect(visit.field("Task")).to_have_value(TAUGHT)
    day = visit.modal.get_by_label("Deadline date", exact=True)
    await day.click()
    await day.fill(THURSDAY)
    time = visit.modal.get_by_label("Deadline time", exact=True)
    await time.click()
    await time.fill("16:00")
    await visit.submit("Next")
    await expect(visit.modal).to_contain_text("2 of 3")
    await visit.submit("Next")
    await expect(visit.modal).to_contain_text("3 of 3")
    await visit.submits("Hand over")


async def accept(visit: Visit) -> None:
    """The form opens in its field."""
    await visit.press(visit.message("hands you this. You own the result"), "Accept")
    await visit.opens("Accept")
    await expect(visit.modal.get_by_role("textbox").first).to_be_focused()
    await visit.page.keyboard.type(BACK_BRIEF)
    await visit.submits("Accept")


async def ship(visit: Visit) -> None:
    """The prediction is the one of the final QA; Tab leads on to the measured value."""
    await visit.press(visit.message("You decide and own the call"), "Ship it")
    await visit.opens("Ship it")
    await expect(visit.modal.get_by_role("radio", name="Met")).to_be_checked()
    await visit.page.keyboard.press("Tab")
    await expect(visit.field("Measured value")).to_be_focused()
    await visit.page.keyboard.type("1.2")
    await visit.submits("Ship it")


async def the_two_taps(visit: Visit) -> None:
    """Both lines in one form, and it is closed."""
    opening = visit.message("After-action · ")
    await visit.press(opening, "Keep doing …")
    await visit.opens("Keep doing")
    await expect(visit.field("What made it go well, and stays?")).to_be_focused()
    await visit.page.keyboard.type("Asking finance early.")
    await visit.page.keyboard.press("Tab")
    await expect(visit.field("Where were we lucky?")).to_be_focused()
    await visit.page.keyboard.type("The export came early.")
    await visit.submits("Keep")
    await expect(opening).to_contain_text("The export came early.")
    await expect(opening.get_by_role("button", name="Anything lucky?")).to_have_count(0)
