"""When an after-action begins: at once where it can, soon where it cannot, and never while somebody is at home."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review_start import PAUSE_AFTER_A_MISS, later_today, plan_start
from bot.domain.worktime import WorkingHours
from tests.domain.times import DAY, HOUR, MINUTE, at, at_work, instants, office, office_in, unhurried, wall

LONDON, NEW_YORK = office_in("Europe/London"), office_in("America/New_York")
KOLKATA, AUCKLAND = office_in("Asia/Kolkata"), office_in("Pacific/Auckland")
FULL = 15.0


def _london(text: str) -> datetime:
    """Return a time of the week of Monday 16 November 2026, or the one after, in London."""
    return at("Europe/London", f"2026-11-{text}")


@pytest.mark.parametrize(
    ("shipped", "is_miss", "starts"),
    [
        ("17 11:00", False, "17 11:00"),  # both are at work: at once
        ("17 11:00", True, "17 11:30"),  # first the correction, then the questions
        ("17 17:45", False, "17 17:45"),  # just room enough
        ("17 17:46", False, "18 09:00"),  # it would run over the end of the day
        ("17 17:20", True, "18 09:00"),
        ("17 17:15", True, "17 17:45"),
        ("20 17:50", False, "23 09:00"),  # Friday: over the weekend
        ("21 12:00", False, "23 09:00"),
        ("21 12:00", True, "23 09:00"),  # the half hour is long over by then
        ("23 08:45", True, "23 09:15"),
    ],
)
def test_two_in_one_place_start_at_once_or_at_the_next_opening(
    shipped: str, is_miss: bool, starts: str
) -> None:
    """Both are in London: at once within hours, half an hour on after a miss, else when the next day opens."""
    start = plan_start(_london(shipped), LONDON, LONDON, minutes=FULL, is_miss=is_miss)
    assert (start.at, start.is_async) == (_london(starts), False)


@pytest.mark.parametrize(
    ("shipped", "starts"),
    [
        ("17 10:00", "17 14:00"),  # New York opens at two in London
        ("17 15:30", "17 15:30"),
        ("17 17:55", "18 14:00"),
        ("20 18:30", "23 14:00"),
    ],
)
def test_two_in_different_places_start_when_both_are_there(shipped: str, starts: str) -> None:
    """The owner is in London, the manager in New York: the first moment at which both work."""
    start = plan_start(_london(shipped), LONDON, NEW_YORK, minutes=FULL, is_miss=False)
    assert (start.at, start.is_async) == (_london(starts), False)


def test_two_who_never_meet_review_each_in_their_own_time() -> None:
    """London and Auckland share no hour: asynchronously, from the owner's next working moment."""
    for owner, manager, starts in (
        (LONDON, AUCKLAND, _london("17 11:00")),
        (AUCKLAND, LONDON, at("Pacific/Auckland", "2026-11-18 09:00")),
    ):
        start = plan_start(_london("17 11:00"), owner, manager, minutes=FULL, is_miss=False)
        assert (start.at, start.is_async) == (starts, True)
    missed = plan_start(_london("17 17:45"), LONDON, AUCKLAND, minutes=FULL, is_miss=True)
    assert (missed.at, missed.is_async) == (_london("18 09:00"), True)


@pytest.mark.parametrize(
    ("shipped", "manager_works_on", "starts"),
    [
        ("16 11:00", 2, "18 16:00"),  # Wednesday is the second working day after Monday, all of it
        ("16 11:00", 3, None),  # Thursday is the third
        ("16 08:00", 2, "18 16:00"),
        ("16 19:00", 2, "18 16:00"),
        ("20 11:00", 1, "24 16:00"),  # Friday: Tuesday is the second working day
        ("20 19:00", 2, None),
        ("21 11:00", 1, "24 16:00"),
    ],
)
def test_at_the_latest_on_the_second_working_day(
    shipped: str, manager_works_on: int, starts: str | None
) -> None:
    """A manager at work on one afternoon a week: waited for to the end of the owner's second working day."""
    manager = WorkingHours(LONDON.zone, time(16), time(20), frozenset({manager_works_on}))
    start = plan_start(_london(shipped), LONDON, manager, minutes=FULL, is_miss=False)
    assert start.is_async == (starts is None)
    if starts:
        assert start.at == _london(starts)


