"""A visit to the page: what a person sees and does there, named as they would say it."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from bot.demo import Demo
from bot.domain.nudge import NudgeStatus

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # 09:30 in London, 10:30 in Paris
WINDOW = {"width": 1280, "height": 800}
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "story"
PATIENCE_MS = 15_000
NOWHERE = (640, 1)  # a place without anything to hover over

QUIET = """
.toasts { visibility: hidden !important; }
* { animation: none !important; transition: none !important; }
"""

expect.set_options(timeout=PATIENCE_MS)


def exactly(label: str) -> re.Pattern[str]:
    """Match a field's label, with or without Slack's "(optional)"."""
    return re.compile(rf"^{re.escape(label)}( \(optional\))?$")


class Visit:
    """One tab. Every method waits until what it did can be seen."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self.demo = demo
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(f"{said.type}: {said.text} ({said.location.get('url')})")

    # -- going about

    async def be(self, person: str) -> None:
        """Be another person."""
        button = self.page.get_by_test_id(f"person-{person}")
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")

    async def open_app_dm(self) -> None:
        """Open the direct messages with the app."""
        await self._open(self.page.get_by_test_id(re.compile("^dm-")).filter(has_text="APP"))

    async def open_channel(self, channel: str) -> None:
        """Open a channel."""
        await self._open(self.page.get_by_test_id(f"channel-{channel}"))

    async def open_home(self) -> Locator:
        """Open App Home and return it."""
        await self._open(self.page.get_by_test_id("home"))
        return self.page.get_by_test_id("home-view")

    async def _open(self, entry: Locator) -> None:
        await entry.click()
        await expect(entry).to_have_attribute("aria-current", "page")

    async def open_thread(self, message: Locator) -> Locator:
        """Open the thread below a message and return its panel."""
        await message.get_by_role("button", name=re.compile(r"\d+ repl")).click()
        panel = self.page.get_by_test_id("thread-panel")
        await expect(panel).to_be_visible()
        return panel

    async def jump(self, to: str = "next") -> None:
        """Press one of the clock's buttons: "next", "hour" or "day"."""
        await self.settled()
        before = self.demo.clock.now()
        button = self.page.get_by_test_id(f"clock-{to}")
        async with self.page.expect_response("**/page/clock"):
            await button.click()
        await expect(button).to_have_attribute("aria-busy", "false")
        assert self.demo.clock.now() > before

    async def jump_to(self, what: str) -> None:
        """Wait until the page says that `what` comes next, and jump to it."""
        coming = self.page.get_by_test_id("clock-next-what")
        await expect(coming).to_contain_text(re.compile(f"^{re.escape(what)} ", re.IGNORECASE))
        await self.jump()

    # -- saying and pressing

    async def type(self, text: str) -> Locator:
        """Write into the composer, and return it."""
        composer = self.page.get_by_test_id("composer")
        await composer.fill(text)
        return composer

    async def say(self, text: str) -> None:
        """Send a message or a command."""
        composer = await self.type(text)
        await composer.press("Enter")
        await expect(composer).to_have_value("")

    def message(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """Return the newest message that says `words`."""
        return (within or self.page).get_by_test_id("message").filter(has_text=words).last

    async def press(self, where: Locator, button: str) -> None:
        """Press a button of a message, a modal or the Home."""
        await where.get_by_role("button", name=button, exact=True).click()

    # -- modals

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_test_id("modal")

    async def opens(self, title: str) -> Locator:
        """Wait for a modal with this title."""
        await expect(self.modal.get_by_role("heading", name=title, exact=True)).to_be_visible()
        return self.modal

    def field(self, label: str) -> Locator:
        """Return an input of the modal by its label."""
        return self.modal.get_by_role("textbox", name=exactly(label))

    async def write(self, fields: dict[str, str]) -> None:
        """Fill the modal's text inputs by their labels."""
        for label, value in fields.items():
            await self.field(label).fill(value)

    async def pick(self, label: str, choice: str) -> None:
        """Choose in one of the modal's selects, as one does: type a little, press Enter."""
        select = self.modal.get_by_role("combobox", name=exactly(label))
        await select.fill(choice)
        await select.press("Enter")
        await expect(select).to_have_value(choice)

    async def pick_moment(self, label: str, day: str, time: str) -> None:
        """Choose a day and a time."""
        await self.modal.get_by_label(f"{label} date", exact=True).fill(day)
        await self.modal.get_by_label(f"{label} time", exact=True).fill(time)

    async def tick(self, kind: str, name: str) -> None:
        """Tick a "radio" or a "checkbox"."""
        await self.modal.get_by_role(kind, name=name).check()

    async def submit(self, button: str) -> None:
        """Press the modal's submit button, and wait until there is an answer."""
        async with self.page.expect_response("**/page/submit"):
            await self.press(self.modal, button)

    async def submits(self, button: str) -> None:
        """Press the modal's submit button, and see it close."""
        await self.submit(button)
        await expect(self.modal).to_have_count(0)

    # -- pictures

    async def picture(self, name: str, of: Locator | None = None) -> None:
        """Keep a picture of this moment for the documents, if pictures are asked for; `of` is to be in sight."""
        if not os.environ.get("LEEWAY_SCREENSHOTS"):
            return
        await self.settled()
        if of:
            await of.scroll_into_view_if_needed()
        await self.page.mouse.move(*NOWHERE)
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(await self._steady())

    async def settled(self) -> None:
        """Wait until the bot has said everything that it has to say by now."""
        while True:
            assert self.demo.application is not None
            oversight = self.demo.application.oversight
            coming, counts = await oversight.coming(), await oversight.counts()
            is_later = coming is None or coming.due_at > self.demo.clock.now()
            if is_later and not counts[NudgeStatus.SENDING]:
                return
            await self.page.wait_for_timeout(50)

    async def _steady(self) -> bytes:
        """Look until nothing has changed for half a second: dots and hints follow a moment later."""
        options: dict[str, Any] = {"animations": "disabled", "scale": "css", "style": QUIET}
        before, now = b"", await self.page.screenshot(**options)
        while before != now:
            await self.page.wait_for_timeout(600)
            before, now = now, await self.page.screenshot(**options)
        return now


@asynccontextmanager
async def new_tab(browser: Browser, demo: Demo, **options: Any) -> AsyncIterator[Visit]:
    """Open the page in a context of its own; `options` are Playwright's for a context."""
    settings: dict[str, Any] = {"viewport": WINDOW, "device_scale_factor": 1, "locale": "en-GB"} | options
    context = await browser.new_context(**settings)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.clock.set_fixed_time(MONDAY)  # the story's time is the demo's; the page adds nothing to it
    visit = Visit(page, demo)
    await page.goto(demo.page_url)
    await expect(page.get_by_test_id("composer")).to_be_visible()
    yield visit
    await context.close()
