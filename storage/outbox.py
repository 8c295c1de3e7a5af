"""The sender's side of the nudge table, over all tenants: claim with a lease, settle with its token."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.domain.nudge import Claim, Nudge, NudgeStatus, Result, Settlement, digest_of
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.usecases.ports import Clock
from storage.claiming import claim_statement, claiming, names, next_due_statement
from storage.connections import Connections
from storage.digest_statements import UNFOLD, end_folded, ended, gather
from storage.inserts import insert_new
from storage.mapping import claim_from, nudge_values
from storage.prepared import Row
from storage.settle_statements import (
    asked,
    finish,
    finished,
    fold,
    folded,
    intent_of,
    key_of,
    postpone,
    postponed,
    untaken,
)
from storage.suspending import RESUME, SUSPEND
from storage.tables import nudges
from storage.transaction import Transaction, in_tenant

NEITHER_DONE = (Result.LATER, Result.FOLDED)
_Digest = tuple[Nudge, datetime | None]
"""A digest that is owed, and since when the first of what it tells has been held up."""


class SqlOutbox:
    """Implements the port `Outbox` on `connections`.

    Due times go by `clock`, leases by `leases`: where the one can be set, nobody who is sending loses the other.
    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, connections: Connections, clock: Clock, leases: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._leases = leases

    async def claim(
        self,
        owner: str,
        limit: int,
        lease_seconds: float,
        besides: Collection[Tenant] = (),
        held: Collection[str] = (),
    ) -> list[Claim]:
        """Take up to `limit` nudges that are due, or whose lease has run out, by the time they were planned for.

        Where more are waiting than that, those are taken that became claimable first; `besides` are the tenants
        that are passed over. The leases of `held`, ids of what the sender is sending itself, are not over for it.
        `lease_seconds` is the same for all who share a SQLite file: one twice as long is taken for one of another time.
        """
        lease = timedelta(seconds=lease_seconds)
        taken = {
            **claiming(owner, limit, self._clock.now(), self._leases.now(), lease, held),
            **_besides(besides),
        }
        async with Transaction(self._connections) as transaction:
            statement = claim_statement(transaction.dialect, with_besides=bool(besides))
            rows = await transaction.read(statement, taken, commit=True)
        claims = [claim_from(row) for row in rows]
        return sorted(claims, key=lambda claim: (claim.planned_for, claim.nudge.due_at, claim.nudge.id))

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Write results in one transaction; return those that still held their lease (a stale one changes nothing).

        A living message that was refreshed since its claim is not done with: it is due again when that said. With a
        nudge that is folded its person's digest is owed, and with a digest what it told ends as it did.
        """
        if not settlements:
            return []
        now = self._clock.now()
        async with Transaction(self._connections) as transaction:
            gone = await self._fold(
                [each for each in settlements if each.result is Result.FOLDED], transaction
            )
            self._gather([_digest(each, now) for each in gone], transaction)
            later = [each for each in settlements if each.result is Result.LATER]
            dialect = transaction.dialect
            if later:
                put_off = await transaction.read(postpone(dialect), postponed(later, now, dialect))
                later = _held(later, put_off)
            done = [each for each in settlements if each.result not in NEITHER_DONE]
            return [*gone, *later, *await self._finish_and_commit(done, transaction)]

    async def standing(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Return what stands of those that were not held any more, but for what another sender took over.

        That is as it was written down, by a `settle` whose answer was lost, or CANCELLED, where it was called off while
        it was held; it may have been posted all the same.
        """
        by_intent = {intent_of(each): each for each in settlements}
        async with Transaction(self._connections) as transaction:
            dialect = transaction.dialect
            found = await transaction.read(untaken(dialect), asked(settlements, dialect), commit=True)
        stands = []
        for row in found:
            each = by_intent[row.enterprise_id, row.team_id, row.key]
            is_called_off = row.status is NudgeStatus.CANCELLED or row.id != each.claim.nudge.id
            stands.append(_called_off(each) if is_called_off else each)
        return stands

    async def _fold(self, settlements: Sequence[Settlement], transaction: Transaction) -> list[Settlement]:
        """Fold nudges, and return those that were still held."""
        if not settlements:
            return []
        dialect = transaction.dialect
        return _held(settlements, await transaction.read(fold(dialect), folded(settlements, dialect)))

    def _gather(self, digests: Sequence[_Digest], transaction: Transaction) -> None:
        """Owe digests: one for each person, in the one order in which all senders lock them."""
        ordered = sorted(digests, key=_person)
        now = self._clock.now()
        values = []
        for _, of_one in groupby(ordered, _person):
            each, late = zip(*of_one, strict=True)
            since = min((instant for instant in late if instant), default=None)
            earliest = min(each, key=lambda digest: digest.due_at)
            values.append({**_row(earliest), "late_since": since, "revision": 1, "now": now})
        transaction.hold_back(gather(transaction.dialect), *values)

    async def _finish_and_commit(
        self, settlements: Sequence[Settlement], transaction: Transaction
    ) -> list[Settlement]:
        """End nudges, with what they told and what is owed instead, and return those that were still held.

        Most told nothing else and leave nothing owed: they are ended and made durable in one trip.
        """
        if not settlements:
            await transaction.commit()
            return []
        dialect, now = transaction.dialect, self._clock.now()
        is_all = not any(each.told or each.then or _is_digest(each) for each in settlements)
        changed = await transaction.read(finish(dialect), finished(settlements, now, dialect), commit=is_all)
        done = _held(settlements, changed)
        if is_all:
            return done
        owed = [nudge for each in done for nudge in each.then]
        news = (_row(nudge) for nudge in owed if nudge.kind is not NudgeKind.DIGEST)
        transaction.hold_back(insert_new(nudges, dialect, "key"), *news)
        self._gather([(nudge, None) for nudge in owed if nudge.kind is NudgeKind.DIGEST], transaction)
        for each in done:
            if each.told:
                final = ended(each.told, NudgeStatus(each.result), now, each.error)
                transaction.hold_back(end_folded(dialect), {**final, **in_tenant(each.claim.nudge.tenant)})
            if _is_digest(each):
                nudge = each.claim.nudge
                transaction.hold_back(UNFOLD, {"to": nudge.recipient, **in_tenant(nudge.tenant)})
        await transaction.commit()
        return done

    async def next_due(self, besides: Collection[Tenant] = ()) -> datetime | None:
        """Return when the next nudge that nobody holds is due, `besides` passed over, or None.

        What somebody held who has died is found by looking again, not by waiting for its lease.
        """
        async with Transaction(self._connections) as transaction:
            statement = next_due_statement(transaction.dialect, with_besides=bool(besides))
            rows = await transaction.read(statement, _besides(besides), commit=True)
        instant: datetime | None = rows[0][0] if rows else None
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


def _called_off(settlement: Settlement) -> Settlement:
    return Settlement(settlement.claim, Result.CANCELLED, settlement.channel, settlement.ts)


def _is_digest(settlement: Settlement) -> bool:
    return settlement.claim.nudge.kind is NudgeKind.DIGEST


def _digest(folded: Settlement, now: datetime) -> _Digest:
    """Return the digest that a nudge is folded into, late where that is held up and not put off by plan."""
    claim = folded.claim
    return digest_of(claim.nudge, folded.due_at or now), None if folded.is_planned else claim.planned_for


def _person(digest: _Digest) -> tuple[str, str, str]:
    nudge, _ = digest
    return nudge.tenant.enterprise_id, nudge.tenant.team_id, nudge.key


def _row(nudge: Nudge) -> dict[str, Any]:
    tenant = nudge.tenant
    return {**nudge_values(nudge), "enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}


def _besides(tenants: Collection[Tenant]) -> dict[str, list[str]]:
    return {"besides": names(tenants)} if tenants else {}
