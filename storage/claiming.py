"""The statement that takes due nudges for one sender: one trip, and no nudge for two senders at once."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    update,
)

from bot.domain.nudge import NudgeStatus
from bot.domain.people import Tenant
from storage.lists import is_one_of
from storage.tables import IS_WAITING, nudges

_row = nudges.c
_KEY: Final = (_row.enterprise_id, _row.team_id, _row.id)


_CLAIMED: Final = (
    *(_row.enterprise_id, _row.team_id, _row.id, _row.kind, _row.delegation_id, _row.recipient, _row.subject),
    *(_row.due_at, _row.lease_token, _row.attempts, _row.revision, _row.suspect, _row.channel, _row.ts),
    *(_row.late_since, _row.looks, _row.blind),
)
"""What makes a claim."""

_TENANT: Final = _row.enterprise_id + "/" + _row.team_id


@cache
def claim_statement(dialect: str, *, with_besides: bool = False) -> Update:
    """Return the statement for this dialect: `now`, `most`, `owner` and `until` in, claimed rows out.

    With `with_besides`, those of the tenants named in `besides` are passed over.
    """
    claimable = (
        select(*_KEY)
        .where(_row.wake_at <= bindparam("now"))
        .order_by(_row.wake_at, _row.id)
        .limit(bindparam("most"))
    )
    if with_besides:
        claimable = claimable.where(~is_one_of(_TENANT, "besides", dialect))
    if dialect == "sqlite":  # one writer at a time: nobody else can be claiming
        rowid: ColumnElement[int] = literal_column("nudges.rowid")
        chosen = claimable.with_only_columns(rowid)
        return _taken().where(literal_column("rowid").in_(chosen)).returning(*_CLAIMED)
    # A CTE that locks is run once; a plain sub-select may be run again for each row, and take more than `most`.
    due = claimable.with_for_update(skip_locked=True).cte("due")
    is_due = and_(*(column == due.c[column.name] for column in _KEY))
    return _taken().where(is_due).returning(*_CLAIMED)


@cache
def next_due_statement(dialect: str, *, with_besides: bool = False) -> Select[Any]:
    """Return the query for the next moment at which something can be claimed, `besides` passed over."""
    if not with_besides:
        return select(func.min(_row.wake_at)).where(IS_WAITING)  # the condition of its partial index
    others = select(_row.wake_at).where(IS_WAITING, ~is_one_of(_TENANT, "besides", dialect))
    return others.order_by(_row.wake_at, _row.id).limit(1)


def names(tenants: Iterable[Tenant]) -> list[str]:
    """Return the tenants as `besides` names them."""
    return [f"{tenant.enterprise_id}/{tenant.team_id}" for tenant in tenants]


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
