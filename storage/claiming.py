"""The statement that takes due nudges for one sender: one trip, and no nudge for two senders at once."""

from functools import cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    bindparam,
    literal,
    literal_column,
    select,
    update,
)

from bot.domain.nudge import NudgeStatus
from storage.tables import nudges

_row = nudges.c
_KEY: Final = (_row.enterprise_id, _row.team_id, _row.id)


@cache
def claim_statement(dialect: str) -> Update:
    """Return the statement for this dialect: `now`, `most`, `owner` and `until` in, claimed rows out."""
    claimable = (
        select(*_KEY)
        .where(_row.wake_at <= bindparam("now"))
        .order_by(_row.wake_at, _row.id)
        .limit(bindparam("most"))
    )
    if dialect == "sqlite":  # one writer at a time: nobody else can be claiming
        rowid: ColumnElement[int] = literal_column("nudges.rowid")
        chosen = claimable.with_only_columns(rowid)
        return _taken().where(literal_column("rowid").in_(chosen)).returning(nudges)
    # A CTE that locks is run once; a plain sub-select may be run again for each row, and take more than `most`.
    due = claimable.with_for_update(skip_locked=True).cte("due")
    is_due = and_(*(column == due.c[column.name] for column in _KEY))
    return _taken().where(is_due).returning(nudges)


def _taken() -> Update:
    return update(nudges).values(
        status=literal(NudgeStatus.SENDING, _row.status.type),
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until", type_=_row.lease_until.type),
        lease_token=_row.lease_token + 1,
        attempts=_row.attempts + 1,
        # Whoever held the lease before may have posted and died before writing it down.
        suspect=_row.suspect | (_row.status == NudgeStatus.SENDING),
    )
