"""docs/interface.md: every id that Slack can send us and every message that we can send stands there."""

import re

import pytest

from bot.blocks.ids import Action, Shortcut, ViewId
from bot.domain.nudge_kind import NudgeKind
from handlers import ACTIONS, SHORTCUTS, SUBMISSIONS
from tests.meta.tree import ROOT

READ_ONLY = {ViewId.BRIEF, ViewId.MORE, ViewId.NOTICE, ViewId.RISKS}


@pytest.fixture(scope="module")
def documented() -> set[str]:
    """Return every word that the page marks as code."""
    return set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("ids", [Action, Shortcut, ViewId, NudgeKind])
def test_every_id_is_documented(documented: set[str], ids: type) -> None:
    """Each id of each kind is named on the page."""
    assert {str(each) for each in ids} - documented == set()


def test_the_page_names_nothing_that_is_not_there(documented: set[str]) -> None:
    """What looks like an id on the page is one."""
    known = {str(each) for kind in (Action, Shortcut, ViewId, NudgeKind) for each in kind}
    assert documented - known == set()


def test_every_id_has_its_row_in_the_routing_table() -> None:
    """Every action, shortcut and form that can come back from Slack has a listener, and no row is dead."""
    assert set(ACTIONS) == set(Action)
    assert set(SHORTCUTS) == set(Shortcut)
    assert set(SUBMISSIONS) == set(ViewId) - READ_ONLY
