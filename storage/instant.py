"""Instants in the database: whole microseconds since 1970 in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Return an instant as it is stored. Raises `ValueError` for a datetime without a zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone: it could be any of a day's hours")
    return (instant - EPOCH) // _MICROSECOND


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as a 64-bit number of microseconds and always returned in UTC.

    SQLite has no type for time, and its texts compare as letters; a number compares alike on both databases,
    serves their indexes and generated columns without a cast, and depends on no session's time zone.
    To read one by eye: `to_timestamp(due_at / 1e6)`, or `datetime(due_at / 1e6, 'unixepoch')` on SQLite.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the microseconds of `value`. Raises `ValueError` for a datetime without a zone."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the aware UTC datetime of a stored number."""
        return _instant(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Return what reads a stored number, without the wrapping that other kinds of column need."""
        return _instant


def _instant(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)
