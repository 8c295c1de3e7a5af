"""So much working time later: what answers are due by, whatever the clocks do in between."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.worktime import WorkingHours
from tests.domain.times import HOUR, MINUTE, at, instants, office_in, unhurried, working_hours

lengths = st.integers(0, 40 * 60).map(lambda minutes: minutes * MINUTE)


@unhurried
@given(working_hours(), instants, lengths)
@example(office_in("Pacific/Apia"), at("Pacific/Apia", "2011-12-29 16:00"), 4 * HOUR)
def test_exactly_so_much_is_worked_until_then(
    hours: WorkingHours, instant: datetime, length: timedelta
) -> None:
    """No more and no less working time lies in between, and it is never before the next opening."""
    moved = hours.later_by(instant, length)
    assert hours.worked_between(instant, moved) == length
    assert moved >= hours.next_open(instant)
    if length:
        assert hours.worked_between(instant, moved - MINUTE) < length


@unhurried
@given(working_hours(), instants, lengths, lengths)
def test_one_length_after_another_is_both_together(
    hours: WorkingHours, instant: datetime, first: timedelta, second: timedelta
) -> None:
    """Where the first part ends within a day or at its closing, the sum comes to the same instant."""
    together = hours.later_by(instant, first + second)
    apart = hours.later_by(hours.later_by(instant, first), second)
    assert hours.worked_between(together, apart) == timedelta()
    assert apart >= together


@unhurried
@given(working_hours(), instants, instants, lengths)
def test_asked_later_it_is_due_no_earlier(
    hours: WorkingHours, one: datetime, other: datetime, length: timedelta
) -> None:
    """Two flags are due in the order in which they were raised."""
    first, second = sorted((one, other))
    assert hours.later_by(first, length) <= hours.later_by(second, length)


def test_what_does_not_fit_today_goes_on_at_the_next_opening() -> None:
    """Four hours from Friday 16:00 are two on Friday and two on Monday; from Saturday, Monday at one."""
    hours = office_in("Europe/London")
    assert hours.later_by(at("Europe/London", "2026-11-20 16:00"), 4 * HOUR) == at(
        "Europe/London", "2026-11-23 11:00"
    )
    assert hours.later_by(at("Europe/London", "2026-11-21 12:00"), 4 * HOUR) == at(
        "Europe/London", "2026-11-23 13:00"
    )


def test_what_ends_with_the_day_is_due_at_its_closing() -> None:
    """Four hours from two o'clock are over when the day is, and not on the next morning."""
    hours = office_in("Europe/London")
    assert hours.later_by(at("Europe/London", "2026-11-23 14:00"), 4 * HOUR) == at(
        "Europe/London", "2026-11-23 18:00"
    )


def test_people_an_hour_apart_differ_on_the_day_the_clocks_change_between_them() -> None:
    """When New York has changed its clocks and London has not, each one's hours are their own."""
    raised = at("Europe/London", "2026-03-16 12:00")
    assert office_in("America/New_York").later_by(raised, 4 * HOUR) == at(
        "America/New_York", "2026-03-16 13:00"
    )
    assert office_in("Europe/London").later_by(raised, 4 * HOUR) == at("Europe/London", "2026-03-16 16:00")


def test_a_shift_across_the_change_of_the_clocks_counts_real_hours() -> None:
    """On the night when an hour is left out, somebody at work has one hour less of it."""
    nights = WorkingHours(ZoneInfo("Europe/London"), time(0), time(8), frozenset(range(7)))
    assert nights.later_by(at("Europe/London", "2026-03-29 00:00"), 4 * HOUR) == at(
        "Europe/London", "2026-03-29 05:00"
    )
