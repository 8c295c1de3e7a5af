"""The phases of an after-action: one table of minutes, scaled, asynchronous, or late after an outage."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.people import Tenant
from bot.domain.review import PHASES, REMINDER_MINUTE, Mode, Phase, Review, review_date, scaled
from tests.domain.times import DAY, MINUTE, at, office_in, unhurried

LONDON = office_in("Europe/London")
START = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday
REVIEW = Review("D1", 1, Tenant("", "T1"), Mode.FULL, False, Phase.WRITING, START, started_at=START)
RUNNING = [(mode, phase) for mode, table in PHASES.items() for phase, _ in table[:-1]]


def _walk(review: Review, late: timedelta = timedelta()) -> list[tuple[Phase, timedelta]]:
    """Let the review run by its own dates, each step `late`, and return when each phase began."""
    now = review.started_at or START
    seen = [(review.phase, now - START)]
    while following := review.next_phase():
        now = review.next_due(now, LONDON) + late
        review = replace(review, phase=following, phase_since=now)
        seen.append((following, now - START))
    return seen


@pytest.mark.parametrize(
    ("mode", "minutes"),
    [
        (
            Mode.FULL,
            {
                Phase.WRITING: 0,
                Phase.REVEALED: 4,
                Phase.MANAGER: 11,
                Phase.CHANGE: 12,
                Phase.CLOSED: 15,
            },
        ),
        (Mode.CLEAN, {Phase.WRITING: 0, Phase.CLOSED: 15}),
        (Mode.SHORT, {Phase.WRITING: 0, Phase.REVEALED: 4, Phase.CHANGE: 4, Phase.CLOSED: 8}),
    ],
)
@pytest.mark.parametrize("length", [15, 1, 60, 0.1])
def test_each_phase_begins_at_its_minute(mode: Mode, minutes: dict[Phase, int], length: float) -> None:
    """Write from 0, reveal at 4, the manager's part at 11, the change from 12, closed at 15: scaled to the length."""
    seen = _walk(replace(REVIEW, mode=mode, minutes=length))
    assert seen == [(phase, minute * length / 15 * MINUTE) for phase, minute in minutes.items()]


def test_only_the_full_review_has_minutes_for_the_managers_part() -> None:
    """The short one goes from the reveal to the change, and a clean delivery has neither."""
    assert [mode for mode in Mode if replace(REVIEW, mode=mode).has(Phase.MANAGER)] == [Mode.FULL]
    assert [mode for mode in Mode if replace(REVIEW, mode=mode).has(Phase.CHANGE)] == [Mode.FULL, Mode.SHORT]


def test_the_reminder_comes_within_the_writing() -> None:
    """Who has not written is reminded at minute three of four, in a review of any length."""
    assert REMINDER_MINUTE == 3
    for length in (1, 15, 60):
        review = replace(REVIEW, minutes=length)
        assert scaled(REMINDER_MINUTE, length) < review.minute_of(Phase.REVEALED)


def test_a_phase_that_ends_early_leaves_the_rest_of_the_table_as_it_is() -> None:
    """All have written after two minutes: the reveal comes at once, and the manager's part still at minute eleven."""
    revealed = replace(REVIEW, phase=Phase.REVEALED)
    assert revealed.next_due(START + 2 * MINUTE, LONDON) == START + 11 * MINUTE


@pytest.mark.parametrize("length", [15, 1, 60])
def test_a_step_a_moment_late_keeps_to_the_table(length: float) -> None:
    """A few seconds of delivery are caught up: the end stays where it was announced."""
    late = scaled(0.1, length)
    assert _walk(replace(REVIEW, minutes=length), late)[-1] == (Phase.CLOSED, scaled(15, length) + late)


@pytest.mark.parametrize("length", [15, 1, 60])
def test_after_an_outage_each_phase_keeps_its_own_length(length: float) -> None:
    """The clock stood still for two hours at the reveal: the phases after it are as long as ever, none is skipped."""
    review = replace(REVIEW, phase=Phase.REVEALED, minutes=length)
    woke = START + timedelta(hours=2)
    began = [woke]
    while following := review.next_phase():
        began.append(review.next_due(began[-1], LONDON))
        review = replace(review, phase=following)
    lengths = [after - before for before, after in pairwise(began)]
    assert lengths == [scaled(minutes, length) for minutes in (7, 1, 3)]


