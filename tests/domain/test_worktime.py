"""Working time: what the windows say is what the clock on the wall says, in every zone and on every day."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.worktime import WorkingHours
from tests.domain.times import (
    DAY,
    HOUR,
    MINUTE,
    ZONES,
    at,
    at_work,
    instants,
    office,
    office_in,
    quarters,
    round_instants,
    unhurried,
    wall,
    working_hours,
)

NOT_IN_APIA = date(2011, 12, 30)


@unhurried
@given(working_hours(), instants)
@example(office_in("Pacific/Apia"), datetime(2011, 12, 30, 20, tzinfo=UTC))
def test_open_is_what_the_wall_clock_says(hours: WorkingHours, instant: datetime) -> None:
    """A person is at work on their weekdays from the opening until just before the closing, as their clock shows it."""
    assert hours.is_open(instant) == at_work(hours, instant)


@unhurried
@given(working_hours(), instants)
@example(office_in("Pacific/Apia"), datetime(2011, 12, 30, 9, tzinfo=UTC))
def test_the_next_opening_is_within_hours_and_nothing_was_missed(
    hours: WorkingHours, instant: datetime
) -> None:
    """`next_open` never goes back, lies within hours, is itself when asked again, and skips no working time."""
    moved = hours.next_open(instant)
    assert moved >= instant
    assert at_work(hours, moved)
    assert hours.next_open(moved) == moved
    assert hours.worked_between(instant, moved) == timedelta()
    assert (moved == instant) == at_work(hours, instant)


@unhurried
@given(working_hours(), instants)
@example(office_in("Pacific/Apia"), datetime(2011, 12, 31, 22, tzinfo=UTC))
def test_the_last_call_is_within_hours_half_an_hour_before_the_closing(
    hours: WorkingHours, instant: datetime
) -> None:
    """`last_open` never goes forward, lies within hours, is itself when asked again, and leaves half an hour to act."""
    moved = hours.last_open(instant)
    assert moved <= instant
    assert at_work(hours, moved)
    assert hours.last_open(moved) == moved
    if not at_work(hours, instant):
        assert not at_work(hours, moved + 30 * MINUTE)
        assert hours.worked_between(moved, instant) == 30 * MINUTE


@unhurried
@given(working_hours(), instants)
@example(office_in("Pacific/Apia"), datetime(2011, 12, 29, 20, tzinfo=UTC))
def test_the_next_morning_is_an_opening_on_a_later_day(hours: WorkingHours, instant: datetime) -> None:
    """Of the days after this one on the wall, the first on which the person works, at its beginning."""
    morning = hours.next_morning(instant)
    assert wall(hours, morning).time() == hours.start
    assert wall(hours, morning).date() > wall(hours, instant).date()
    later = (morning - days * DAY for days in range(1, 8))
    skipped = (each for each in later if wall(hours, each).date() > wall(hours, instant).date())
    assert not any(at_work(hours, wall_time) for wall_time in skipped)


def test_the_last_call_of_a_day_shorter_than_that_is_its_opening() -> None:
    """Where a working day is shorter than half an hour, moving earlier ends at its opening, not before it."""
    hours = WorkingHours(ZoneInfo("UTC"), time(9), time(9, 20))
    assert hours.last_open(at("UTC", "2026-11-20 12:00")) == at("UTC", "2026-11-20 09:00")


@unhurried
@given(working_hours(), instants, st.integers(0, 15))
@example(office_in("Pacific/Apia"), at("Pacific/Apia", "2011-12-29 10:00"), 1)
def test_days_later_keep_the_time_on_the_wall(hours: WorkingHours, instant: datetime, days: int) -> None:
    """So many working days on it is the same time of day, whatever the clocks did in between."""
    start, moved = wall(hours, hours.next_open(instant)), wall(hours, hours.later_by_days(instant, days))
    assert moved.time() == start.time()
    assert _working_days(hours, start.date(), moved.date()) == days
    assert at_work(hours, moved)


@unhurried
@given(working_hours(), instants, st.integers(0, 15))
@example(office_in("Pacific/Apia"), at("Pacific/Apia", "2012-01-02 10:00"), 1)
def test_days_earlier_keep_the_time_on_the_wall(hours: WorkingHours, instant: datetime, days: int) -> None:
    """So many working days back it is the same time of day, whatever the clocks did in between."""
    start, moved = wall(hours, hours.last_open(instant)), wall(hours, hours.earlier_by_days(instant, days))
    assert moved.time() == start.time()
    assert _working_days(hours, moved.date(), start.date()) == days
    assert at_work(hours, moved)


def _working_days(hours: WorkingHours, after: date, until: date) -> int:
    days = (after + n * DAY for n in range(1, (until - after).days + 1))
    skipped = {NOT_IN_APIA} if hours.zone.key == "Pacific/Apia" else set()
    return sum(day.weekday() in hours.days and day not in skipped for day in days)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_after_friday_is_monday(zone: str) -> None:
    """One working day after Friday 16:20 is Monday 16:20, and one before it is Friday again."""
    hours, friday, monday = office_in(zone), at(zone, "2026-11-20 16:20"), at(zone, "2026-11-23 16:20")
    assert hours.later_by_days(friday, 1) == monday
    assert hours.earlier_by_days(monday, 1) == friday


def test_from_outside_hours_days_are_counted_from_the_next_opening() -> None:
    """A working day counted from Saturday noon, or from Monday before work, ends on Tuesday at nine."""
    hours = office_in("Europe/London")
    for instant in ("2026-11-21 12:00", "2026-11-23 06:00", "2026-11-20 18:00"):
        assert hours.later_by_days(at("Europe/London", instant), 1) == at("Europe/London", "2026-11-24 09:00")


@unhurried
@given(working_hours(), st.tuples(instants, instants, instants).map(sorted))
def test_worked_time_adds_up(hours: WorkingHours, three: list[datetime]) -> None:
    """Worked time from one instant to a third is the sum over any instant between; backwards there is none."""
    first, second, third = (three[0] + (each - three[0]) / 100 for each in three)
    whole = hours.worked_between(first, third)
    assert hours.worked_between(first, second) + hours.worked_between(second, third) == whole
    assert timedelta() <= whole <= third - first
    assert hours.worked_between(third, first) == timedelta()


@unhurried
@given(working_hours(), round_instants, st.integers(0, 8 * 96))
@example(office_in("Pacific/Apia"), datetime(2011, 12, 29, 12, tzinfo=UTC), 288)
def test_worked_time_is_the_quarters_at_work(hours: WorkingHours, start: datetime, count: int) -> None:
    """Worked time is as many quarters of an hour as the wall clock shows within working hours."""
    end = start + count * 15 * MINUTE
    counted = sum(at_work(hours, each) for each in quarters(start, end))
    assert hours.worked_between(start, end) == counted * 15 * MINUTE


@unhurried
@given(office, st.integers(0, 700))
def test_nobody_works_on_a_weekend(hours: WorkingHours, week: int) -> None:
    """From Friday's closing to Monday's opening no working time passes, even when the clocks change on Sunday."""
    friday = date(2015, 1, 2) + week * 7 * DAY
    closing = datetime.combine(friday, hours.end, hours.zone).astimezone(UTC)
    opening = datetime.combine(friday + 3 * DAY, hours.start, hours.zone).astimezone(UTC)
    assert hours.worked_between(closing, opening) == timedelta()
    assert hours.next_open(closing) == opening


@unhurried
@given(working_hours(), instants, st.integers(0, 20))
def test_windows_come_in_order_and_touch_what_was_asked(
    hours: WorkingHours, start: datetime, days: int
) -> None:
    """Windows are in order, do not overlap, and each has working time between the two instants."""
    end = start + days * DAY
    found = list(hours.windows(start, end))
    assert all(opens < closes and closes > start and opens < end for opens, closes in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert sum((min(c, end) - max(o, start) for o, c in found), timedelta()) == hours.worked_between(
        start, end
    )


@unhurried
@given(working_hours(), instants, st.sampled_from(ZONES))
def test_an_instant_is_the_same_in_whatever_zone_it_comes(
    hours: WorkingHours, instant: datetime, zone: str
) -> None:
    """An instant written in another zone gives the same answers, and all of them come out in UTC."""
    there = instant.astimezone(ZoneInfo(zone))
    for move in (hours.next_open, hours.last_open):
        assert move(there) == move(instant)
        assert move(there).tzinfo is UTC
    assert hours.later_by_days(there, 2).tzinfo is UTC
    assert hours.earlier_by_days(there, 2).tzinfo is UTC
    assert hours.worked_between(there, there + 7 * HOUR) == hours.worked_between(
        there.astimezone(UTC), (there + 7 * HOUR).astimezone(UTC)
    )


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(time(18), time(9), {0}), (time(9), time(9), {0}), (time(9), time(18), set()), (time(9), time(18), {7})],
)
def test_hours_in_which_nobody_works_are_not_made(start: time, end: time, days: set[int]) -> None:
    """Hours that end before they start, or have no weekday, fail when they are made, not when they are asked."""
    with pytest.raises(ValueError, match=r"working hours|weekday"):
        WorkingHours(ZoneInfo("UTC"), start, end, frozenset(days))


def test_a_working_day_has_its_length_by_the_wall_clock() -> None:
    """Nine to six is nine hours; half past eight to a quarter past five is eight and three quarters."""
    assert office_in("UTC").day_length == 9 * HOUR
    assert WorkingHours(ZoneInfo("UTC"), time(8, 30), time(17, 15)).day_length == 8 * HOUR + 45 * MINUTE
