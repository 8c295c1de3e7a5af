"""The operator's side of the nudge table: what comes, what waits and why, what was given up, and sending it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Select,
    String,
    Update,
    bindparam,
    func,
    null,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)

from bot.domain.nudge import Nudge, NudgeStatus
from bot.domain.nudge_kind import LIVING, NudgeKind
from bot.usecases.ports import Clock
from storage.connections import Connections
from storage.lists import is_one_of
from storage.rows import from_row
from storage.tables import (
    IS_DEAD,
    IS_FOLDED,
    IS_KNOWN,
    IS_LATE,
    IS_SCHEDULED,
    IS_UNKNOWN,
    IS_WAITING,
    SCHEDULED,
    nudges,
)
from storage.transaction import Transaction

_row = nudges.c
_DEAD: Final = (
    select(nudges).where(IS_DEAD, IS_KNOWN).order_by(_row.settled_at.desc(), _row.id).limit(bindparam("most"))
)
AT_ONCE: Final = (LIVING - {NudgeKind.REVIEW_MANAGER}) | {NudgeKind.MOVE, NudgeKind.QUESTION}
"""Kinds that are always owed at once: where they wait, they wait for Slack's pace and not for their time."""
_COMING: Final = (
    select(nudges)
    .where(IS_SCHEDULED, IS_KNOWN, *(_row.kind != kind for kind in sorted(AT_ONCE)))
    .order_by(_row.due_at, _row.id)
    .limit(1)
)
_COUNTS: Final = select(_row.status, func.count().label("number")).group_by(_row.status)
_TROUBLES: Final = (
    select(_row.error, func.count().label("number"))
    .where(IS_WAITING, _row.error != "")
    .group_by(_row.error)
    .order_by(_row.error)
)
_WORD: Final[Any] = type_coerce(_row.kind, String)  # as it is stored: there is no member for it
_UNKNOWN: Final = (
    select(_WORD.label("word"), func.count().label("number"))
    .where(or_(IS_WAITING, IS_FOLDED), IS_UNKNOWN)
    .group_by(_row.kind)
    .order_by(_row.kind)
)
LONGEST_LEASE: Final = timedelta(minutes=10)
"""How far ahead what is being sent is looked for, by when its lease ends; longer than a worker's leases."""


def _overdue() -> Select[Any]:
    """Return the query for what was planned for by `now` and is not settled; what has been put off is late since then.

    Each half reads one index up to a time: what is planned for later, and it may be a great deal, is not looked at.
    """
    now = bindparam("now", type_=_row.due_at.type)
    put_off = select(_row.late_since.label("since")).where(IS_LATE, _row.late_since <= now)
    in_time = select(_row.due_at.label("since")).where(
        IS_WAITING, _row.wake_at <= bindparam("soon"), _row.late_since.is_(None), _row.due_at <= now
    )
    overdue = union_all(put_off, in_time).subquery()
    dead = select(func.count()).select_from(nudges.alias("given_up")).where(IS_DEAD)
    return select(
        func.count().label("number"),
        func.min(overdue.c.since).label("since"),
        dead.scalar_subquery().label("dead"),
    ).select_from(overdue)


OVERDUE: Final = _overdue()


@dataclass(frozen=True, slots=True)
class DeadNudge:
    """A nudge that was given up: after how many attempts, when, and Slack's word for the fault."""

    nudge: Nudge
    attempts: int
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many nudges were planned for by now and are not sent, the first of them for when, and how many were given up.

    What waits for a time of its own plan (quiet hours, a working morning) is in none of it. What is told in a digest is
    late with that: it takes over since when they are whom an outage held up.
    """

    number: int
    since: datetime | None
    dead: int = 0


class SqlOversight:
    """What an operator sees of the nudges on `connections`, over all tenants.

    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock

    async def coming(self) -> Nudge | None:
        """Return the next waiting nudge, or None: for people who want to know what comes."""
        async with Transaction(self._connections) as transaction:
            row = await transaction.read_one(_COMING)
        return from_row(Nudge, row) if row else None

    async def backlog(self) -> Backlog:
        """Return what is not sent by its time, whatever holds it up, and what was given up."""
        async with Transaction(self._connections) as transaction:
            (row,) = await transaction.read(OVERDUE, overdue_by(self._clock.now()))
        return Backlog(row.number, row.since, row.dead)

    async def counts(self) -> dict[NudgeStatus, int]:
        """Return how many nudges stand at each status. Reads the whole table."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_COUNTS)
        return dict.fromkeys(NudgeStatus, 0) | {row.status: row.number for row in rows}

    async def troubles(self) -> dict[str, int]:
        """Return how many waiting nudges were put off for which reason, Slack's word or ours."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_TROUBLES)
        return {row.error: row.number for row in rows}

    async def unknown(self) -> dict[str, int]:
        """Return how many nudges wait whose kinds this version does not know, by those; a newer one owes them."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_UNKNOWN)
        return {row.word: row.number for row in rows}

    async def dead(self, limit: int) -> list[DeadNudge]:
        """Return up to `limit` nudges of known kinds that were given up, the latest first."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_DEAD, {"most": limit})
        return [DeadNudge(from_row(Nudge, row), row.attempts, row.settled_at, row.error) for row in rows]

    async def send_again(self, nudge_ids: Sequence[str] = ()) -> list[str]:
        """Owe these nudges that were given up once more, now; all of them where none is named. Return their ids."""
        these = {"now": self._clock.now()} | ({"these": list(nudge_ids)} if nudge_ids else {})
        async with Transaction(self._connections) as transaction:
            revive = _revive(transaction.dialect, bool(nudge_ids))
            rows = await transaction.read(revive, these, commit=True)
        return sorted(row.id for row in rows)


def overdue_by(now: datetime) -> dict[str, Any]:
    """Return what `OVERDUE` takes."""
    return {"now": now, "soon": now + LONGEST_LEASE}


@cache
def _revive(dialect: str, some: bool) -> Update:
    revive = (
        update(nudges)
        .where(IS_DEAD)
        .values(
            status=SCHEDULED,
            due_at=bindparam("now", type_=_row.due_at.type),
            late_since=func.coalesce(_row.late_since, _row.due_at),
            attempts=0,
            looks=0,
            # The operator's word is a new one: it may be sent once more without having been seen.
            blind=0,
            error="",
            settled_at=null(),
        )
    )
    return (revive.where(is_one_of(_row.id, "these", dialect)) if some else revive).returning(_row.id)
