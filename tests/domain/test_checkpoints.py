"""Checkpoints at hand-over: how many, when, and always at a moment when the owner is at work and can still act."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.checkpoints import Checkpoint, CheckpointKind, at_half_time, half_time_alone, plan_checkpoints
from bot.domain.worktime import WorkingHours
from tests.domain.times import DAY, HOUR, MINUTE, at, at_work, instants, office_in, unhurried, working_hours

SPOT_CHECK, FINAL_QA = CheckpointKind.SPOT_CHECK, CheckpointKind.FINAL_QA
LONDON = office_in("Europe/London")
spans = st.one_of(st.timedeltas(timedelta(), 4 * DAY), st.timedeltas(timedelta(), 120 * DAY))


def _planned(start: str, deadline: str) -> list[tuple[CheckpointKind, str]]:
    """Return the plan of a London owner as kinds and times on their wall (16 to 27 November 2026, a Monday)."""
    plan = plan_checkpoints(
        at("Europe/London", f"2026-11-{start}"), at("Europe/London", f"2026-11-{deadline}"), LONDON
    )
    return [(each.kind, each.at.astimezone(LONDON.zone).strftime("%d %H:%M")) for each in plan]


def test_a_task_of_a_week_has_a_spot_check_half_way_and_a_final_look_a_day_before() -> None:
    """Monday 9:00 to Friday 17:00: the spot check at half of that time, final QA on Thursday 17:00."""
    assert _planned("16 09:00", "20 17:00") == [(SPOT_CHECK, "18 13:00"), (FINAL_QA, "19 17:00")]


def test_half_of_the_time_is_of_the_calendar_and_moves_into_working_hours() -> None:
    """Half of Monday to the Friday after next is Saturday: the spot check moves to Monday at nine."""
    assert _planned("16 09:00", "27 09:00") == [(SPOT_CHECK, "23 09:00"), (FINAL_QA, "26 09:00")]


@pytest.mark.parametrize(
    ("deadline", "final_qa"),
    [
        ("23 10:00", "20 10:00"),  # Monday: the working day before is Friday
        ("22 12:00", "19 17:30"),  # Sunday: counted from Friday's last half hour
        ("20 18:00", "19 17:30"),  # at the closing, where nobody is at work any more
        ("20 07:00", "18 17:30"),  # before work: Thursday was the last day to work on it
        ("20 23:59", "19 17:30"),
    ],
)
def test_a_final_look_is_one_working_day_before_the_deadline(deadline: str, final_qa: str) -> None:
    """A working day before the deadline skips the weekend; from outside hours it moves earlier, never later."""
    assert _planned("16 09:00", deadline)[-1] == (FINAL_QA, final_qa)


@pytest.mark.parametrize(
    ("start", "deadline", "expected"),
    [
        ("16 09:00", "17 17:59", [(FINAL_QA, "17 09:00")]),  # half time is 01:29: moved to the morning
        ("16 09:00", "16 17:00", [(FINAL_QA, "16 13:00")]),
        ("16 09:00", "16 13:00", [(FINAL_QA, "16 11:00")]),
        ("20 13:00", "23 09:00", [(FINAL_QA, "20 17:30")]),  # at the deadline itself nothing is left to check
        ("20 13:00", "23 08:00", [(FINAL_QA, "20 17:30")]),  # over a weekend: half time is past the last hour
    ],
)
def test_a_task_under_two_working_days_has_the_final_look_at_half_time(
    start: str, deadline: str, expected: list[tuple[CheckpointKind, str]]
) -> None:
    """With less than two working days there is final QA only, at half time moved into working hours."""
    assert _planned(start, deadline) == expected


@pytest.mark.parametrize(
    ("start", "deadline"),
    [("16 09:00", "16 12:59"), ("16 15:00", "17 09:59"), ("20 16:00", "23 09:00"), ("21 10:00", "22 20:00")],
)
def test_a_task_under_four_working_hours_has_none(start: str, deadline: str) -> None:
    """With less than four working hours there is nothing to check half way, however long the weekend between."""
    assert _planned(start, deadline) == []


def _asked_alone(kinds: set[CheckpointKind], start: str, deadline: str) -> str | None:
    """Return when the bet is asked by itself, as the London owner reads it, with only `kinds` of the plan kept."""
    begins, ends = at("Europe/London", f"2026-11-{start}"), at("Europe/London", f"2026-11-{deadline}")
    kept = tuple(each for each in plan_checkpoints(begins, ends, LONDON) if each.kind in kinds)
    alone = half_time_alone(kept, begins, ends, LONDON)
    assert alone is None or alone.kind is CheckpointKind.HALF_TIME
    return alone.at.astimezone(LONDON.zone).strftime("%d %H:%M") if alone else None


@pytest.mark.parametrize(
    ("kinds", "start", "deadline", "asked"),
    [
        ({SPOT_CHECK, FINAL_QA}, "16 09:00", "27 09:00", None),
        ({SPOT_CHECK}, "16 09:00", "27 09:00", None),
        ({FINAL_QA}, "16 09:00", "27 09:00", "23 09:00"),  # half time is a Saturday
        (set(), "16 09:00", "27 09:00", "23 09:00"),
        ({FINAL_QA}, "16 09:00", "17 17:59", None),  # short work has its one look there
        (set(), "16 09:00", "17 17:59", "17 09:00"),
        ({FINAL_QA}, "16 09:00", "18 12:00", None),  # hours from half time, so that the two were one
        (set(), "16 09:00", "16 12:59", None),  # too short for any
    ],
)
def test_the_bet_is_asked_by_itself_where_no_checkpoint_lies_at_half_time(
    kinds: set[CheckpointKind], start: str, deadline: str, asked: str | None
) -> None:
    """In working hours, and not of work that is too short for checkpoints."""
    assert _asked_alone(kinds, start, deadline) == asked


@unhurried
@given(instants, spans, working_hours(), st.sets(st.sampled_from([SPOT_CHECK, FINAL_QA])))
def test_exactly_one_asks_for_the_bet(
    start: datetime, span: timedelta, hours: WorkingHours, kinds: set[CheckpointKind]
) -> None:
    """Whatever was left out: a checkpoint, or the question by itself while the owner is at work; else too short."""
    deadline = start + span
    kept = tuple(each for each in plan_checkpoints(start, deadline, hours) if each.kind in kinds)
    asks, alone = at_half_time(kept, start, deadline, hours), half_time_alone(kept, start, deadline, hours)
    if hours.worked_between(start, deadline) < 4 * HOUR:
        assert alone is None
    else:
        assert (asks is None) != (alone is None)
    if alone:
        assert start <= alone.at < deadline
        assert hours.is_open(alone.at)


def test_two_that_fall_close_together_become_the_final_look() -> None:
    """Monday 9:00 to Wednesday 12:00: half time and the day before are hours apart, so final QA stays alone."""
    assert _planned("16 09:00", "18 12:00") == [(FINAL_QA, "17 12:00")]


def test_two_that_are_four_working_hours_apart_both_stay() -> None:
    """Four working hours between the two are enough, a minute less is not, and none at all is one moment."""
    assert _planned("16 09:00", "19 09:00") == [(FINAL_QA, "18 09:00")]
    assert _planned("16 09:00", "19 17:00") == [(SPOT_CHECK, "18 09:00"), (FINAL_QA, "18 17:00")]
    assert _planned("16 09:00", "19 13:00") == [(SPOT_CHECK, "18 09:00"), (FINAL_QA, "18 13:00")]
    assert _planned("16 09:00", "19 12:59") == [(FINAL_QA, "18 12:59")]


@unhurried
@given(working_hours(), instants, spans)
def test_every_checkpoint_is_after_the_start_before_the_deadline_and_at_work(
    hours: WorkingHours, start: datetime, span: timedelta
) -> None:
    """Never before now, never after the deadline, and always while the owner is at work; in order of time."""
    plan = plan_checkpoints(start, start + span, hours)
    assert all(start < each.at <= start + span for each in plan)
    assert all(at_work(hours, each.at) for each in plan)
    assert list(plan) == sorted(plan, key=lambda each: each.at)


@unhurried
@given(working_hours(), instants, spans)
@example(LONDON, at("Europe/London", "2026-11-16 09:00"), 4 * HOUR - MINUTE)
@example(LONDON, at("Europe/London", "2026-11-16 09:00"), 4 * HOUR)
@example(LONDON, at("Europe/London", "2026-11-16 09:00"), 2 * DAY)
def test_how_many_there_are_follows_from_the_working_time(
    hours: WorkingHours, start: datetime, span: timedelta
) -> None:
    """None under four working hours, final QA alone under two working days, and two only four hours apart."""
    worked = hours.worked_between(start, start + span)
    kinds = [each.kind for each in plan_checkpoints(start, start + span, hours)]
    if worked < 4 * HOUR:
        assert kinds == []
    elif worked < 2 * hours.day_length:
        assert kinds == [FINAL_QA]
    else:
        assert kinds in ([FINAL_QA], [SPOT_CHECK, FINAL_QA])


@unhurried
@given(working_hours(), instants, spans)
def test_two_are_always_four_working_hours_apart(
    hours: WorkingHours, start: datetime, span: timedelta
) -> None:
    """Where both are planned, at least four working hours lie between them."""
    plan = plan_checkpoints(start, start + span, hours)
    if len(plan) == 2:
        assert hours.worked_between(plan[0].at, plan[1].at) >= 4 * HOUR


@unhurried
@given(working_hours(), instants, spans)
def test_a_checkpoint_is_a_whole_second(hours: WorkingHours, start: datetime, span: timedelta) -> None:
    """What is planned is what is stored: a brief keeps its instants in whole seconds."""
    deadline = (start + span).replace(microsecond=0)
    assert all(each.at.microsecond == 0 for each in plan_checkpoints(start, deadline, hours))


def test_the_plan_is_the_same_in_whatever_zone_the_instants_are_written() -> None:
    """Half of the time between two instants is real time, even when both are written on a wall whose clock changes."""
    start, deadline = at("Europe/London", "2026-10-22 09:00"), at("Europe/London", "2026-11-05 13:00")
    there = plan_checkpoints(start.astimezone(LONDON.zone), deadline.astimezone(LONDON.zone), LONDON)
    assert there == plan_checkpoints(start, deadline, LONDON)
    assert there[0] == Checkpoint(SPOT_CHECK, start + (deadline - start) / 2)
