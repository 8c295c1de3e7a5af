"""Instants, zones and working hours for the tests of time, and hours read off the wall clock, without any windows."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from bot.domain.worktime import WorkingHours

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "Pacific/Apia",  # had no 30 December 2011 at all, a Friday
    "Pacific/Auckland",
)

unhurried = settings(deadline=None)
"""How long one example takes says nothing: other tests run beside it."""

instants = st.datetimes(
    datetime(2011, 12, 1, tzinfo=UTC).replace(tzinfo=None),
    datetime(2031, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
)
round_instants = instants.map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))
"""Instants on the quarter hour, where every change of the clocks and every opening lies, too."""


@st.composite
def working_hours(draw: st.DrawFn) -> WorkingHours:
    """Draw hours of at least three a day, on at least one weekday, in one of the zones."""
    return WorkingHours(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        time(draw(st.integers(6, 11)), draw(st.sampled_from((0, 30)))),
        time(draw(st.integers(14, 21)), draw(st.sampled_from((0, 15)))),
        frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
    )


office = st.sampled_from(ZONES).map(lambda name: WorkingHours(ZoneInfo(name)))
"""Nine to six on weekdays, as everybody has them for now."""


def office_in(zone: str) -> WorkingHours:
    """Return nine to six on weekdays in `zone`."""
    return WorkingHours(ZoneInfo(zone))


def at(zone: str, wall: str) -> datetime:
    """Return the UTC instant of `wall`, such as "2026-03-27 17:30", in `zone`."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall(hours: WorkingHours, instant: datetime) -> datetime:
    """Return what the clock on the wall shows at `instant`."""
    return instant.astimezone(hours.zone)


def at_work(hours: WorkingHours, instant: datetime) -> bool:
    """Say by the wall clock alone whether `instant` is within working hours."""
    local = wall(hours, instant)
    return local.weekday() in hours.days and hours.start <= local.time() < hours.end


def quarters(start: datetime, end: datetime) -> list[datetime]:
    """Return every quarter of an hour from `start` on, before `end`."""
    quarter = timedelta(minutes=15)
    return [start + n * quarter for n in range(int((end - start) / quarter))]
