"""The statements that hold up a whole workspace while nothing can be sent there, and let it go on."""

from typing import Final

from sqlalchemy import String, Update, bindparam, func, literal_column, update

from bot.domain.nudge import SUSPENDED
from storage.tables import nudges, of_tenant

_row = nudges.c
_IS_SCHEDULED: Final = _row.status == literal_column("'scheduled'", String)


def _suspend() -> Update:
    until = bindparam("until", type_=_row.due_at.type)
    return (
        update(nudges)
        .where(of_tenant(nudges), _row.wake_at < until, _IS_SCHEDULED)
        .values(
            due_at=until,
            late_since=func.coalesce(_row.late_since, _row.due_at),
            error=literal_column(f"'{SUSPENDED}'", String) + bindparam("why", type_=String),
        )
    )


SUSPEND: Final = _suspend()
"""Moves what would be due before `until` to that time: one who waits is found, tried and refused in each."""

RESUME: Final = (
    update(nudges)
    .where(of_tenant(nudges), _IS_SCHEDULED, _row.wake_at.is_not(None), _row.error.startswith(SUSPENDED))
    .values(due_at=bindparam("now", type_=_row.due_at.type), error="")
)
"""Has all of that be due now."""
