"""The page itself: the keyboard, errors, what is typed, names for those who cannot see it, and its size."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route, expect

from bot.demo import Demo
from bot.playground.acting.actor import Actor
from bot.playground.cast import CLOUD_COSTS, GENERAL, LEADERSHIP, MAYA, NOOR, SAM
from tests.browser.visit import Visit, new_tab

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

NAMELESS = """() => {
  const shown = (one) => one.checkVisibility() && !one.closest("[inert]");
  const says = (id) => document.getElementById(id)?.innerText.trim();
  const named = (one) =>
    one.getAttribute("aria-label")?.trim()
    || (one.getAttribute("aria-labelledby") || "").split(" ").some(says)
    || [...(one.labels || [])].some((label) => label.innerText.trim())
    || (one.tagName === "BUTTON" && one.innerText.trim());
  return [...document.querySelectorAll("button, input, textarea, select, [role=dialog]")]
    .filter((one) => shown(one) && !named(one))
    .map((one) => one.outerHTML.slice(0, 200));
}"""

TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""

TOO_WIDE = """() => {
  const page = document.scrollingElement;
  const cut = [...document.querySelectorAll("header, nav, aside, main, section, .composer, .modal")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.className || one.tagName);
  return [page.scrollWidth > innerWidth, page.scrollHeight > innerHeight, ...cut].filter(Boolean);
}"""


async def test_a_modal_is_used_by_keyboard_alone(visit: Visit) -> None:
    """A command opens it with the first field in focus; Tab stays inside; Escape closes; focus comes back."""
    page = visit.page
    await visit.open_channel(CLOUD_COSTS)
    composer = page.get_by_test_id("composer")
    await composer.focus()
    await page.keyboard.type("/delegate")
    await page.keyboard.press("Enter")
    await visit.opens("Delegate a task")
    await expect(visit.field("Task")).to_be_focused()
    reached = set()
    for _ in range(30):
        await page.keyboard.press("Tab")
        inside, name = await page.evaluate(
            """() => {
              const one = document.activeElement;
              return [Boolean(one.closest("[role=dialog]")), one.innerText || one.getAttribute("aria-label") || one.id];
            }"""
        )
        assert inside
        reached.add(name)
    assert {"Next", "Close", "Dismiss"} <= reached
    await page.keyboard.press("Escape")
    await expect(visit.modal).to_have_count(0)
    await expect(composer).to_be_focused()


async def test_field_errors_stand_in_place_and_focus_the_first(visit: Visit) -> None:
    """What is missing is said below each field, the first one gets the keyboard, and typing takes it away."""
    await visit.open_channel(CLOUD_COSTS)
    await visit.say("/delegate @Sam Rivera Monthly cloud spend report")
    await visit.opens("Delegate a task")
    await visit.press(visit.modal, "Next")
    wrong = visit.modal.locator(".input-wrong")
    await expect(wrong).to_have_count(3)
    await expect(wrong.first).to_contain_text("Deadline")
    await expect(visit.modal.get_by_label("Deadline date", exact=True)).to_be_focused()
    outcome = visit.field("Outcome")
    await expect(outcome).to_have_attribute("aria-invalid", "true")
    await expect(outcome).to_have_accessible_description(re.compile("Please complete this required field."))
    await outcome.fill("Finance can plan hiring on it.")
    await expect(wrong).to_have_count(2)


async def test_steps_go_back_and_forth_and_lose_nothing(visit: Visit) -> None:
    """Back shows the step before with what was typed; a small view on top returns to the step below."""
    await fill_the_bar(visit)
    await visit.submit("Next")
    await visit.pick("Is there a way back?", "Yes, and it was tried")
    await visit.submit("Next")
    await expect(visit.field("Minimum shippable")).to_be_focused()
    await visit.write({"Minimum shippable": "Totals per team."})
    await visit.press(visit.modal, "Add an assumption")
    await visit.opens("Add an assumption")
    await visit.write({"What do we take for granted?": "Both exports are complete."})
    await visit.submit("Add")
    await visit.opens("Delegate a task")
    await expect(visit.modal).to_contain_text("Both exports are complete.")
    await expect(visit.field("Minimum shippable")).to_have_value("Totals per team.")
    await visit.press(visit.modal, "Back")
    await expect(visit.modal.get_by_role("combobox", name="Is there a way back?")).to_have_value(
        "Yes, and it was tried"
    )
    await visit.press(visit.modal, "Back")
    await expect(visit.field("Outcome")).to_have_value("Finance can plan hiring on it.")


async def test_each_person_sees_their_own(visit: Visit) -> None:
    """Being somebody else changes places, zone and messages; what is private stays with those who are in it."""
    page = visit.page
    await visit.be(MAYA)
    await expect(page.get_by_test_id("clock-now")).to_contain_text("09:30")
    await visit.open_channel(LEADERSHIP)
    await expect(visit.message("Hiring for next year")).to_be_visible()
    await visit.be(SAM)
    await expect(page.get_by_test_id("clock-now")).to_contain_text("10:30")
    await expect(page.get_by_test_id(f"channel-{LEADERSHIP}")).to_have_count(0)
    await expect(page.get_by_text("Hiring for next year")).to_have_count(0)
    await expect(page.get_by_role("complementary", name="Places")).to_contain_text("Sam Rivera")


async def test_the_clock_moves_by_an_hour_and_by_a_day(visit: Visit) -> None:
    """Each button moves everybody's time, and the page says so."""
    now = visit.page.get_by_test_id("clock-now")
    await visit.jump("hour")
    await expect(now).to_contain_text("Mon 23 Nov, 10:30")
    await visit.jump("day")
    await expect(now).to_contain_text("Tue 24 Nov, 10:30")
    await expect(visit.page.get_by_test_id("toasts")).to_contain_text(
        "It is now Tue 24 Nov, 10:30 in London."
    )


