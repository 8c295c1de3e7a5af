"""Working time: one person's hours in their own zone, and the moments that fall into them.

Aware datetimes go in and UTC comes out. Hours are turned into UTC windows day by day with `zoneinfo`, so a
change of the clocks makes a window longer or shorter, and nothing else moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_CALL = timedelta(minutes=30)  # moved earlier, a nudge comes while there is still time to act on it
_HORIZON_DAYS = 400
_WEEK = frozenset(range(7))
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a person works: a zone, a start and an end of the day, weekdays (0 is Monday), and days that are off.

    Raises `ValueError` for a day that ends before it starts, and where there is no weekday to work on.
    """

    zone: ZoneInfo
    start: time = time(9)
    end: time = time(18)
    days: frozenset[int] = frozenset(range(5))
    days_off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("working hours end after they start, on the same day")
        if not self.days or not self.days <= _WEEK:
            raise ValueError("working hours need a weekday, from 0 (Monday) to 6")

    @property
    def day_length(self) -> timedelta:
        """The length of one working day by the wall clock."""
        return timedelta(hours=self.end.hour - self.start.hour, minutes=self.end.minute - self.start.minute)

    def without(self, days_off: frozenset[date]) -> "WorkingHours":
        """Return these hours with further days off."""
        return replace(self, days_off=self.days_off | days_off) if days_off else self

    def is_open(self, instant: datetime) -> bool:
        """Say whether `instant` lies within working hours (the closing minute does not)."""
        day = instant.astimezone(self.zone).date()
        opens, closes = self._window(day)
        return self._works_on(day) and opens <= instant < closes

    def next_open(self, instant: datetime) -> datetime:
        """Return `instant` if it is within working hours, else the next opening."""
        for opens, closes in self._windows_from(instant):
            if instant < closes:
                return max(instant.astimezone(UTC), opens)
        raise ValueError("no working day within a year")

    def last_open(self, instant: datetime) -> datetime:
        """Return `instant` if it is within working hours, else half an hour before the closing before it."""
        if self.is_open(instant):
            return instant.astimezone(UTC)
        for opens, closes in self._windows_back_from(instant):
            if closes <= instant:
                return max(opens, closes - LAST_CALL)
        raise ValueError("no working day within a year")

    def next_morning(self, instant: datetime) -> datetime:
        """Return the first opening on a later day than that of `instant`, by the clock of their zone (UTC)."""
        tomorrow = instant.astimezone(self.zone).date() + timedelta(days=1)
        return self.next_open(self._at(tomorrow, self.start))

    def closing_from(self, instant: datetime) -> datetime:
        """Return the end (UTC) of the working day that `instant` lies in, or else of the next one."""
        for _, closes in self._windows_from(instant):
            if instant < closes:
                return closes
        raise ValueError("no working day within a year")

    def later_by_days(self, instant: datetime, days: int) -> datetime:
        """Return the same time of day `days` working days on; from outside hours, counted from the next opening."""
        local = self.next_open(instant).astimezone(self.zone)
        return self._at(self._step(local.date(), days, +1), local.time())

    def earlier_by_days(self, instant: datetime, days: int) -> datetime:
        """Return the same time of day `days` working days back; from outside hours, counted from the last call."""
        local = self.last_open(instant).astimezone(self.zone)
        return self._at(self._step(local.date(), days, -1), local.time())

    def later_by(self, instant: datetime, length: timedelta) -> datetime:
        """Return the first instant by which `length` has been worked, counted from the next opening (UTC).

        It may be a closing: what is due then is due at the end of that day.
        """
        left, instant = length, instant.astimezone(UTC)
        for opens, closes in self._windows_from(instant):
            begin = max(opens, instant)
            if begin >= closes:
                continue
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        raise ValueError("not so much working time within a year")

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between the two instants (zero if `end` is not later)."""
        total = timedelta()
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return total
        for opens, closes in self._windows_from(start):
            if opens >= end:
                break
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def windows(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working windows (UTC) that touch the time from `start` to `end`, in order."""
        for opens, closes in self._windows_from(start):
            if opens >= end:
                return
            if closes > start:
                yield opens, closes

    def _works_on(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.days_off and self._exists(day)

    def _exists(self, day: date) -> bool:
        """Say whether the zone has this day: one that crosses the date line can leave a whole one out."""
        return self._at(day, _NOON).astimezone(self.zone).date() == day

    def _window(self, day: date) -> tuple[datetime, datetime]:
        return self._at(day, self.start), self._at(day, self.end)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at.replace(tzinfo=None), self.zone).astimezone(UTC)

    def _windows_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = instant.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS * 2):
            day = first + timedelta(days=offset)
            if self._works_on(day):
                yield self._window(day)

    def _windows_back_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = instant.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS):
            day = first - timedelta(days=offset)
            if self._works_on(day):
                yield self._window(day)

    def _step(self, day: date, days: int, direction: int) -> date:
        for _ in range(days):
            day += timedelta(days=direction)
            while not self._works_on(day):
                day += timedelta(days=direction)
        return day


def common_moment(
    one: WorkingHours, other: WorkingHours, after: datetime, until: datetime, length: timedelta
) -> datetime | None:
    """Return the first instant from `after` at which both work for `length` on end, over by `until`; else None."""
    after, until = after.astimezone(UTC), until.astimezone(UTC)
    theirs = list(other.windows(after, until))
    for opens, closes in one.windows(after, until):
        for their_opening, their_closing in theirs:
            begin, end = max(opens, their_opening, after), min(closes, their_closing, until)
            if begin < end and begin + length <= end:
                return begin
    return None
