"""Triggers that were hit, with the pages they sent, of one tenant."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, update

from bot.domain.page import Hit
from storage.inserts import Insert, insert_new
from storage.lists import is_one_of
from storage.mapping import hit_from, hit_values
from storage.tables import hits, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(hits) & (hits.c.id == bindparam("this"))
_GET: Final = select(hits).where(_THIS)
_SAVE: Final = update(hits).where(_THIS)


class SqlPages:
    """Implements the port `Pages`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, hit: Hit) -> bool:
        """Store a new hit; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), hit_values(hit)) == 1

    async def get(self, hit_id: str) -> Hit | None:
        """Return the hit, or None."""
        row = await self._transaction.read_one(_GET, {"this": hit_id})
        return hit_from(row) if row else None

    async def save(self, hit: Hit) -> None:
        """Store the hit's present state."""
        values = hit_values(hit)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def of(self, delegation_ids: Sequence[str]) -> list[Hit]:
        """Return the hits of these delegations, the earliest first."""
        if not delegation_ids:
            return []
        these = {"these": sorted(set(delegation_ids))}
        return [hit_from(row) for row in await self._transaction.read(_of(self._transaction.dialect), these)]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(hits, dialect, "id")


@cache
def _of(dialect: str) -> Select[Any]:
    is_of = is_one_of(hits.c.delegation_id, "these", dialect)
    return select(hits).where(of_tenant(hits), is_of).order_by(hits.c.at, hits.c.id)