async def test_the_calls_panel_shows_what_passes(visit: Visit) -> None:
    """A command goes to the app, and its views.open comes back: in this order, each opening to more."""
    await visit.press(visit.page.get_by_role("banner"), "Web API calls")
    panel = visit.page.get_by_test_id("calls-panel")
    await visit.open_channel(CLOUD_COSTS)
    await visit.say("/delegate")
    await visit.opens("Delegate a task")
    opened = panel.get_by_role("listitem").filter(has_text="views.open")
    await expect(opened).to_contain_text("ok")
    await visit.page.keyboard.press("Escape")
    await expect(visit.modal).to_have_count(0)
    await opened.get_by_role("button").click()
    await expect(opened.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    await expect(opened).to_contain_text("Number")
    await visit.press(panel, "→ To the app")
    await expect(panel.get_by_role("listitem").filter(has_text="/delegate").first).to_be_visible()
    await expect(opened).to_have_count(0)


async def test_a_message_becomes_a_brief(visit: Visit) -> None:
    """The shortcut on a message opens the brief with its words in it."""
    await visit.open_channel(CLOUD_COSTS)
    message = visit.message("Finance needs the monthly cloud spend report")
    await message.hover()
    await visit.press(message, "More actions")
    await visit.page.get_by_role("menuitem", name="Delegate this message").click()
    await visit.opens("Delegate a task")
    await expect(visit.field("Task")).to_have_value(
        re.compile("Finance needs the monthly cloud spend report")
    )


async def test_the_composer_completes_commands_and_people(visit: Visit) -> None:
    """A slash offers the command, Tab takes it, and an at sign offers people."""
    await visit.open_channel(CLOUD_COSTS)
    composer = await visit.type("/de")
    offered = visit.page.get_by_test_id("completion").get_by_role("option")
    await expect(offered).to_have_count(1)
    await expect(offered).to_contain_text("/delegate")
    await composer.press("Tab")
    await expect(composer).to_have_value("/delegate ")
    await composer.press_sequentially("@sa")
    await expect(offered).to_contain_text("Sam Rivera")
    await composer.press("Enter")
    await expect(composer).to_have_value("/delegate @Sam Rivera ")
    await composer.press_sequentially("Report")
    await composer.press("Enter")
    await visit.opens("Delegate a task")
    await expect(visit.modal.get_by_role("combobox", name="Owner")).to_have_value("Sam Rivera")


async def test_what_people_type_is_only_text(visit: Visit) -> None:
    """A script, a channel mention and a link in disguise stand there as they were typed, on cards and in messages."""
    nasty = "<script>document.title='owned'</script> <!channel> & *bold*"
    await fill_the_bar(visit, task=nasty)
    for button in ("Next", "Next"):
        await visit.submit(button)
    await expect(visit.field("Minimum shippable")).to_be_visible()
    await visit.submits("Hand over")
    await visit.open_app_dm()
    await expect(visit.message("<script>document.title='owned'</script> <!channel>")).to_be_visible()
    await visit.be(SAM)
    await expect(visit.message("<script>document.title='owned'</script> <!channel>")).to_be_visible()
    await visit.open_channel(CLOUD_COSTS)
    await visit.say("<img src=x onerror=alert(1)> </textarea>")
    await expect(visit.message("<img src=x onerror=alert(1)> </textarea>")).to_be_visible()
    await expect(visit.page).not_to_have_title(re.compile("owned"))


async def test_two_tabs_follow_each_other(visit: Visit, browser: Browser, demo: Demo) -> None:
    """What one person says appears in another one's window by itself, with a dot where it is not open."""
    async with new_tab(browser, demo) as other:
        await other.be(NOOR)
        for channel in (CLOUD_COSTS, GENERAL):
            await other.open_channel(channel)
        await visit.open_channel(CLOUD_COSTS)
        await visit.say("The report is on its way.")
        await expect(other.page.get_by_test_id(f"channel-{CLOUD_COSTS}")).to_contain_text("new")
        await other.open_channel(CLOUD_COSTS)
        await expect(other.message("The report is on its way.")).to_be_visible()
        assert other.complaints == []


async def test_what_arrives_while_one_becomes_somebody_is_seen(visit: Visit) -> None:
    """A message between reading a place and hearing of its news is there as soon as the page hears again."""
    asked, heard = asyncio.Event(), asyncio.Event()

    async def hear_late(route: Route) -> None:
        asked.set()
        await heard.wait()
        await route.continue_()

    await visit.open_channel(CLOUD_COSTS)
    await visit.page.route("**/page/live*", hear_late)
    await visit.be(NOOR)
    await asked.wait()
    await expect(visit.message("Finance needs the monthly cloud spend report")).to_be_visible()
    await Actor(visit.demo.workspace, SAM).say(CLOUD_COSTS, "The report is on its way.")
    heard.set()
    await expect(visit.message("The report is on its way.")).to_be_visible()


async def test_everything_has_a_name(visit: Visit) -> None:
    """Each button and each input says what it is, in every place and in every step of the brief; ids are unique."""
    page = visit.page

    async def look() -> None:
        assert await page.evaluate(NAMELESS) == []
        assert await page.evaluate(TWICE) == []

    await look()
    await visit.open_home()
    await visit.press(page.get_by_role("banner"), "Web API calls")
    await look()
    await fill_the_bar(visit)
    await look()
    for _ in range(2):
        await visit.submit("Next")
        await look()
    for small in ("Add a trigger", "Add a checklist line", "Add an assumption", "Change times"):
        await visit.press(visit.modal, small)
        await expect(page.get_by_test_id("modal-below")).to_have_count(1)
        await look()
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("modal-below")).to_have_count(0)


