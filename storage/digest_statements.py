"""The statements about digests: folding a nudge into its person's digest, and reading and ending what it holds."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import String, Update, and_, bindparam, case, func, literal_column, null, or_, select, update

from bot.domain.nudge import NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from storage.inserts import TENANT, Insert, insert_into
from storage.lists import is_one_of
from storage.tables import (
    IS_CAUGHT_UP_WITH,
    IS_FOLDED,
    IS_KNOWN,
    IS_REMINDER,
    IS_SENDING,
    IS_UNKNOWN,
    IS_WAITING,
    SCHEDULED,
    nudges,
    of_tenant,
)

_row = nudges.c
_NOTHING: Final = literal_column("''", String)
FOLDED: Final = (
    select(nudges)
    .where(of_tenant(nudges), IS_FOLDED, _row.recipient == bindparam("to"), IS_KNOWN)
    .order_by(_row.late_since, _row.id)
)
"""What waits for a person's digest, in the order in which it was planned, as far as this version can tell it."""

UNFOLD: Final = (
    update(nudges)
    .where(of_tenant(nudges), IS_FOLDED, _row.recipient == bindparam("to"), IS_UNKNOWN)
    .values(status=SCHEDULED)
)
"""Has what a newer version folded into a person's digest be owed by itself: the digest is over, and cannot tell it."""

DIGEST_COMES: Final = select(_row.id).where(
    of_tenant(nudges),
    _row.key == literal_column(f"'{NudgeKind.DIGEST}::'", String) + bindparam("to", type_=String) + ":",
    _row.wake_at.is_not(None),
    # One that is put off for a plan of its own, until working hours, is not late.
    (_row.due_at <= bindparam("by", type_=_row.due_at.type)) | _row.late_since.is_not(None),
)
"""A person's digest that waits and comes by `by`, or would have come if it could be sent."""

STILL_COMES: Final = (
    select(_row.id)
    .where(
        of_tenant(nudges),
        IS_WAITING,
        _row.wake_at <= bindparam("soon", type_=_row.due_at.type),  # for the index: also when a lease ends
        or_(IS_SENDING, _row.due_at <= bindparam("now", type_=_row.due_at.type)),
        or_(_row.late_since.is_not(None), _row.due_at <= bindparam("before", type_=_row.due_at.type)),
        or_(
            _row.recipient == _NOTHING,
            and_(_row.recipient == bindparam("to"), _row.ts == _NOTHING, IS_CAUGHT_UP_WITH),
        ),
    )
    .limit(1)
)
"""What has been held up, is due or being sent, and may yet go into a person's digest: it, or what a step tells of."""

FAIL_FOLDED: Final = (
    update(nudges)
    .where(of_tenant(nudges), _row.id == bindparam("this"), IS_FOLDED)
    .values(attempts=_row.attempts + 1, error=bindparam("why", type_=_row.error.type))
)
"""Counts a failure to tell what waits for a digest."""

REMINDED: Final = select(_row.delegation_id, _row.kind, _row.ts, _row.settled_at).where(
    of_tenant(nudges),
    IS_REMINDER,
    _row.recipient == bindparam("to"),
    _row.settled_at >= bindparam("since"),
    # What a digest told has none of its own, and what was only put away today was posted before.
    or_(_row.ts >= bindparam("since_ts"), _row.ts == _NOTHING),
)
"""The reminders that a person was sent since an instant, by themselves or in a digest, and the latest digest."""


@cache
def gather(dialect: str) -> Insert:
    """Return the statement that owes a digest: once for each person, at the earlier of two times, late since that too.

    One that is being sent is owed again after that: it may not hold what was folded meanwhile. `now` is bound too.
    """
    insert = insert_into(nudges, dialect)
    new = insert.excluded
    is_waiting = _row.wake_at.is_not(None)
    # The time of one that is being sent is past; a later one is that of what was folded since it was taken.
    stands = (_row.due_at < new.due_at) & ~(
        IS_SENDING & (_row.due_at <= bindparam("now", type_=_row.due_at.type))
    )
    is_late_before = func.coalesce(_row.late_since <= new.late_since, _row.late_since.is_not(None))
    return insert.on_conflict_do_update(
        index_elements=[*TENANT, "key"],
        set_={
            "revision": _row.revision + new.revision,
            "status": case((IS_SENDING, _row.status), else_=new.status),
            "due_at": case((is_waiting & stands, _row.due_at), else_=new.due_at),
            "late_since": case((is_waiting & is_late_before, _row.late_since), else_=new.late_since),
            "attempts": case((is_waiting, _row.attempts), else_=0),
            "error": case((is_waiting, _row.error), else_=""),
            "suspect": _row.suspect & is_waiting,
            "looks": case((is_waiting, _row.looks), else_=0),
            "blind": case((is_waiting, _row.blind), else_=0),
            "settled_at": null(),
            "id": case((is_waiting, _row.id), else_=new.id),
        },
    )


@cache
def end_folded(dialect: str) -> Update:
    """Return the statement that ends a tenant's folded nudges named in `these`: `final` is what became of them."""
    return (
        update(nudges)
        .where(of_tenant(nudges), is_one_of(_row.id, "these", dialect), IS_FOLDED)
        .values(
            status=bindparam("final", type_=_row.status.type),
            settled_at=bindparam("now", type_=_row.settled_at.type),
            error=bindparam("why", type_=_row.error.type),
        )
    )


def ended(these: Sequence[str], final: NudgeStatus, now: datetime, why: str = "") -> dict[str, Any]:
    """Return what `end_folded` takes besides the tenant."""
    return {"these": list(these), "final": final, "now": now, "why": why}
