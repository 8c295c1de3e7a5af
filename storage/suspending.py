"""The statements that hold up a whole workspace while nothing can be sent there, and let it go on."""

from typing import Final

from sqlalchemy import String, Update, bindparam, case, func, literal_column, null, update

from bot.domain.nudge import SUSPENDED
from storage.tables import IS_SCHEDULED, nudges, of_tenant

_row = nudges.c


def _suspend() -> Update:
    until = bindparam("until", type_=_row.due_at.type)
    return (
        update(nudges)
        .where(of_tenant(nudges), _row.wake_at < until, IS_SCHEDULED)
        .values(
            due_at=until,
            late_since=func.coalesce(_row.late_since, _row.due_at),
            error=literal_column(f"'{SUSPENDED}'", String) + bindparam("why", type_=String),
        )
    )


SUSPEND: Final = _suspend()
"""Moves what would be due before `until` to that time: one who waits is found, tried and refused in each."""


def _resume() -> Update:
    now = bindparam("now", type_=_row.due_at.type)
    is_to_come = _row.late_since > now
    return (
        update(nudges)
        .where(of_tenant(nudges), IS_SCHEDULED, _row.wake_at.is_not(None), _row.error.startswith(SUSPENDED))
        .values(
            due_at=case((is_to_come, _row.late_since), else_=now),
            late_since=case((is_to_come, null()), else_=_row.late_since),
            error="",
        )
    )


RESUME: Final = _resume()
"""Has all of that be due again when it was planned for, and what is past now."""
