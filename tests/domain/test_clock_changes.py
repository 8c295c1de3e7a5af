"""The days on which the clocks change: working time follows the wall, and nothing else moves."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.worktime import WorkingHours, common_moment
from tests.domain.times import DAY, HOUR, MINUTE, ZONES, at, office_in

EVERY_DAY = frozenset(range(7))


@pytest.mark.parametrize(
    ("zone", "friday", "apart"),
    [
        ("Europe/London", "2026-03-27", 71 * HOUR),
        ("Europe/London", "2026-10-23", 73 * HOUR),
        ("America/New_York", "2026-03-06", 71 * HOUR),
        ("America/New_York", "2026-10-30", 73 * HOUR),
        ("Australia/Lord_Howe", "2026-10-02", 71 * HOUR + 30 * MINUTE),
        ("Australia/Lord_Howe", "2026-04-03", 72 * HOUR + 30 * MINUTE),
        ("Asia/Kolkata", "2026-03-27", 72 * HOUR),
    ],
)
def test_over_a_change_of_the_clocks_monday_keeps_its_time(zone: str, friday: str, apart: object) -> None:
    """A working day after Friday 10:00 is Monday 10:00 there, an hour (or a half) more or less than 72 hours on."""
    start = at(zone, f"{friday} 10:00")
    moved = office_in(zone).later_by_days(start, 1)
    assert moved - start == apart
    assert moved.astimezone(ZoneInfo(zone)).strftime("%A %H:%M") == "Monday 10:00"


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/London", "2026-03-29", 9 * HOUR),
        ("Europe/London", "2026-10-25", 11 * HOUR),
        ("America/New_York", "2026-03-08", 9 * HOUR),
        ("America/New_York", "2026-11-01", 11 * HOUR),
        ("Australia/Lord_Howe", "2026-10-04", 9 * HOUR + 30 * MINUTE),
        ("Australia/Lord_Howe", "2026-04-05", 10 * HOUR + 30 * MINUTE),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(zone: str, day: str, length: object) -> None:
    """Hours over the change itself, from midnight to ten, are an hour (or a half) shorter or longer on that day."""
    hours = WorkingHours(ZoneInfo(zone), time(0), time(10), EVERY_DAY)
    assert hours.worked_between(at(zone, f"{day} 00:00"), at(zone, f"{day} 23:00")) == length


def test_hours_that_start_in_the_hour_that_is_left_out_start_after_it() -> None:
    """An opening at 01:30 on the morning when 01:00 becomes 02:00 falls after the gap, and the day is a working day."""
    hours = WorkingHours(ZoneInfo("Europe/London"), time(1, 30), time(10), EVERY_DAY)
    opening = hours.next_open(at("Europe/London", "2026-03-29 00:15"))
    assert hours.is_open(opening)
    assert at("Europe/London", "2026-03-29 02:00") <= opening <= at("Europe/London", "2026-03-29 02:30")


def test_a_friday_that_never_was_is_no_working_day() -> None:
    """Apia went from Thursday 29 to Saturday 31 December 2011: nobody works on the Friday between."""
    hours = office_in("Pacific/Apia")
    thursday = at("Pacific/Apia", "2011-12-29 17:00")
    monday = at("Pacific/Apia", "2012-01-02 17:00")
    assert hours.worked_between(thursday, monday) == 9 * HOUR
    assert hours.next_open(thursday + HOUR) == at("Pacific/Apia", "2012-01-02 09:00")
    assert hours.later_by_days(thursday, 1) == monday
    assert hours.earlier_by_days(monday, 1) == thursday
    assert hours.last_open(at("Pacific/Apia", "2012-01-01 12:00")) == at("Pacific/Apia", "2011-12-29 17:30")


@pytest.mark.parametrize(
    ("friday", "monday"),
    [("2026-03-27", "2026-03-30"), ("2026-10-23", "2026-10-26"), ("2026-03-20", "2026-03-23")],
)
def test_two_who_are_an_hour_apart_stay_an_hour_apart(friday: str, monday: str) -> None:
    """London and Berlin change their clocks at one instant: before and after, both work from nine in London on."""
    london, berlin = office_in("Europe/London"), office_in("Europe/Berlin")
    for day in (friday, monday):
        midnight = at("Europe/London", f"{day} 00:00")
        found = common_moment(london, berlin, midnight, midnight + DAY, 15 * MINUTE)
        assert found == at("Europe/London", f"{day} 09:00")
    end = at("Europe/Berlin", f"{friday} 18:00")
    assert common_moment(berlin, london, end - 10 * MINUTE, end + 3 * DAY, 15 * MINUTE) == at(
        "Europe/London", f"{monday} 09:00"
    )


@pytest.mark.parametrize(
    ("day", "opens"),
    [("2026-03-06", "14:00"), ("2026-03-09", "13:00"), ("2026-03-27", "13:00"), ("2026-03-30", "14:00")],
)
def test_between_two_changes_two_are_an_hour_closer(day: str, opens: str) -> None:
    """New York changes three weeks before London: in those weeks its nine o'clock comes an hour earlier there."""
    midnight = at("Europe/London", f"{day} 00:00")
    found = common_moment(
        office_in("Europe/London"), office_in("America/New_York"), midnight, midnight + DAY, 15 * MINUTE
    )
    assert found == at("Europe/London", f"{day} {opens}")


@pytest.mark.parametrize("zone", ZONES)
def test_every_working_day_of_a_year_is_nine_hours(zone: str) -> None:
    """Whatever the clocks do in the night, the hours from nine to six are nine hours on every weekday of 2026."""
    windows = list(office_in(zone).windows(at(zone, "2026-01-01 00:00"), at(zone, "2027-01-01 00:00")))
    assert len(windows) == 261
    assert {closes - opens for opens, closes in windows} == {9 * HOUR}
