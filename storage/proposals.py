"""What owners propose while the work is under way, of one tenant."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, update

from bot.domain.proposal import Proposal
from storage.inserts import Insert, insert_new
from storage.lists import is_one_of
from storage.rows import from_row, to_values
from storage.tables import of_tenant, proposals
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(proposals) & (proposals.c.id == bindparam("this"))
_GET: Final = select(proposals).where(_THIS)
_SAVE: Final = update(proposals).where(_THIS)


class SqlProposals:
    """Implements the port `Proposals`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, proposal: Proposal) -> bool:
        """Store a new proposal; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), to_values(proposal)) == 1

    async def get(self, proposal_id: str) -> Proposal | None:
        """Return the proposal, or None."""
        row = await self._transaction.read_one(_GET, {"this": proposal_id})
        return from_row(Proposal, row) if row else None

    async def save(self, proposal: Proposal) -> None:
        """Store the proposal's present state."""
        values = to_values(proposal)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def of(self, delegation_ids: Sequence[str]) -> list[Proposal]:
        """Return the proposals of these delegations, the earliest first."""
        if not delegation_ids:
            return []
        these = {"these": sorted(set(delegation_ids))}
        return [
            from_row(Proposal, row)
            for row in await self._transaction.read(_of(self._transaction.dialect), these)
        ]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(proposals, dialect, "id")


@cache
def _of(dialect: str) -> Select[Any]:
    is_of = is_one_of(proposals.c.delegation_id, "these", dialect)
    return select(proposals).where(of_tenant(proposals), is_of).order_by(proposals.c.at, proposals.c.id)
