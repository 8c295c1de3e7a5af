"""What the two said to each other to help, of one tenant."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, update

from bot.domain.help import Help
from storage.inserts import Insert, insert_new
from storage.lists import is_one_of
from storage.rows import from_row, to_values
from storage.tables import help_given, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(help_given) & (help_given.c.id == bindparam("this"))
_GET: Final = select(help_given).where(_THIS)
_SAVE: Final = update(help_given).where(_THIS)


class SqlHelpGiven:
    """Implements the port `HelpGiven`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, said: Help) -> bool:
        """Store it; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), to_values(said)) == 1

    async def get(self, help_id: str) -> Help | None:
        """Return what was said under this id, or None."""
        row = await self._transaction.read_one(_GET, {"this": help_id})
        return from_row(Help, row) if row else None

    async def save(self, wish: Help) -> None:
        """Store a wish's present state."""
        values = to_values(wish)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def wishes(self, delegation_ids: Sequence[str]) -> list[Help]:
        """Return the owners' wishes in these delegations, the earliest first."""
        if not delegation_ids:
            return []
        these = {"these": sorted(set(delegation_ids))}
        rows = await self._transaction.read(_wishes(self._transaction.dialect), these)
        return [from_row(Help, row) for row in rows]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(help_given, dialect, "id")


@cache
def _wishes(dialect: str) -> Select[Any]:
    columns = help_given.c
    is_of = is_one_of(columns.delegation_id, "these", dialect)
    of_them = select(help_given).where(of_tenant(help_given), is_of, columns.due_at.is_not(None))
    return of_them.order_by(columns.at, columns.id)
