"""Working time: one person's hours in their own zone, and the moments that fall into them.

Everything goes in and out as aware UTC datetimes. Hours are turned into UTC windows day by day with
`zoneinfo`, so a change of the clocks makes a window an hour longer or shorter and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_CALL = timedelta(minutes=30)  # moved earlier, a nudge comes while there is still time to act on it
_HORIZON_DAYS = 400


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a person works: a zone, a start and an end of the day, and weekdays (0 is Monday)."""

    zone: ZoneInfo
    start: time = time(9)
    end: time = time(18)
    days: frozenset[int] = frozenset(range(5))

    @property
    def day_length(self) -> timedelta:
        """The length of one working day by the wall clock."""
        return timedelta(hours=self.end.hour - self.start.hour, minutes=self.end.minute - self.start.minute)

    def is_open(self, instant: datetime) -> bool:
        """Say whether `instant` lies within working hours (the closing minute does not)."""
        opens, closes = self._window(instant.astimezone(self.zone).date())
        return self._works(instant) and opens <= instant < closes

    def next_open(self, instant: datetime) -> datetime:
        """Return `instant` if it is within working hours, else the next opening."""
        for opens, closes in self._windows_from(instant):
            if instant < closes:
                return max(instant, opens)
        raise ValueError("no working day within a year")

    def last_open(self, instant: datetime) -> datetime:
        """Return `instant` if it is within working hours, else half an hour before the closing before it."""
        if self.is_open(instant):
            return instant
        for _, closes in self._windows_back_from(instant):
            if closes <= instant:
                return closes - LAST_CALL
        raise ValueError("no working day within a year")

    def later_by_days(self, instant: datetime, days: int) -> datetime:
        """Return the same time of day `days` working days on; from outside hours, counted from the next opening."""
        local = self.next_open(instant).astimezone(self.zone)
        return self._at(self._step(local.date(), days, +1), local.time())

    def earlier_by_days(self, instant: datetime, days: int) -> datetime:
        """Return the same time of day `days` working days back; from outside hours, counted from the last closing."""
        local = self.last_open(instant).astimezone(self.zone)
        return self._at(self._step(local.date(), days, -1), local.time())

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between the two instants (zero if `end` is not later)."""
        total = timedelta()
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

    def _works(self, instant: datetime) -> bool:
        return instant.astimezone(self.zone).weekday() in self.days

    def _window(self, day: date) -> tuple[datetime, datetime]:
        return self._at(day, self.start), self._at(day, self.end)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at.replace(tzinfo=None), self.zone).astimezone(UTC)

    def _windows_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = instant.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS * 2):
            day = first + timedelta(days=offset)
            if day.weekday() in self.days:
                yield self._window(day)

    def _windows_back_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = instant.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS):
            day = first - timedelta(days=offset)
            if day.weekday() in self.days:
                yield self._window(day)

    def _step(self, day: date, days: int, direction: int) -> date:
        for _ in range(days):
            day += timedelta(days=direction)
            while day.weekday() not in self.days:
                day += timedelta(days=direction)
        return day


def common_moment(
    one: WorkingHours, other: WorkingHours, after: datetime, until: datetime, length: timedelta
) -> datetime | None:
    """Return the first instant from `after` at which both work for `length` on end, or None before `until`."""
    theirs = list(other.windows(after, until))
    for opens, closes in one.windows(after, until):
        for their_opening, their_closing in theirs:
            begin = max(opens, their_opening, after)
            if begin + length <= min(closes, their_closing, until):
                return begin
    return None