@unhurried
@given(office, office, instants, st.sampled_from((1.0, 15.0, 60.0)), st.booleans())
def test_a_start_suits_both_or_the_owner(
    owner: WorkingHours, manager: WorkingHours, now: datetime, minutes: float, is_miss: bool
) -> None:
    """Never before now (or the half hour after a miss); in both people's hours to the end, else in the owner's."""
    start = plan_start(now, owner, manager, minutes=minutes, is_miss=is_miss)
    assert start.at >= now + (30 * MINUTE if is_miss else 0 * MINUTE)
    assert at_work(owner, start.at)
    if not start.is_async:
        last = start.at + minutes * MINUTE - MINUTE / 60
        assert at_work(manager, start.at)
        assert at_work(owner, last)
        assert at_work(manager, last)
    assert start == plan_start(start.at, owner, manager, minutes=minutes, is_miss=False)


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        ("17 10:00", "17 12:00"),  # two hours on
        ("17 16:30", "17 17:45"),  # the last moment with room for it
        ("17 17:29", "17 17:45"),
        ("17 17:30", None),
        ("17 17:31", None),  # that would not be later than starting now
        ("17 17:55", None),
        ("17 19:00", None),
        ("17 06:00", "17 09:00"),  # two hours on is before work: then as the day opens
        ("21 12:00", None),  # no working day
    ],
)
def test_later_today_is_two_hours_on_or_the_last_moment_with_room(now: str, moved: str | None) -> None:
    """Both in London: two hours on, else the last quarter of an hour of the day, else not today."""
    found = later_today(_london(now), LONDON, LONDON, minutes=FULL)
    assert found == (_london(moved) if moved else None)


@pytest.mark.parametrize(
    ("missed", "moved"),
    [("17 17:05", "17 17:45"), ("17 17:15", "17 17:45"), ("17 17:16", None), ("17 11:00", "17 13:10")],
)
def test_later_today_leaves_a_correction_its_half_hour(missed: str, moved: str | None) -> None:
    """Ten minutes after a miss: the last moment of the day counts only where the half hour is over by then."""
    found = later_today(
        _london(missed) + 10 * MINUTE,
        LONDON,
        LONDON,
        minutes=FULL,
        not_before=_london(missed) + PAUSE_AFTER_A_MISS,
    )
    assert found == (_london(moved) if moved else None)


@pytest.mark.parametrize(
    ("manager", "now", "moved"),
    [
        (NEW_YORK, "17 09:30", "17 14:00"),  # two hours on New York sleeps; it opens at two
        (NEW_YORK, "17 14:30", "17 16:30"),
        (NEW_YORK, "17 16:30", "17 17:45"),
        (KOLKATA, "17 09:30", "17 11:30"),
        (KOLKATA, "17 11:00", "17 12:15"),  # Kolkata closes at half past twelve
        (KOLKATA, "17 12:20", None),
        (AUCKLAND, "17 10:00", None),
    ],
)
def test_later_today_waits_for_a_manager_elsewhere(
    manager: WorkingHours, now: str, moved: str | None
) -> None:
    """The owner in London, the manager elsewhere: the moment suits both, or there is none today."""
    found = later_today(_london(now), LONDON, manager, minutes=FULL)
    assert found == (_london(moved) if moved else None)


@unhurried
@given(office, office, instants, st.sampled_from((1.0, 15.0, 60.0)))
def test_later_today_is_later_and_today_and_suits_both(
    owner: WorkingHours, manager: WorkingHours, now: datetime, minutes: float
) -> None:
    """Later than a review started now would end, on the owner's same day, and both work from begin to end."""
    found = later_today(now, owner, manager, minutes=minutes)
    if found:
        assert found > now + minutes * MINUTE
        assert wall(owner, found).date() == wall(owner, now).date()
        for each in (found, found + minutes * MINUTE - MINUTE / 60):
            assert at_work(owner, each)
            assert at_work(manager, each)


@unhurried
@given(office, instants)
def test_where_two_hours_on_suits_both_it_is_that(hours: WorkingHours, now: datetime) -> None:
    """Nothing else is picked where two hours from now is within the day, with room for the review."""
    later = now + 2 * HOUR
    if wall(hours, later).date() == wall(hours, now).date() and all(
        at_work(hours, each) for each in (later, later + 15 * MINUTE)
    ):
        assert later_today(now, hours, hours, minutes=FULL) == later


def test_a_day_on_which_the_clocks_change_is_no_special_day() -> None:
    """The Monday after the clocks changed in London but not yet in New York starts by the wall of that day."""
    monday = at("Europe/London", "2026-10-26 10:00")
    start = plan_start(monday, LONDON, NEW_YORK, minutes=FULL, is_miss=False)
    assert start.at == at("Europe/London", "2026-10-26 13:00")
    assert later_today(monday, LONDON, NEW_YORK, minutes=FULL) == start.at
    friday = plan_start(monday - 3 * DAY + 9 * HOUR, LONDON, NEW_YORK, minutes=FULL, is_miss=False)
    assert friday.at == start.at
    assert start.at.astimezone(ZoneInfo("America/New_York")).hour == 9
