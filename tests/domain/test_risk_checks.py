"""A state and a date: asked about within the owner's hours, earlier where it has to be, and never later."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.domain.premortem import Decision, Risk, check_at, check_watch, moved_check
from bot.domain.worktime import LAST_CALL, WorkingHours
from tests.domain.times import (
    at,
    at_work,
    office_in,
    quarters,
    round_instants,
    unhurried,
    wall,
    working_hours,
)

spans = st.integers(1, 4 * 24 * 14).map(lambda quarter: timedelta(minutes=15 * quarter))
PARIS = office_in("Europe/Paris")


def watched(wanted: datetime, asked: datetime, **fields: Any) -> Risk:
    """Return a risk that is watched."""
    base = Risk("r1", "d1", 1, "U1", 0, "It was late.", asked, is_revealed=True)
    now = replace(base, decision=Decision.WATCHED, state="Both are in", fallback="ring the manager")
    return replace(now, wanted_at=wanted, check_at=asked, **fields)


@unhurried
@given(working_hours(), round_instants, spans, spans)
def test_a_check_comes_within_hours_and_never_later(
    hours: WorkingHours, now: datetime, until: timedelta, slack: timedelta
) -> None:
    """In any zone, over any change of the clocks: at the wanted time at work, else before it, and after now."""
    wanted = now + until
    left = [
        each
        for each in quarters(now, wanted)[1:]
        if at_work(hours, each) and at_work(hours, each + LAST_CALL)
    ]
    try:
        asked = check_at(wanted, now, wanted + slack, hours)
    except Invalid:
        assert not left  # none of the owner's time but the end of a day
        return
    assert now < asked <= wanted
    assert at_work(hours, asked)
    if at_work(hours, wanted):
        assert asked == wanted
    else:  # no later working day was passed over
        closing_days = {wall(hours, each).date() for each in quarters(asked, wanted) if at_work(hours, each)}
        assert closing_days <= {wall(hours, asked).date()}


@given(working_hours(), round_instants, spans)
def test_no_check_outside_of_now_and_the_deadline(
    hours: WorkingHours, now: datetime, until: timedelta
) -> None:
    """What is past, and what is after the deadline, is refused at its field."""
    for wanted in (now, now - until, now + until + timedelta(seconds=1)):
        with pytest.raises(Invalid) as refused:
            check_at(wanted, now, now + until, hours)
        assert set(refused.value.problems) == {"by_when"}


@pytest.mark.parametrize(
    ("zone", "wanted", "asked"),
    [
        ("Europe/London", "2026-03-29 12:00", "2026-03-27 17:30"),  # the Sunday on which clocks go forward
        ("Europe/Paris", "2026-10-25 02:30", "2026-10-23 17:30"),  # the hour that comes twice
        ("America/New_York", "2026-11-02 08:00", "2026-10-30 17:30"),  # Monday before nine, after the change
        ("Australia/Lord_Howe", "2026-10-05 09:00", "2026-10-05 09:00"),
        ("Asia/Kolkata", "2026-11-25 23:45", "2026-11-25 17:30"),
    ],
)
def test_a_check_keeps_the_wall_clock_over_a_change(zone: str, wanted: str, asked: str) -> None:
    """Half an hour before the end of the last working day before, as its people read their clocks."""
    instant = at(zone, wanted)
    planned = check_at(instant, instant - timedelta(days=7), instant + timedelta(days=7), office_in(zone))
    assert planned == at(zone, asked)


def test_an_evening_before_the_owner_works_again_is_refused() -> None:
    """Friday evening for Sunday: nothing of the owner's time lies between, so it would come too late or at once."""
    friday, sunday = at("Europe/Paris", "2026-11-27 19:00"), at("Europe/Paris", "2026-11-29 12:00")
    with pytest.raises(Invalid, match="None of your working hours"):
        check_at(sunday, friday, sunday + timedelta(days=7), PARIS)


@unhurried
@given(working_hours(), working_hours(), round_instants, spans, spans)
def test_new_hours_and_deadlines_never_make_it_later_than_was_wanted(
    before: WorkingHours, after: WorkingHours, now: datetime, until: timedelta, passed: timedelta
) -> None:
    """A person who moves: the check is within the new hours where any are left, and never past its date."""
    wanted = now + until
    try:
        asked = check_at(wanted, now, wanted, before)
    except Invalid:
        assume(False)
    later = now + passed
    moved = moved_check(watched(wanted, asked), later, wanted, after)
    if later >= asked:
        assert moved is None
        return
    if moved is None:
        assert at_work(after, asked)
        return
    assert later <= moved <= wanted
    assert moved == later or at_work(after, moved)


def test_what_was_asked_or_answered_does_not_move() -> None:
    """Nor what is not watched."""
    wanted = at("Europe/Paris", "2026-11-25 15:00")
    earlier, morning = wanted - timedelta(days=1), WorkingHours(ZoneInfo("Europe/Paris"), time(8), time(12))
    risk = watched(wanted, wanted)
    assert moved_check(risk, earlier, wanted, morning) == at("Europe/Paris", "2026-11-25 11:30")
    assert moved_check(risk, earlier, wanted, PARIS) is None
    assert moved_check(risk, wanted, wanted, morning) is None
    assert moved_check(replace(risk, is_there=True), earlier, wanted, morning) is None
    assert moved_check(replace(risk, decision=Decision.ACCEPTED), earlier, wanted, morning) is None


def test_an_earlier_deadline_moves_it_too() -> None:
    """A date after the new deadline would decide nothing."""
    wanted, deadline = at("Europe/Paris", "2026-11-25 15:00"), at("Europe/Paris", "2026-11-24 12:00")
    assert moved_check(watched(wanted, wanted), deadline - timedelta(days=1), deadline, PARIS) == deadline


def test_a_check_waits_from_its_time_until_it_is_answered() -> None:
    """And its name is another one at another time."""
    wanted = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    risk = watched(wanted, wanted)
    assert not risk.waits_at(wanted - timedelta(seconds=1))
    assert risk.waits_at(wanted)
    assert not replace(risk, is_there=False).waits_at(wanted)
    assert replace(risk, check_at=wanted + timedelta(hours=1)).check_name != risk.check_name


def test_a_watch_has_a_state_a_date_and_a_fallback() -> None:
    """Each that is missing or too long has its sentence."""
    wanted = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert check_watch(" Both\nare in ", wanted, "ring the manager") == (
        "Both are in",
        wanted,
        "ring the manager",
    )
    with pytest.raises(Invalid) as refused:
        check_watch("", None, " ")
    assert set(refused.value.problems) == {"state", "by_when", "fallback"}
    with pytest.raises(Invalid) as refused:
        check_watch("x" * 151, wanted, "y" * 151)
    assert set(refused.value.problems) == {"state", "fallback"}
