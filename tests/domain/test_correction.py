"""The correction note: due the same working day, reminded of once, and questions come after."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.correction import REMINDED_BEFORE, note_for, reminder_at
from bot.domain.worktime import WorkingHours

PARIS = WorkingHours(ZoneInfo("Europe/Paris"))
ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]
)
YEAR = 365 * 24 * 60
MOMENTS = st.integers(0, 2 * YEAR).map(
    lambda late: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=late)
)


@pytest.mark.parametrize(
    ("missed", "due"),
    [
        ("2026-11-25T10:00Z", "2026-11-25T17:00Z"),  # Wednesday at 11:00 in Paris
        ("2026-11-25T05:00Z", "2026-11-25T17:00Z"),  # before the day begins
        ("2026-11-25T17:00Z", "2026-11-26T17:00Z"),  # the day is just over
        ("2026-11-27T23:00Z", "2026-11-30T17:00Z"),  # Friday night: Monday
        ("2026-10-23T20:00Z", "2026-10-26T17:00Z"),  # over the change of the clocks
    ],
)
def test_a_note_is_due_at_the_end_of_the_owners_working_day(missed: str, due: str) -> None:
    """Of this one, or of the next where this one is over."""
    note = note_for("d1", 1, datetime.fromisoformat(missed), PARIS)
    assert note.due_at == datetime.fromisoformat(due)


@given(MOMENTS, ZONES, st.sets(st.integers(0, 6), min_size=1))
def test_a_note_is_due_when_somebody_stops_work(missed: datetime, zone: str, days: set[int]) -> None:
    """In every zone and on every day: after the miss, at a closing, and the reminder lies in between, at work."""
    hours = WorkingHours(ZoneInfo(zone), days=frozenset(days))
    note = note_for("d1", 1, missed, hours)
    assert missed < note.due_at
    assert hours.is_open(note.due_at - timedelta(seconds=1))
    assert not hours.is_open(note.due_at)
    at = reminder_at(note, hours)
    if at:
        assert missed < at < note.due_at
        assert hours.is_open(at)
    else:
        assert note.due_at - missed <= REMINDED_BEFORE


def test_a_note_is_overdue_only_while_it_is_not_sent() -> None:
    """From the moment it is due."""
    note = note_for("d1", 1, datetime(2026, 11, 25, 10, 0, tzinfo=UTC), PARIS)
    assert not note.is_overdue(note.due_at - timedelta(seconds=1))
    assert note.is_overdue(note.due_at)


def test_questions_come_half_an_hour_after_the_miss() -> None:
    """First the correction, then what it teaches."""
    note = note_for("d1", 1, datetime(2026, 11, 25, 10, 0, tzinfo=UTC), PARIS)
    assert note.questions_from == datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
