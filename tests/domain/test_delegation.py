"""One delegation: who acts in which part, whose move it is after each act, and how it stands against its bar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.acceptable_error import understand
from bot.domain.delegation import Delegation, FoundBy, Outcome
from bot.domain.errors import Refused
from bot.domain.lifecycle import Act, Role, State
from bot.domain.people import Tenant
from tests.domain.briefs import a_brief

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OFFER = Delegation("D1", Tenant("", "T1"), "U_M", "U_O", a_brief(), 1, State.OFFERED, NOW, NOW)


@pytest.mark.parametrize(
    ("state", "act", "role", "holder"),
    [
        (State.OFFERED, Act.NEGOTIATE, Role.OWNER, "U_M"),
        (State.OFFERED, Act.NEGOTIATE, Role.MANAGER, "U_O"),
        (State.OFFERED, Act.AGREE, Role.MANAGER, "U_O"),
        (State.OFFERED, Act.ACCEPT, Role.OWNER, "U_M"),
        (State.OFFERED, Act.DECLINE, Role.OWNER, None),
        (State.OFFERED, Act.LAPSE, Role.CLOCK, None),
        (State.ACCEPTED, Act.ASK_BACK, Role.MANAGER, "U_M"),  # asked questions keep the move with the manager
        (State.ACCEPTED, Act.CONFIRM, Role.MANAGER, "U_O"),
        (State.ACCEPTED, Act.CONFIRM, Role.CLOCK, "U_O"),
        (State.IN_PROGRESS, Act.SHIP, Role.OWNER, None),
        (State.IN_PROGRESS, Act.TAKE_BACK, Role.MANAGER, None),
        (State.IN_REVIEW, Act.CLOSE, Role.CLOCK, None),
        (State.CLOSED, Act.CORRECT, Role.MANAGER, None),
    ],
)
def test_after_an_act_the_move_is_where_it_belongs(
    state: State, act: Act, role: Role, holder: str | None
) -> None:
    """Each act passes the move as agreed, and with it goes the time until which it was somebody's."""
    before = replace(OFFER, state=state, move_until=LATER)
    after = before.after(act, role, LATER)
    assert (after.holder(), after.move_until, after.changed_at) == (holder, None, LATER)


def test_what_the_act_brings_along_is_kept_and_the_rest_stays() -> None:
    """The changes named with an act are applied, also over what the table says; nothing else changes."""
    after = OFFER.after(Act.ACCEPT, Role.OWNER, LATER, back_brief="Totals per team.", move_until=LATER)
    assert after == replace(
        OFFER,
        state=State.ACCEPTED,
        move=Role.MANAGER,
        move_until=LATER,
        changed_at=LATER,
        back_brief="Totals per team.",
    )


def test_what_is_refused_changes_nothing() -> None:
    """An act that is not possible now is refused, and the delegation is what it was."""
    before = replace(OFFER)
    with pytest.raises(Refused):
        before.after(Act.SHIP, Role.OWNER, LATER)
    assert before == OFFER


def test_everybody_acts_in_their_own_part() -> None:
    """The owner and the manager are known by their ids; to anybody else it says whom to ask."""
    assert OFFER.role_of("U_O") is Role.OWNER
    assert OFFER.role_of("U_M") is Role.MANAGER
    assert (OFFER.other(Role.OWNER), OFFER.other(Role.MANAGER)) == ("U_M", "U_O")
    with pytest.raises(Refused, match="Ask its owner or its manager"):
        OFFER.role_of("U_X")


def test_the_manager_answers_and_a_deputy_only_once_asked() -> None:
    """Nobody else, and no empty id."""
    assert OFFER.may_answer("U_M", "")
    assert OFFER.may_answer("U_D", "U_D")
    assert not OFFER.may_answer("U_D", "")
    assert not OFFER.may_answer("U_O", "U_D")
    assert not OFFER.may_answer("", "")


@pytest.mark.parametrize(
    ("bar", "measured", "outcome"),
    [
        ("variance <= 2 %", "1.4 %", Outcome.MET),
        ("variance <= 2 %", "2", Outcome.MET),
        ("variance <= 2 %", "3,1 %", Outcome.MISSED),
        ("variance <= 2 %", "", Outcome.UNKNOWN),
        ("variance <= 2 %", "not known yet", Outcome.UNKNOWN),
        ("at most 1,000 rows", "1,250", Outcome.MISSED),
        ("no wrong customer name", "3", Outcome.UNKNOWN),
    ],
)
def test_a_measured_value_is_held_against_the_bar(bar: str, measured: str, outcome: Outcome) -> None:
    """Met or missed follows from a number on both sides; where one of them holds none it is not known."""
    delegation = replace(OFFER, brief=a_brief(acceptable_error=understand(bar)))
    assert delegation.hold_against_bar(measured) is outcome


def test_a_miss_can_be_recorded_for_fourteen_days_from_shipping() -> None:
    """Nothing can be corrected before it ships; then until exactly fourteen days on, and not a second more."""
    assert not OFFER.can_be_corrected(NOW)
    shipped = replace(OFFER, state=State.SHIPPED, shipped_at=NOW)
    window = timedelta(days=14)
    assert shipped.can_be_corrected(NOW)
    assert shipped.can_be_corrected(NOW + window)
    assert not shipped.can_be_corrected(NOW + window + timedelta(seconds=1))


def test_clean_is_met_and_nothing_corrected() -> None:
    """A delivery is clean only where the bar is known to be met and no miss was recorded, by whomever."""
    met = replace(OFFER, state=State.SHIPPED, outcome=Outcome.MET)
    assert met.is_clean
    assert not replace(met, outcome=Outcome.UNKNOWN).is_clean
    assert not replace(met, outcome=Outcome.MISSED).is_clean
    assert not replace(met, corrected_at=NOW, found_by=FoundBy.OWNER).is_clean