@pytest.mark.parametrize("panel", ["Guide", "Web API calls"])
async def test_it_fits_a_small_window(browser: Browser, demo: Demo, panel: str) -> None:
    """At 1024 by 768 nothing hangs over the edge, with either panel open and with the brief on top."""
    async with new_tab(browser, demo, viewport={"width": 1024, "height": 768}) as visit:
        toggle = visit.page.get_by_role("banner").get_by_role("button", name=panel, exact=True)
        if await toggle.get_attribute("aria-pressed") == "false":
            await toggle.click()
        await expect(toggle).to_have_attribute("aria-pressed", "true")
        assert await visit.page.evaluate(TOO_WIDE) == []
        await fill_the_bar(visit)
        assert await visit.page.evaluate(TOO_WIDE) == []
        assert visit.complaints == []


async def test_dark_is_dark(browser: Browser, demo: Demo) -> None:
    """Where a person prefers dark, the ground is dark and the letters on it are light enough to read."""
    async with new_tab(browser, demo, color_scheme="dark") as visit:
        await visit.open_channel(CLOUD_COSTS)
        text = visit.message("Finance needs").locator(".message-text")
        letters = await text.evaluate("(one) => getComputedStyle(one).color")
        ground = await visit.page.locator("main").evaluate("(one) => getComputedStyle(one).backgroundColor")
        assert contrast(letters, ground) >= 7
        assert luminance(ground) < 0.05
        assert visit.complaints == []


async def fill_the_bar(visit: Visit, task: str = "Monthly cloud spend report") -> None:
    """Open the brief and fill its first step."""
    await visit.open_channel(CLOUD_COSTS)
    await visit.say("/delegate @Sam Rivera x")
    await visit.opens("Delegate a task")
    await visit.write(
        {
            "Task": task,
            "Outcome": "Finance can plan hiring on it.",
            "Acceptable error": "variance <= 2 %",
        }
    )
    await visit.pick_moment("Deadline", "2026-11-26", "16:00")


def luminance(colour: str) -> float:
    """Return the relative luminance of a computed `rgb(...)` colour, as WCAG defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
