"""The sender's side of the nudge table, over all tenants: claim with a lease, settle with its token."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.nudge import Claim, Nudge, NudgeStatus, Result, Settlement, digest_of
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.usecases.ports import Clock
from storage.claiming import claim_statement, names, next_due_statement
from storage.connections import Connections
from storage.digest_statements import end_folded, ended, gather
from storage.inserts import insert_new
from storage.mapping import claim_from, nudge_values
from storage.prepared import Row
from storage.settle_statements import finish, finished, fold, folded, key_of, postpone, postponed
from storage.suspending import RESUME, SUSPEND
from storage.tables import nudges
from storage.transaction import Transaction, in_tenant

NEITHER_DONE = (Result.LATER, Result.FOLDED)


class SqlOutbox:
    """Implements the port `Outbox` on `connections`.

    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock

    async def claim(
        self, owner: str, limit: int, lease_seconds: float, besides: Collection[Tenant] = ()
    ) -> list[Claim]:
        """Take up to `limit` nudges that are due, or whose lease has run out, by the time they were planned for.

        Where more are waiting than that, those are taken that became claimable first; `besides` are the tenants
        that are passed over.
        """
        now = self._clock.now()
        taken = {
            "now": now,
            "most": limit,
            "owner": owner,
            "until": now + timedelta(seconds=lease_seconds),
            **_besides(besides),
        }
        async with Transaction(self._connections) as transaction:
            statement = claim_statement(transaction.dialect, with_besides=bool(besides))
            rows = await transaction.read(statement, taken, commit=True)
        claims = [claim_from(row) for row in rows]
        return sorted(claims, key=lambda claim: (claim.planned_for, claim.nudge.due_at, claim.nudge.id))

    async def settle(self, settlements: Sequence[Settlement]) -> int:
        """Write results in one transaction; return how many still held their lease (a stale one changes nothing).

        A living message that was refreshed since its claim is not done with: it is due again when that said. With a
        nudge that is folded its person's digest is owed, and with a digest what it told ends as it did.
        """
        if not settlements:
            return 0
        now = self._clock.now()
        async with Transaction(self._connections) as transaction:
            gone = await self._fold(
                [each for each in settlements if each.result is Result.FOLDED], transaction
            )
            self._gather([digest_of(each.claim.nudge, each.due_at or now) for each in gone], transaction)
            later = [each for each in settlements if each.result is Result.LATER]
            dialect, count = transaction.dialect, len(gone)
            if later:
                count += await transaction.write(postpone(dialect), postponed(later, now, dialect))
            done = [each for each in settlements if each.result not in NEITHER_DONE]
            return count + await self._finish_and_commit(done, transaction)

    async def _fold(self, settlements: Sequence[Settlement], transaction: Transaction) -> list[Settlement]:
        """Fold nudges, and return those that were still held."""
        if not settlements:
            return []
        dialect = transaction.dialect
        return _held(settlements, await transaction.read(fold(dialect), folded(settlements, dialect)))

    def _gather(self, digests: Sequence[Nudge], transaction: Transaction) -> None:
        """Owe digests: one for each person, in the one order in which all senders lock them."""
        earliest: dict[tuple[Tenant, str], Nudge] = {}
        for each in sorted(digests, key=lambda digest: digest.due_at, reverse=True):
            earliest[each.tenant, each.recipient] = each
        ordered = sorted(
            earliest.values(), key=lambda each: (each.tenant.enterprise_id, each.tenant.team_id, each.key)
        )
        now = self._clock.now()
        values = ({**_row(each), "revision": 1, "now": now} for each in ordered)
        transaction.hold_back(gather(transaction.dialect), *values)

    async def _finish_and_commit(self, settlements: Sequence[Settlement], transaction: Transaction) -> int:
        """End nudges, with what they told and what is owed instead, and return how many were still held.

        Most told nothing else and leave nothing owed: they are ended and made durable in one trip.
        """
        if not settlements:
            await transaction.commit()
            return 0
        dialect, now = transaction.dialect, self._clock.now()
        is_all = not any(each.told or each.then for each in settlements)
        changed = await transaction.read(finish(dialect), finished(settlements, now, dialect), commit=is_all)
        if is_all:
            return len(changed)
        done = _held(settlements, changed)
        owed = [nudge for each in done for nudge in each.then]
        news = (_row(nudge) for nudge in owed if nudge.kind is not NudgeKind.DIGEST)
        transaction.hold_back(insert_new(nudges, dialect, "key"), *news)
        self._gather([nudge for nudge in owed if nudge.kind is NudgeKind.DIGEST], transaction)
        for each in done:
            if each.told:
                final = ended(each.told, NudgeStatus(each.result), now, each.error)
                transaction.hold_back(end_folded(dialect), {**final, **in_tenant(each.claim.nudge.tenant)})
        await transaction.commit()
        return len(done)

    async def next_due(self, besides: Collection[Tenant] = ()) -> datetime | None:
        """Return when the next waiting nudge is due or the next lease runs out, `besides` passed over, or None."""
        async with Transaction(self._connections) as transaction:
            statement = next_due_statement(transaction.dialect, with_besides=bool(besides))
            row = await transaction.read_one(statement, _besides(besides))
        instant: datetime | None = row[0] if row else None
        return instant

    async def suspend(self, tenant: Tenant, until: datetime, error: str) -> int:
        """Let nothing of a tenant be due before `until`, for the reason `error`; return how many that held up."""
        async with Transaction(self._connections) as transaction:
            count = await transaction.write(SUSPEND, {**in_tenant(tenant), "until": until, "why": error})
            await transaction.commit()
        return count

    async def resume(self, tenant: Tenant) -> int:
        """Have what `suspend` held up be due when it was planned for, at once where that is past; return its count."""
        async with Transaction(self._connections) as transaction:
            count = await transaction.write(RESUME, {**in_tenant(tenant), "now": self._clock.now()})
            await transaction.commit()
        return count


def _held(settlements: Sequence[Settlement], changed: Sequence[Row]) -> list[Settlement]:
    """Return the settlements whose rows were changed, one for each row."""
    by_row = {key_of(each): each for each in settlements}
    return [by_row[tuple(row)] for row in changed]


def _row(nudge: Nudge) -> dict[str, Any]:
    tenant = nudge.tenant
    return {**nudge_values(nudge), "enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}


def _besides(tenants: Collection[Tenant]) -> dict[str, list[str]]:
    return {"besides": names(tenants)} if tenants else {}
