"""Days off as people type them: one day or a span, apart by commas or on lines of their own."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.errors import Invalid
from bot.domain.preferences import MOST_DAYS_OFF

_DAY = r"(\d{4}-\d{1,2}-\d{1,2})"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:to|until|till|–|—|\.\.\.?|-)\s*{_DAY})?", re.IGNORECASE)
_ONE_DAY = timedelta(days=1)


def read_days(text: str, field: str) -> frozenset[date]:
    """Return the days that `text` names, such as "2026-12-24, 2026-12-28 to 2026-12-31".

    Raises `Invalid` for `field` with the part that cannot be read, and where there are too many.
    """
    days: set[date] = set()
    for part in re.split(r"[,;\n]", text):
        if part.strip():
            days.update(_span(part.strip(), field))
        if len(days) > MOST_DAYS_OFF:
            raise Invalid(
                {field: f"I keep {MOST_DAYS_OFF} days off at a time. Take out those that are far away."}
            )
    return frozenset(days)


def days_in_words(days: Iterable[date]) -> str:
    """Return days as `read_days` takes them, days in a row as one span."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == _ONE_DAY:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(
        span[0].isoformat() if len(span) == 1 else f"{span[0].isoformat()} to {span[-1].isoformat()}"
        for span in spans
    )


def _span(part: str, field: str) -> list[date]:
    found = _SPAN.fullmatch(part)
    try:
        first = _day(found[1]) if found else None
        last = _day(found[2]) if found and found[2] else first
    except ValueError:
        first = last = None
    if first is None or last is None:
        raise Invalid(
            {field: f"I cannot read “{part[:40]}”. Write days as 2026-12-24, or 2026-12-24 to 2026-12-31."}
        )
    if last < first:
        raise Invalid({field: f"In “{part[:40]}” the last day comes before the first one."})
    count = min((last - first).days, MOST_DAYS_OFF) + 1
    return [first + timedelta(days=offset) for offset in range(count)]


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)
