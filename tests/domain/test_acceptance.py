"""What the owner adds on accepting: levels that are shown together, and what cannot stand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptance import Acceptance, Level, levels_apart, problems_of_acceptance
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.people import Tenant
from tests.domain.briefs import DEADLINE, NOW, a_brief

OFFER = Delegation("D1", Tenant("", "T1"), "U_M", "U_O", a_brief(), 1, State.OFFERED, NOW, NOW)
levels = st.none() | st.sampled_from(Level)


@given(levels, levels, st.booleans())
def test_neither_level_is_shown_alone(managers: Level | None, owners: Level | None, accepted: bool) -> None:
    """Both picks or none: whoever picked alone has told nobody."""
    added = Acceptance(level=owners) if accepted else None
    shown = replace(OFFER, manager_level=managers, acceptance=added).levels
    assert shown == ((managers, owners) if managers and owners and accepted else None)


@given(st.sampled_from(Level), st.sampled_from(Level))
def test_how_far_apart_is_the_same_from_both_sides(one: Level, other: Level) -> None:
    """Nothing lies between a level and itself, six steps between the first and the last."""
    assert levels_apart(one, other) == levels_apart(other, one)
    assert (levels_apart(one, other) == 0) == (one is other)
    assert levels_apart(Level.TELL, Level.DELEGATE) == 6


@pytest.mark.parametrize(("days", "stands"), [(-1, False), (0, False), (1, True), (30, False)])
def test_an_own_date_lies_before_the_deadline(days: int, stands: bool) -> None:
    """Between now and the deadline: earlier is past, later is a matter of the two."""
    added = Acceptance(own_deadline=NOW + timedelta(days=days))
    assert ("own_deadline" not in problems_of_acceptance(added, DEADLINE, NOW)) == stands


def test_texts_keep_within_their_room() -> None:
    """An expectation is a text like any other; readiness is a number or three words."""
    long = Acceptance(expectation="x" * 2_001, technical="x" * 41, ownership="x" * 41)
    assert set(problems_of_acceptance(long, DEADLINE, NOW)) == {
        "expectation",
        "technical_readiness",
        "ownership_readiness",
    }
    assert problems_of_acceptance(Acceptance(technical="4", ownership="ready to go"), DEADLINE, NOW) == {}
