"""The demo, fresh for every test, and a real browser that looks at its page."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.clock import SettableClock
from bot.demo import Demo
from tests.browser.visit import MONDAY, Visit, new_tab

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The same pixels every time, whatever was drawn before.
    "--font-render-hinting=none",
    "--disable-partial-raster",
    "--disable-skia-runtime-opts",
)


def chromium() -> str:
    """Return where Chromium is; without it skip loudly, or fail where a browser is required."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"NO BROWSER: none of {', '.join(CHROMIUM)} is here. On Debian: apt-get install chromium"
    if os.environ.get("LEEWAY_REQUIRE_BROWSER"):
        pytest.fail(reason)
    # A desk without Chromium still runs all else; where nothing may be left out, the variable above makes it a failure.
    pytest.skip(reason)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests; each has a context of its own in it."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(browser: Browser, tmp_path: Path) -> AsyncIterator[Demo]:
    """The workspace and the bot, on a Monday morning, on a clock that only the page moves."""
    demo = Demo(tmp_path, clock=SettableClock(MONDAY, frozen=True))
    try:
        await demo.start()
        yield demo
    finally:
        await demo.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, demo: Demo) -> AsyncIterator[Visit]:
    """Somebody who looks at the page. A test in which the page logs a warning or an error fails."""
    async with new_tab(browser, demo) as visit:
        yield visit
    assert visit.complaints == []
