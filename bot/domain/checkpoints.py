"""Checkpoints: the two planned moments of questions, and when they fall in the owner's time.

Few and planned beats many and sudden: a spot check half way, a final look one working day before the deadline, and
fewer where the task is short. To look at planned moments, and the less the better somebody knows the task, is from
A. Grove, *High Output Management* (1983); that there are two of them, and when, is our choice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.worktime import WorkingHours

TOO_SHORT_FOR_ANY: Final = timedelta(hours=4)
"""Of working time, from hand-over to deadline: in half a day there is nothing to look at half way."""

TOO_CLOSE: Final = timedelta(hours=4)
"""Of working time, between the two: within half a day the second would ask the same."""

TOO_SHORT_FOR_TWO_DAYS: Final = 2
"""Working days, from hand-over to deadline: in less, one look at half time is enough."""


class CheckpointKind(StrEnum):
    """Which of the planned moments it is."""

    SPOT_CHECK = "spot check"
    FINAL_QA = "final QA"
    EXTRA = "further look"  # beyond the usual two: never planned, only agreed
    # The bet on the date by itself: in no brief, owed where none of the others lies there.
    HALF_TIME = "half time"


IN_A_BRIEF: Final = frozenset({CheckpointKind.SPOT_CHECK, CheckpointKind.FINAL_QA, CheckpointKind.EXTRA})
"""What a brief may hold: moments that both agree to."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One planned moment of questions to the owner, as agreed in the brief."""

    kind: CheckpointKind
    at: datetime


def plan_checkpoints(start: datetime, deadline: datetime, hours: WorkingHours) -> tuple[Checkpoint, ...]:
    """Plan the checkpoints of a task handed over at `start`, in the owner's working `hours`.

    Returns none for less than four working hours, final QA alone (at half time) for less than two working
    days or where the two would fall within four working hours of each other, else both; each lies within
    working hours, after `start` and not after `deadline`, in whole seconds as a brief keeps them.
    """
    start, deadline = start.astimezone(UTC), deadline.astimezone(UTC)
    worked = hours.worked_between(start, deadline)
    if worked < TOO_SHORT_FOR_ANY:
        return ()
    half_time = _half_time(start, deadline)
    if worked < TOO_SHORT_FOR_TWO_DAYS * hours.day_length:
        return _kept(Checkpoint(CheckpointKind.FINAL_QA, _within(half_time, start, deadline, hours)))
    spot_check = Checkpoint(CheckpointKind.SPOT_CHECK, _within(half_time, start, deadline, hours))
    final_qa = Checkpoint(CheckpointKind.FINAL_QA, _earlier(hours.earlier_by_days(deadline, 1), start, hours))
    if _are_close(spot_check, final_qa, hours):
        return _kept(final_qa)
    return _kept(spot_check, final_qa)


def at_half_time(
    checkpoints: tuple[Checkpoint, ...], start: datetime, deadline: datetime, hours: WorkingHours
) -> CheckpointKind | None:
    """Return which checkpoint lies at half time, so that it asks for the bet on the date; None where none does.

    It is the spot check, wherever it was moved to, else the nearest within four working hours.
    """
    if CheckpointKind.SPOT_CHECK in {each.kind for each in checkpoints}:
        return CheckpointKind.SPOT_CHECK
    half_time = _half_time(start, deadline)
    near = [each for each in checkpoints if _worked_apart(each.at, half_time, hours) < TOO_CLOSE]
    return min(near, key=lambda each: abs(each.at - half_time)).kind if near else None


def half_time_alone(
    checkpoints: tuple[Checkpoint, ...], start: datetime, deadline: datetime, hours: WorkingHours
) -> Checkpoint | None:
    """Return when the bet on the date is asked by itself, at half of the time from `start` to `deadline`.

    None where a checkpoint lies there and asks it, and for work that is too short for any.
    """
    too_short = hours.worked_between(start, deadline) < TOO_SHORT_FOR_ANY
    if too_short or at_half_time(checkpoints, start, deadline, hours):
        return None
    return Checkpoint(CheckpointKind.HALF_TIME, _within(_half_time(start, deadline), start, deadline, hours))