@pytest.mark.parametrize("length", [15, 1, 0.1])
def test_in_a_short_review_no_phase_is_swallowed_by_a_short_outage(length: float) -> None:
    """What counts as late shrinks with the review: half a minute is most of a review of one minute."""
    review = replace(REVIEW, phase=Phase.REVEALED, minutes=length)
    late = START + review.minute_of(Phase.REVEALED) + scaled(1.5, length)
    assert review.next_due(late, LONDON) == late + scaled(7, length)


def test_without_a_common_moment_each_phase_has_one_working_day() -> None:
    """Asynchronously a phase from Friday 15:00 ends on Monday 15:00, whatever the table's minutes say."""
    for mode, phase in RUNNING:
        review = replace(REVIEW, mode=mode, phase=phase, is_async=True)
        if (mode, phase) != (Mode.SHORT, Phase.REVEALED):
            assert review.next_due(START, LONDON) == at("Europe/London", "2026-11-23 15:00")


def test_a_phase_without_length_has_no_working_day_either() -> None:
    """The short review reveals and asks for the change in one: asynchronously nobody waits a day between the two."""
    review = replace(REVIEW, mode=Mode.SHORT, phase=Phase.REVEALED, is_async=True)
    assert review.next_due(START, LONDON) == START


def test_what_waits_begins_when_it_starts() -> None:
    """A review that has not begun enters its first phase at its start."""
    waiting = replace(REVIEW, phase=Phase.WAITING, started_at=None, starts_at=START + DAY)
    assert waiting.next_phase() is Phase.WRITING
    assert waiting.next_due(START, LONDON) == START + DAY
    assert replace(waiting, is_async=True).next_due(START, LONDON) == START + DAY


def test_after_the_end_nothing_comes() -> None:
    """A closed review has no next phase and no time for one."""
    closed = replace(REVIEW, phase=Phase.CLOSED)
    assert closed.next_phase() is None
    with pytest.raises(ValueError, match="closed"):
        closed.next_due(START, LONDON)


def test_every_mode_opens_with_writing_and_ends_closed_in_the_order_of_the_phases() -> None:
    """No mode skips the private writing, and none goes back to an earlier phase or minute."""
    order = list(Phase)
    for table in PHASES.values():
        assert table[0] == (Phase.WRITING, 0)
        assert table[-1][0] is Phase.CLOSED
        assert [minute for _, minute in table] == sorted(minute for _, minute in table)
        places = [order.index(phase) for phase, _ in table]
        assert places == sorted(set(places))


@unhurried
@given(
    st.sampled_from(RUNNING),
    st.floats(0.01, 120),
    st.timedeltas(timedelta(minutes=-5), timedelta(days=3)),
    st.booleans(),
)
@example((Mode.SHORT, Phase.REVEALED), 15.0, timedelta(seconds=1), False)
def test_the_next_phase_never_lies_before_the_end_of_a_phase_that_ran_in_time(
    running: tuple[Mode, Phase], minutes: float, late: timedelta, is_async: bool
) -> None:
    """However early or late a phase began, the next one is not before it, and never later than its length allows."""
    mode, phase = running
    review = replace(REVIEW, mode=mode, phase=phase, minutes=minutes, is_async=is_async)
    following = review.next_phase()
    assert following
    now = max(START, START + review.minute_of(phase) + late)
    due = review.next_due(now, LONDON)
    assert due >= now
    if not is_async:
        length = review.minute_of(following) - review.minute_of(phase)
        assert due <= max(now, START + review.minute_of(phase)) + length + timedelta(microseconds=2)


def test_the_review_date_is_two_weeks_on() -> None:
    """A change's effect is looked at fourteen days after shipping, over the end of a year, too."""
    assert review_date(date(2026, 12, 24)) == date(2027, 1, 7)
