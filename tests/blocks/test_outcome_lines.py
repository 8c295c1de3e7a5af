"""What came of it, in words: how early or late it shipped, and what was measured."""

from datetime import timedelta

import pytest

from bot.blocks.outcome_lines import outcome_line, shipped_line
from bot.domain.delegation import Outcome
from bot.domain.lifecycle import State
from tests.blocks.stories import DEADLINE, OWNER, story


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(0), "in time"),
        (timedelta(hours=1), "in time"),
        (timedelta(minutes=80), "an hour early"),
        (timedelta(hours=5, minutes=40), "6 hours early"),
        (timedelta(hours=23, minutes=40), "a day early"),
        (timedelta(hours=30), "a day early"),
        (timedelta(days=2, hours=3), "2 days early"),
        (-timedelta(minutes=1), "after the deadline"),
        (-timedelta(hours=3), "3 hours late"),
        (-timedelta(days=9), "9 days late"),
    ],
)
def test_shipping_says_how_early_or_late(before: timedelta, words: str) -> None:
    """Within an hour of the deadline it is in time or after it; beyond, in hours and days as people say them."""
    situation = story(State.SHIPPED, shipped_at=DEADLINE - before)
    assert shipped_line(situation, OWNER.tz).endswith(f", {words}.")


def test_a_measured_number_has_the_unit_of_the_bar() -> None:
    """The value and the bar can be compared at a glance."""
    delegation = story(State.SHIPPED, measured="3.1", outcome=Outcome.MISSED).delegation
    assert outcome_line(delegation) == "It was: 3.1 percent; the bar was missed."
