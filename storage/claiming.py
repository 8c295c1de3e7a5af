"""The statement that takes due nudges for one sender: one trip, and no nudge for two senders at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    case,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.nudge import NudgeStatus
from bot.domain.people import Tenant
from storage.lists import is_one_of
from storage.tables import IS_KNOWN, IS_SCHEDULED, IS_SENDING, IS_WAITING, nudges

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
    """Return the statement for this dialect: values of `claiming` in, claimed rows out.

    With `with_besides`, those of the tenants named in `besides` are passed over. What a newer version owes is always:
    it is left as it is, for one that can send it.
    """
    is_over = _row.lease_until <= bindparam("leases_now")
    if dialect == "sqlite":
        # Its leases go by the seconds of one machine: none ends much later than one that begins now, but those of
        # before the machine was started again, or of a version whose leases went by the date.
        is_over |= _row.lease_until > bindparam("beyond", type_=_row.lease_until.type)
    is_free = and_(IS_SENDING, is_over, ~is_one_of(_row.id, "held", dialect))
    claimable = (
        select(*_KEY)
        .where(
            _row.wake_at <= bindparam("latest"),  # for the index: due times and leases may be of two clocks
            or_(and_(IS_SCHEDULED, _row.due_at <= bindparam("now")), is_free),
            IS_KNOWN,
        )
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
    """Return the query for when the next nudge that nobody holds is due, `besides` passed over."""
    # The first is the condition of its partial index.
    due = select(_row.wake_at).where(IS_WAITING, IS_SCHEDULED, IS_KNOWN)
    if with_besides:
        due = due.where(~is_one_of(_TENANT, "besides", dialect))
    return due.order_by(_row.wake_at, _row.id).limit(1)


def claiming(
    owner: str, limit: int, now: datetime, leases_now: datetime, lease: timedelta, held: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what `claim_statement` takes, but for `besides`: `now` for due times, `leases_now` for leases."""
    return {
        "now": now,
        "leases_now": leases_now,
        "latest": max(now, leases_now),
        "most": limit,
        "owner": owner,
        "until": leases_now + lease,
        # Others may have claimed while this one waited for its turn to write.
        "beyond": leases_now + 2 * lease,
        "held": list(held),
    }


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
        suspect=_row.suspect | IS_SENDING,
        # The end of the lease stands for the first look, which comes too soon else.
        looks=case((IS_SENDING & (_row.looks == 0), 1), else_=_row.looks),
    )
