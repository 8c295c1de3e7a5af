"""A person's own time: hours that follow days off and absences, quiet hours, and who stands in."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkpoints import Checkpoint, CheckpointKind, moved_into, plan_checkpoints
from bot.domain.days import days_in_words, read_days
from bot.domain.errors import Invalid
from bot.domain.people import Person
from bot.domain.preferences import MOST_DAYS_OFF, Away, Preferences, Quiet, check
from bot.domain.preferences_document import preferences_from, preferences_to_document
from bot.domain.worktime import WorkingHours
from tests.domain.times import (
    ZONES,
    at,
    at_work,
    instants,
    quarters,
    round_instants,
    unhurried,
    working_hours,
)

TODAY = date(2026, 11, 23)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
times = st.times().map(
    lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
)


@st.composite
def preferences(draw: st.DrawFn) -> Preferences:
    """Draw anything that a person may say about their time."""
    first = draw(days)
    away = Away(first, first + timedelta(days=draw(st.integers(0, 30))))
    return Preferences(
        zone=draw(st.sampled_from(("", *ZONES))),
        start=time(draw(st.integers(5, 11)), 30),
        end=time(draw(st.integers(14, 22)), 15),
        days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        days_off=frozenset(draw(st.sets(days, max_size=20))),
        away=draw(st.sampled_from((None, away))),
        deputy_id=draw(st.sampled_from(("", "U9"))),
        quiet=draw(st.none() | st.builds(Quiet, times, times)),
        in_digest=draw(st.booleans()),
        muted=frozenset(draw(st.sets(st.text("abc", min_size=1, max_size=3)))),
    )


@given(preferences())
def test_what_was_said_is_kept_as_it_was_said(said: Preferences) -> None:
    """Whatever a person says about their time comes back from its document unchanged."""
    assert preferences_from(preferences_to_document(said)) == said


def test_an_older_document_names_the_deputy_with_the_absence() -> None:
    """Kept before a deputy could be named without days: they are the deputy still."""
    said = Preferences(away=Away(date(2026, 12, 1), date(2026, 12, 8)), deputy_id="U9")
    older = preferences_to_document(said)
    del older["deputy_id"]
    older["away"]["deputy_id"] = "U9"
    assert preferences_from(older) == said
    assert preferences_from(older | {"away": None}) == Preferences()


@unhurried
@given(preferences(), instants, st.sampled_from(ZONES))
def test_nobody_works_on_a_day_off_or_while_away(said: Preferences, instant: datetime, zone: str) -> None:
    """The next opening lies on a working day that is neither off nor within the absence."""
    hours = said.hours(ZoneInfo(zone))
    day = hours.next_open(instant).astimezone(hours.zone).date()
    assert day.weekday() in said.days
    assert day not in said.days_off
    assert not (said.away and said.away.first <= day <= said.away.last)


@unhurried
@given(preferences(), instants, st.timedeltas(timedelta(hours=2), timedelta(days=30)))
def test_checkpoints_are_planned_around_days_off(
    said: Preferences, start: datetime, length: timedelta
) -> None:
    """Each lies within the hours of the owner as they stand, and not after the deadline."""
    hours = said.hours(ZoneInfo("Europe/Paris"))
    for planned in plan_checkpoints(start, start + length, hours):
        assert start <= planned.at <= start + length
        assert hours.is_open(planned.at) or hours.next_open(planned.at) > start + length


@unhurried
@given(instants, st.sampled_from(ZONES), times, times)
def test_quiet_hours_end_within_a_day(instant: datetime, zone: str, start: time, end: time) -> None:
    """While they last they end later than now, on the same day or the next; they may cross midnight."""
    quiet, tz = Quiet(start, end), ZoneInfo(zone)
    until = quiet.ends_after(instant, tz)
    if until is None or start == end:
        return
    assert instant < until <= instant + timedelta(hours=25)  # the day on which clocks go back has 25


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-23 21:59", None),
        ("2026-11-23 22:00", "2026-11-24 07:00"),
        ("2026-11-24 03:00", "2026-11-24 07:00"),
        ("2026-11-24 07:00", None),
    ],
)
def test_a_quiet_night_ends_in_the_morning(moment: str, until: str | None) -> None:
    """From ten at night to seven: the evening and the night belong to one quiet time."""
    ends = Quiet(time(22), time(7)).ends_after(at("Europe/Paris", moment), ZoneInfo("Europe/Paris"))
    assert ends == (at("Europe/Paris", until) if until else None)


def test_a_deputy_stands_in_from_the_first_day_to_the_last() -> None:
    """By the person's own calendar: the last evening in their zone still counts, the morning after does not."""
    said = Preferences(away=Away(date(2026, 11, 24), date(2026, 11, 25)), deputy_id="U9")
    person = Person("U1", "T1", "Ana", "Pacific/Auckland", preferences=said)
    assert person.stand_in(at("Pacific/Auckland", "2026-11-23 23:59")) == ""
    assert person.stand_in(at("Pacific/Auckland", "2026-11-24 00:00")) == "U9"
    assert person.stand_in(at("Pacific/Auckland", "2026-11-25 23:59")) == "U9"
    assert person.stand_in(at("Pacific/Auckland", "2026-11-26 00:00")) == ""


