"""The first moment at which two people are both at work."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.worktime import WorkingHours, common_moment
from tests.domain.times import (
    DAY,
    MINUTE,
    at,
    at_work,
    office_in,
    quarters,
    round_instants,
    unhurried,
    working_hours,
)


def _both(one: WorkingHours, other: WorkingHours, start: datetime, length: timedelta) -> bool:
    return all(
        at_work(one, each) and at_work(other, each)
        for each in (*quarters(start, start + length), start + length - MINUTE)
    )


@unhurried
@given(
    working_hours(),
    working_hours(),
    round_instants,
    st.integers(0, 4 * 96),
    st.sampled_from((15, 30, 45, 120)),
)
def test_it_is_common_and_the_first(
    one: WorkingHours, other: WorkingHours, after: datetime, count: int, minutes: int
) -> None:
    """Both work at that moment and until the end; no earlier quarter of an hour would do; None means that none does."""
    until, length = after + count * 15 * MINUTE, timedelta(minutes=minutes)
    found = common_moment(one, other, after, until, length)
    fitting = (
        each for each in quarters(after, until) if each + length <= until and _both(one, other, each, length)
    )
    assert found == next(fitting, None)


@unhurried
@given(working_hours(), working_hours(), round_instants)
def test_it_does_not_matter_who_is_named_first(
    one: WorkingHours, other: WorkingHours, after: datetime
) -> None:
    """The common moment of two people is the same from either side."""
    until = after + 5 * DAY
    assert common_moment(one, other, after, until, 15 * MINUTE) == common_moment(
        other, one, after, until, 15 * MINUTE
    )


def test_two_who_never_work_together_have_none() -> None:
    """London and Auckland share no working hour, in winter or in summer."""
    london, auckland = office_in("Europe/London"), office_in("Pacific/Auckland")
    for start in (at("UTC", "2026-01-05 00:00"), at("UTC", "2026-07-06 00:00")):
        assert common_moment(london, auckland, start, start + 14 * DAY, 15 * MINUTE) is None


def test_the_whole_length_fits() -> None:
    """Ten minutes before the closing there is no room for fifteen; exactly fifteen before there is."""
    hours, closing = office_in("UTC"), at("UTC", "2026-11-20 18:00")
    monday = at("UTC", "2026-11-23 09:00")
    for before, expected in ((15, closing - 15 * MINUTE), (14, monday)):
        start = closing - before * MINUTE
        assert common_moment(hours, hours, start, start + 7 * DAY, 15 * MINUTE) == expected


@pytest.mark.parametrize("length", [timedelta(), timedelta(seconds=1)])
def test_where_one_leaves_as_the_other_comes_there_is_none(length: timedelta) -> None:
    """One ends at noon and the other begins at noon: at no instant are both at work, however short the review."""
    morning = WorkingHours(ZoneInfo("UTC"), time(8), time(12))
    afternoon = WorkingHours(ZoneInfo("UTC"), time(12), time(16))
    start = at("UTC", "2026-11-20 00:00")
    assert common_moment(morning, afternoon, start, start + DAY, length) is None
