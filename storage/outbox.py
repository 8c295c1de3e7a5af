"""The sender's side of the nudge table, over all tenants: claim with a lease, settle with its token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, literal_column, select

from bot.domain.nudge import LIVING, Claim, Nudge, NudgeKind, NudgeStatus, Result, Settlement
from bot.usecases.ports import Clock
from storage.claiming import claim_statement
from storage.connections import Connections
from storage.mapping import claim_from, nudge_from
from storage.settle_statements import FINISH, POSTPONE, finished, place, postponed
from storage.tables import IS_WAITING, nudges
from storage.transaction import Transaction

_row = nudges.c
NEXT_DUE: Final = select(func.min(_row.wake_at)).where(IS_WAITING)  # the condition of its partial index
_DEAD: Final = (
    select(nudges)
    .where(_row.status == literal_column("'dead'"))  # spelt out, so that the partial index serves it
    .order_by(_row.settled_at.desc(), _row.id)
    .limit(bindparam("most"))
)
AT_ONCE: Final = (LIVING - {NudgeKind.REVIEW_MANAGER}) | {NudgeKind.MOVE, NudgeKind.QUESTION}
"""Kinds that are always owed at once: where they wait, they wait for Slack's pace and not for their time."""
_COMING: Final = (
    select(nudges)
    .where(_row.status == NudgeStatus.SCHEDULED, *(_row.kind != kind for kind in sorted(AT_ONCE)))
    .order_by(_row.due_at, _row.id)
    .limit(1)
)
_COUNTS: Final = select(_row.status, func.count().label("number")).group_by(_row.status)


@dataclass(frozen=True, slots=True)
class DeadNudge:
    """A nudge that was given up: after how many attempts, when, and Slack's word for the fault."""

    nudge: Nudge
    attempts: int
    at: datetime
    error: str


class SqlOutbox:
    """Implements the port `Outbox` on `connections`.

    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock

    async def claim(self, owner: str, limit: int, lease_seconds: float) -> list[Claim]:
        """Take up to `limit` nudges that are due, or whose lease has run out, ordered by due time.

        Where more are waiting than that, those are taken that became claimable first.
        """
        now = self._clock.now()
        taken = {
            "now": now,
            "most": limit,
            "owner": owner,
            "until": now + timedelta(seconds=lease_seconds),
        }
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(claim_statement(transaction.dialect), taken)
            if rows:
                await transaction.commit()
        claims = [claim_from(row) for row in rows]
        return sorted(claims, key=lambda claim: (claim.nudge.due_at, claim.nudge.id))

    async def settle(self, settlements: Sequence[Settlement]) -> int:
        """Write results in one transaction; return how many still held their lease (a stale one changes nothing).

        A living message that was refreshed since its claim is not done with: it is due again at once.
        """
        if not settlements:
            return 0
        now = self._clock.now()
        ordered = sorted(settlements, key=place)  # all senders lock in one order
        final = [finished(each, now) for each in ordered if each.result is not Result.LATER]
        later = [postponed(each, now) for each in ordered if each.result is Result.LATER]
        async with Transaction(self._connections) as transaction:
            count = await transaction.write(FINISH, *final)
            count += await transaction.write(POSTPONE, *later)
            await transaction.commit()
        return count

    async def next_due(self) -> datetime | None:
        """Return when the next waiting nudge is due or the next lease runs out, or None."""
        async with Transaction(self._connections) as transaction:
            ((earliest,),) = await transaction.read(NEXT_DUE)
        instant: datetime | None = earliest
        return instant

    async def coming(self) -> Nudge | None:
        """Return the next waiting nudge, or None: for people who want to know what comes."""
        async with Transaction(self._connections) as transaction:
            row = await transaction.read_one(_COMING)
        return nudge_from(row) if row else None

    async def dead(self, limit: int) -> list[DeadNudge]:
        """Return up to `limit` nudges that were given up, the latest first."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_DEAD, {"most": limit})
        return [DeadNudge(nudge_from(row), row.attempts, row.settled_at, row.error) for row in rows]

    async def counts(self) -> dict[NudgeStatus, int]:
        """Return how many nudges stand at each status. Reads the whole table."""
        async with Transaction(self._connections) as transaction:
            rows = await transaction.read(_COUNTS)
        return dict.fromkeys(NudgeStatus, 0) | {row.status: row.number for row in rows}
