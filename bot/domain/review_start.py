"""When an after-action starts: at once where both are at work, after a pause where it was a miss, later at a wish."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from bot.domain.worktime import WorkingHours, common_moment

PAUSE_AFTER_A_MISS: Final = timedelta(minutes=30)
"""First the correction, then the questions."""

TWO_HOURS: Final = timedelta(hours=2)
_FAR = timedelta(days=30)  # has two working days of anybody who works at all


@dataclass(frozen=True, slots=True)
class Start:
    """When an after-action begins, and whether the two have no common moment for it."""

    at: datetime
    is_async: bool


def plan_start(
    now: datetime, owner: WorkingHours, manager: WorkingHours, *, minutes: float, is_miss: bool
) -> Start:
    """Return when the phases begin: at once if both are at work for all of them, half an hour on after a miss.

    Else at the next moment both are, at the latest on the owner's second working day after this one; without
    one the review runs asynchronously from the owner's next working moment.
    """
    earliest = now + PAUSE_AFTER_A_MISS if is_miss else now
    latest = _closing_of_second_day(earliest, owner)
    moment = common_moment(owner, manager, earliest, latest, timedelta(minutes=minutes))
    return Start(moment, is_async=False) if moment else Start(owner.next_open(earliest), is_async=True)


def _closing_of_second_day(instant: datetime, hours: WorkingHours) -> datetime:
    today = instant.astimezone(hours.zone).date()
    later_days = (
        closes
        for opens, closes in hours.windows(instant, instant + _FAR)
        if opens.astimezone(hours.zone).date() > today
    )
    return next(islice(later_days, 1, None))


def later_today(
    now: datetime,
    owner: WorkingHours,
    manager: WorkingHours,
    *,
    minutes: float,
    not_before: datetime | None = None,
) -> datetime | None:
    """Return the first moment from two hours on, or the last before that, which has room for the review today.

    Both are at work then, on the owner's same day; None where there is no such moment later than a review
    started now would end, nor than `not_before`: a correction that still has its half hour.
    """
    length = timedelta(minutes=minutes)
    today = now.astimezone(owner.zone).date()
    moments = [
        (max(opens, their_opening), min(closes, their_closing) - length)
        for opens, closes in owner.windows(now, now + timedelta(days=1))
        if opens.astimezone(owner.zone).date() == today
        for their_opening, their_closing in manager.windows(opens, closes)
    ]
    two_hours_on = now + TWO_HOURS
    later = [max(first, two_hours_on) for first, last in moments if last >= max(first, two_hours_on)]
    sooner = [
        last
        for first, last in moments
        if last >= max(first, not_before or now) and now + length < last < two_hours_on
    ]
    return later[0] if later else max(sooner, default=None)
