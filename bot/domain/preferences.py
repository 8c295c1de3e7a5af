"""A person's own time: when they work, when they are away and who stands in, and how they wish to be told.

What a person has not said is as most teams have it: nine to six on weekdays, in the zone that Slack knows.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.errors import Invalid
from bot.domain.worktime import WorkingHours

LONGEST_AWAY: Final = timedelta(days=180)
"""Half a year: who is away for longer hands their work over. Beyond about a year no working time is looked for."""

MOST_DAYS_OFF: Final = 60
"""Single days: more than a year's holidays, and few enough to be read with each person. Our choice."""

WEEKDAYS: Final = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, first and last day included."""

    first: date
    last: date

    @property
    def days(self) -> frozenset[date]:
        """Every day of it."""
        return frozenset(
            self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)
        )


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day in which nothing comes that can wait; they may go past midnight."""

    start: time
    end: time

    def ends_after(self, instant: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the quiet hours around `instant` end (UTC), or None where it lies in none."""
        local = instant.astimezone(zone)
        now, day = local.time(), local.date()
        if self.start <= self.end:
            is_quiet = self.start <= now < self.end
        else:
            is_quiet = now >= self.start or now < self.end
            day += timedelta(days=1 if now >= self.start else 0)
        # Of an hour that comes twice, this one.
        ends = datetime.combine(day, self.end, zone).replace(fold=local.fold)
        return ends.astimezone(UTC) if is_quiet else None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person said about their time. `zone` is an IANA name, "" for Slack's; days are 0 (Monday) to 6.

    `deputy_id` is the user id of who stands in for them, "" for nobody: at once while they are away, and on every
    other day for what they have not answered in time.
    `in_digest` has reminders come as one message each morning; `muted` are the ids of delegations that send no
    reminders.
    """

    zone: str = ""
    start: time = time(9)
    end: time = time(18)
    days: frozenset[int] = WEEKDAYS
    days_off: frozenset[date] = field(default_factory=frozenset)
    away: Away | None = None
    deputy_id: str = ""
    quiet: Quiet | None = None
    in_digest: bool = False
    muted: frozenset[str] = field(default_factory=frozenset)

    def hours(self, zone: ZoneInfo) -> WorkingHours:
        """Return the working hours in `zone`: no day off and no day away is worked on."""
        away = self.away.days if self.away else frozenset()
        return WorkingHours(zone, self.start, self.end, self.days, self.days_off | away)

    def stand_in(self, today: date) -> str:
        """Return the user id of who stands in on that day, "" where the person is there or named nobody."""
        is_away = self.away is not None and self.away.first <= today <= self.away.last
        return self.deputy_id if is_away else ""


def check(preferences: Preferences, user_id: str, today: date) -> None:
    """Raise `Invalid` with a sentence for each field that cannot stand for this person on that day."""
    problems: dict[str, str | None] = {
        "end": None if preferences.start < preferences.end else "The day ends after it starts.",
        "days": None
        if preferences.days
        else "Tick at least one day; days off and absences have their own place.",
        "days_off": None
        if len(preferences.days_off) <= MOST_DAYS_OFF
        else f"I keep {MOST_DAYS_OFF} days off at a time. Take out those that are far away.",
        "quiet": "Quiet hours begin and end at different times."
        if preferences.quiet and preferences.quiet.start == preferences.quiet.end
        else None,
        "deputy": "A deputy is somebody else. Pick who stands in for you."
        if preferences.deputy_id == user_id
        else None,
        "away_last": _why_not_away(preferences.away, today) if preferences.away else None,
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def _why_not_away(away: Away, today: date) -> str | None:
    if away.last < away.first:
        return "The last day comes after the first one."
    if away.last < today:
        return "This absence is over. Leave both days empty, or pick days that are still to come."
    if away.last - away.first > LONGEST_AWAY:
        most = f"I keep absences of up to {LONGEST_AWAY.days} days."
        return f"{most} Before a longer one, withdraw or hand over what you have in hand."
    return None
