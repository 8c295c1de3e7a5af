"""What of the nudges a unit of work changes, and the lines of the log about it once that is durable.

With them a nudge's id can be followed from the moment at which it was owed. What is owed already keeps its id, whatever
id it is owed with again: so the table says which it is, in the trip that makes it durable.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import structlog
from sqlalchemy import Select, bindparam, select

from bot.domain.nudge_kind import NudgeKind
from storage.lists import is_one_of
from storage.tables import IS_CANCELLED, IS_WAITING, nudges, of_tenant
from storage.transaction import TenantTransaction

_row = nudges.c
_WHAT: Final = (_row.id, _row.kind, _row.due_at)
log = structlog.get_logger(__name__)


class ChangedNudges:
    """What one unit of work has changed so far: owed, moved, cancelled, or dropped from a digest."""

    def __init__(self, team_id: str) -> None:
        self._team_id = team_id
        self.clear()

    def clear(self) -> None:
        """Begin anew: what was noted so far is durable."""
        self._due: dict[str, datetime] = {}
        self._cancelled: set[str] = set()
        self._kinds: set[NudgeKind] = set()
        self._cancelled_at: datetime | None = None
        self._dropped: list[str] = []

    @property
    def earliest(self) -> datetime | None:
        """When the first of what is owed is due, where there is any."""
        return min(self._due.values(), default=None)

    def owed(self, key: str, due_at: datetime) -> None:
        """Note an intent that is owed at a time."""
        self._due[key] = min(due_at, self._due.get(key, due_at))

    def cancelled(self, delegation_id: str, kinds: Iterable[NudgeKind], at: datetime) -> None:
        """Note what is owed no more: these kinds for a delegation."""
        self._cancelled.add(delegation_id)
        self._kinds.update(kinds)
        self._cancelled_at = at

    def dropped(self, nudge_ids: Sequence[str]) -> None:
        """Note what waited for a digest and is owed no more."""
        self._dropped += nudge_ids

    async def commit(self, transaction: TenantTransaction) -> None:
        """Make the transaction durable, and log which nudges it has changed: ids and kinds, nobody's words."""
        questions = self._questions(transaction.dialect) if log.is_enabled_for(logging.INFO) else {}
        if questions:
            answers = await transaction.read_together(*questions.values(), commit=True)
        else:
            await transaction.commit()
            answers = []
        for event, rows in zip(questions, answers, strict=True):
            for row in rows:
                self._tell(event, row.id, kind=row.kind.value, due_at=row.due_at.isoformat())
        for nudge_id in self._dropped:
            self._tell("nudge.cancelled", nudge_id)

    def _questions(self, dialect: str) -> dict[str, tuple[Select[Any], dict[str, Any]]]:
        """Return what is asked of the table, by the event that each row of the answer is."""
        questions: dict[str, tuple[Select[Any], dict[str, Any]]] = {}
        if self._kinds:
            kinds = sorted(kind.value for kind in self._kinds)
            about = {"these": sorted(self._cancelled), "kinds": kinds, "at": self._cancelled_at}
            questions["nudge.cancelled"] = (_cancelled(dialect), about)
        if self._due:
            questions["nudge.owed"] = (_owed(dialect), {"these": sorted(self._due)})
        return questions

    def _tell(self, event: str, nudge_id: str, **about: str) -> None:
        log.info(event, nudge=nudge_id, team=self._team_id, **about)


@cache
def _owed(dialect: str) -> Select[Any]:
    return select(*_WHAT).where(of_tenant(nudges), is_one_of(_row.key, "these", dialect), IS_WAITING)


@cache
def _cancelled(dialect: str) -> Select[Any]:
    return select(*_WHAT).where(
        of_tenant(nudges),
        is_one_of(_row.delegation_id, "these", dialect),
        is_one_of(_row.kind, "kinds", dialect),
        IS_CANCELLED,
        _row.settled_at == bindparam("at", type_=_row.settled_at.type),
    )
