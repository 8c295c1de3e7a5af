"""A pre-mortem on the page: people picked in their order, reasons in private, a risk decided."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground.cast import JONAS, MAYA, NOOR, SAM
from tests.browser.test_story import maya_hands_over, sam_accepts
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_a_pre_mortem_from_inviting_to_a_date(visit: Visit) -> None:
    """Two are invited, most junior first; four write; the owner reads them in order and watches for a state."""
    await maya_hands_over(visit)
    await sam_accepts(visit)
    await visit.be(SAM)
    await invite(visit)
    for person, reason in (
        (NOOR, "Finance closed early."),
        (JONAS, "Two accounts are new."),
        (MAYA, ""),
        (SAM, ""),
    ):
        await write(visit, person, reason)
    reveal = visit.message("The pre-mortem is revealed")
    await expect(reveal).to_contain_text("1. “Two accounts are new.”")
    await expect(reveal).to_contain_text("2. “Finance closed early.”")
    await look(visit, "reveal")
    await reveal.get_by_role("button", name="Decide").first.click()
    await visit.opens("Decide a risk")
    await visit.tick("radio", "Watch it: a state and a date")
    await visit.write({"What is there by then?": "Accounts are counted"})
    await visit.pick_moment("By when?", "2026-11-25", "15:00")
    await visit.tick("radio", "fall back to the minimum")
    await look(visit, "decide")
    await visit.submits("Decide")
    await expect(visit.message("The pre-mortem is revealed")).to_contain_text("Accounts are counted")
    await expect(visit.page.get_by_test_id("message").filter(has_text="2 risks, 1 open")).to_be_visible()
    await look(visit, "card")


async def invite(visit: Visit) -> None:
    """Sam picks three, takes one out again, and asks."""
    await visit.say("/delegate premortem")
    await visit.opens("Pre-mortem")
    select = visit.modal.get_by_role("combobox", name="Who else may see why? (optional)")
    for name in ("Jonas Lind", "Gita Rao", "Noor Haddad"):
        await select.fill(name)
        await select.press("Enter")
        await expect(visit.modal.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    await visit.press(visit.modal, "Take Gita Rao out")
    picked = visit.modal.get_by_role("list", name="Chosen, in this order").get_by_role("listitem")
    await expect(picked).to_have_text(["Jonas Lind", "Noor Haddad"])
    await look(visit, "invite")
    await visit.submits("Ask them")


async def write(visit: Visit, person: str, reason: str) -> None:
    """`person` writes one reason, or has nothing to add."""
    await visit.be(person)
    await visit.open_app_dm()
    asked = visit.message("has failed. Why?")
    if not reason:
        await visit.press(asked, "Nothing to add")
        return
    await look(visit, "asked")
    await visit.press(asked, "Write")
    await visit.opens("Why?")
    await visit.write({"Because …": reason})
    await look(visit, "reasons")
    await visit.submits("Keep")
    await expect(visit.message("You are in, with 1 reason.")).to_be_visible()


async def look(visit: Visit, name: str) -> None:
    """Keep a picture where LEEWAY_LOOK names a folder."""
    folder = os.environ.get("LEEWAY_LOOK")
    if folder:
        await visit.page.screenshot(path=Path(folder) / f"{name}.png")
