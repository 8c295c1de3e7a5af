"""The sender's side of the nudge table, over all tenants: claim with a lease, settle with its token."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.nudge import Claim, Nudge, NudgeStatus, Result, Settlement, digest_of
from bot.domain.people import Tenant
from bot.usecases.ports import Clock
from storage.claiming import claim_statement, names, next_due_statement
from storage.connections import Connections
from storage.digest_statements import FOLD, end_folded, ended, gather
from storage.inserts import insert_new
from storage.mapping import claim_from, nudge_values
from storage.settle_statements import finish, finished, held, postpone, postponed
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
        """Take up to `limit` nudges that are due, or whose lease has run out, ordered by due time.

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
            rows = await transaction.read(statement, taken)
            if rows:
                await transaction.commit()
        claims = [claim_from(row) for row in rows]
        return sorted(claims, key=lambda claim: (claim.nudge.due_at, claim.nudge.id))

    async def settle(self, settlements: Sequence[Settlement]) -> int:
        """Write results in one transaction; return how many still held their lease (a stale one changes nothing).

        A living message that was refreshed since its claim is not done with: it is due again at once. With a nudge
        that is folded its person's digest is owed, and with a digest what it told ends as it did.
        """
        if not settlements:
            return 0
        now = self._clock.now()
        done = [each for each in settlements if each.result not in NEITHER_DONE]
        later = [each for each in settlements if each.result is Result.LATER]
        folded = [each for each in settlements if each.result is Result.FOLDED]
        owed = [_row(nudge) for each in settlements for nudge in each.then]
        async with Transaction(self._connections) as transaction:
            dialect, count = transaction.dialect, 0
            if done:
                count += await transaction.write(finish(dialect), finished(done, now, dialect))
            if later:
                count += await transaction.write(postpone(dialect), postponed(later, now, dialect))
            for each in sorted(
                folded, key=lambda each: each.claim.nudge.key
            ):  # all senders lock in one order
                if await transaction.write(FOLD, held(each)):
                    digest = _row(digest_of(each.claim.nudge, each.due_at or now))
                    transaction.hold_back(gather(dialect), {**digest, "revision": 1})
                    count += 1
            transaction.hold_back(insert_new(nudges, dialect, "key"), *owed)
            for each in done:
                if each.told:
                    final = ended(each.told, NudgeStatus(each.result), now, each.error)
                    tenant = in_tenant(each.claim.nudge.tenant)
                    transaction.hold_back(end_folded(dialect), {**final, **tenant})
            await transaction.commit()
        return count

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
        """Have all that was held up by `suspend` be due now; return how many that were."""
        async with Transaction(self._connections) as transaction:
            count = await transaction.write(RESUME, {**in_tenant(tenant), "now": self._clock.now()})
            await transaction.commit()
        return count


def _row(nudge: Nudge) -> dict[str, Any]:
    tenant = nudge.tenant
    return {**nudge_values(nudge), "enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}


def _besides(tenants: Collection[Tenant]) -> dict[str, list[str]]:
    return {"besides": names(tenants)} if tenants else {}