def replan_past(
    checkpoints: tuple[Checkpoint, ...], now: datetime, deadline: datetime, hours: WorkingHours
) -> tuple[Checkpoint, ...]:
    """Keep what was agreed; plan anew only what is already past at confirmation.

    A past one is dropped where no time is left for it, or no room before a final QA that stays as agreed.
    """
    ahead = [checkpoint for checkpoint in checkpoints if checkpoint.at > now]
    past = {checkpoint.kind for checkpoint in checkpoints} - {checkpoint.kind for checkpoint in ahead}
    fresh = [checkpoint for checkpoint in plan_checkpoints(now, deadline, hours) if checkpoint.kind in past]
    final_qa = next((each for each in ahead if each.kind is CheckpointKind.FINAL_QA), None)
    if final_qa:
        fresh = [spot_check for spot_check in fresh if not _are_close(spot_check, final_qa, hours)]
    return _kept(*ahead, *fresh)


def further_looks(
    checkpoints: tuple[Checkpoint, ...], now: datetime, deadline: datetime
) -> tuple[Checkpoint, ...]:
    """Return those beyond the usual two that still fit: no plan brings them back, so they are carried along."""
    return tuple(
        each for each in checkpoints if each.kind is CheckpointKind.EXTRA and now < each.at <= deadline
    )


def usual_looks(checkpoints: tuple[Checkpoint, ...]) -> tuple[Checkpoint, ...]:
    """Return the checkpoints without those beyond the usual two."""
    return tuple(each for each in checkpoints if each.kind is not CheckpointKind.EXTRA)


def within_hours(
    checkpoint: Checkpoint, now: datetime, deadline: datetime, hours: WorkingHours
) -> Checkpoint:
    """Return the checkpoint at the time chosen for it, moved into the owner's working hours where it lies outside."""
    return Checkpoint(checkpoint.kind, _within(checkpoint.at, now, deadline, hours))


def moved_into(checkpoint: Checkpoint, now: datetime, deadline: datetime, hours: WorkingHours) -> Checkpoint:
    """Return a planned checkpoint moved into working hours that have changed since it was planned.

    A final look is bound to the deadline and moves earlier; a spot check moves later, never past the deadline.
    """
    if hours.is_open(checkpoint.at):
        return checkpoint
    if checkpoint.kind is CheckpointKind.FINAL_QA:
        return Checkpoint(checkpoint.kind, _earlier(checkpoint.at, now, hours))
    return within_hours(checkpoint, now, deadline, hours)


def _are_close(spot_check: Checkpoint, final_qa: Checkpoint, hours: WorkingHours) -> bool:
    """Say whether less than four working hours lie between the two, or the spot check comes second."""
    return hours.worked_between(spot_check.at, final_qa.at) < TOO_CLOSE


def _half_time(start: datetime, deadline: datetime) -> datetime:
    return (start + (deadline - start) / 2).replace(microsecond=0)


def _worked_apart(one: datetime, other: datetime, hours: WorkingHours) -> timedelta:
    return hours.worked_between(min(one, other), max(one, other))


def _within(instant: datetime, start: datetime, deadline: datetime, hours: WorkingHours) -> datetime:
    later = hours.next_open(instant)
    return later if later < deadline else _earlier(instant, start, hours)


def _earlier(instant: datetime, start: datetime, hours: WorkingHours) -> datetime:
    earlier = hours.last_open(instant)
    return earlier if earlier > start else hours.next_open(start)


def _kept(*checkpoints: Checkpoint) -> tuple[Checkpoint, ...]:
    return tuple(sorted(checkpoints, key=lambda checkpoint: checkpoint.at))