def test_what_a_person_says_comes_before_slack() -> None:
    """Their own zone is the one that everything is planned and dated in; without one it is Slack's."""
    ana = Person("U1", "T1", "Ana", "Europe/Paris", preferences=Preferences(zone="Asia/Tokyo"))
    assert ana.tz.key == ana.hours.zone.key == "Asia/Tokyo"
    assert Person("U1", "T1", "Ana", "Europe/Paris").tz.key == "Europe/Paris"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Preferences(start=time(18), end=time(9)), "end"),
        (Preferences(start=time(9), end=time(9)), "end"),
        (Preferences(days=frozenset()), "days"),
        (Preferences(quiet=Quiet(time(9), time(9))), "quiet"),
        (Preferences(away=Away(date(2026, 12, 2), date(2026, 12, 1))), "away_last"),
        (Preferences(away=Away(date(2026, 11, 2), date(2026, 11, 3))), "away_last"),
        (Preferences(away=Away(date(2026, 12, 1), date(2027, 12, 1))), "away_last"),
        (Preferences(away=Away(date(2026, 12, 1), date(2026, 12, 1)), deputy_id="U1"), "deputy"),
        (Preferences(deputy_id="U1"), "deputy"),
        (
            Preferences(days_off=frozenset(TODAY + timedelta(days=n) for n in range(MOST_DAYS_OFF + 1))),
            "days_off",
        ),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(said: Preferences, field: str) -> None:
    """One sentence at the field that it is about."""
    with pytest.raises(Invalid) as refused:
        check(said, "U1", TODAY)
    assert set(refused.value.problems) == {field}


def test_defaults_stand() -> None:
    """Nine to six on weekdays is fine as it is."""
    check(Preferences(), "U1", TODAY)


@given(st.sets(days, max_size=MOST_DAYS_OFF))
def test_days_are_read_as_they_are_shown(off: set[date]) -> None:
    """What the form shows of days off can be saved again without a change."""
    assert read_days(days_in_words(off), "days_off") == off


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("", 0),
        ("2026-12-24", 1),
        ("2026-12-24,2026-12-26", 2),
        ("2026-12-28 to 2026-12-31", 4),
        ("2026-1-2 – 2026-1-5\n", 4),
    ],
)
def test_days_and_spans_are_read(typed: str, count: int) -> None:
    """One day, several, and spans with the words that people use between them."""
    assert len(read_days(typed, "days_off")) == count


@pytest.mark.parametrize(
    "typed",
    ["christmas", "2026-13-01", "2026-12-24 or so", "2026-12-31 to 2026-12-24", "2026-01-01 to 2030-01-01"],
)
def test_what_is_no_day_is_quoted_back(typed: str) -> None:
    """The sentence names the part that could not be read, or that it is too much."""
    with pytest.raises(Invalid) as refused:
        read_days(f"2026-12-24, {typed}", "days_off")
    assert set(refused.value.problems) == {"days_off"}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(typed: str) -> None:
    """Any text is read, or refused in words."""
    with suppress(Invalid):
        assert len(read_days(typed, "days_off")) <= MOST_DAYS_OFF


def test_new_hours_move_a_final_look_earlier_and_a_spot_check_later() -> None:
    """Of a day that became free: what is bound to the deadline comes before it, the other after it."""
    tuesday = at("Europe/Paris", "2026-11-24 10:00")
    off = Preferences(days_off=frozenset({date(2026, 11, 24)})).hours(ZoneInfo("Europe/Paris"))
    now, deadline = at("Europe/Paris", "2026-11-23 10:00"), at("Europe/Paris", "2026-11-27 17:00")
    look = moved_into(Checkpoint(CheckpointKind.FINAL_QA, tuesday), now, deadline, off)
    spot = moved_into(Checkpoint(CheckpointKind.SPOT_CHECK, tuesday), now, deadline, off)
    assert look.at == at("Europe/Paris", "2026-11-23 17:30")
    assert spot.at == at("Europe/Paris", "2026-11-25 09:00")
    assert moved_into(spot, now, deadline, off) is spot


@unhurried
@given(
    preferences(),
    instants,
    st.timedeltas(timedelta(hours=1), timedelta(days=20)),
    st.sampled_from(CheckpointKind),
)
def test_a_moved_checkpoint_lies_ahead_and_before_the_deadline(
    said: Preferences, now: datetime, length: timedelta, kind: CheckpointKind
) -> None:
    """Whatever hours a person moves to, also in another zone: nothing planned is lost in the past or comes too late."""
    hours = said.hours(ZoneInfo("America/New_York"))
    planned = Checkpoint(kind, now + length / 2)
    moved = moved_into(planned, now, now + length, hours)
    assert now <= moved.at
    assert moved.at <= now + length or not hours.is_open(planned.at)
    assert moved.at.tzinfo == UTC or moved is planned


@unhurried
@given(
    working_hours(),
    round_instants,
    st.integers(1, 4 * 24 * 20),
    st.integers(1, 4 * 24 * 20),
    st.sampled_from(CheckpointKind),
)
def test_who_moves_is_asked_within_the_hours_of_the_new_zone(
    hours: WorkingHours, now: datetime, ahead: int, left: int, kind: CheckpointKind
) -> None:
    """In any zone, over any change of the clocks: at work, not before now, and a final look not later than planned."""
    planned = now + ahead * timedelta(minutes=15)
    deadline = planned + left * timedelta(minutes=15)
    moved = moved_into(Checkpoint(kind, planned), now, deadline, hours)
    assert at_work(hours, moved.at)
    assert moved.at >= now
    assert moved.at <= deadline or not any(at_work(hours, each) for each in quarters(now, deadline))
    if kind is CheckpointKind.FINAL_QA:
        assert moved.at <= planned or not any(at_work(hours, each) for each in quarters(now, planned))
