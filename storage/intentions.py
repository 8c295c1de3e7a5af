"""What owners intend, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.domain.intention import Intention
from storage.inserts import Insert, insert_new
from storage.rows import from_row, to_values
from storage.tables import intentions, of_delegation, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(intentions) & (intentions.c.id == bindparam("this"))
_INTENTION: Final = select(intentions).where(_THIS)
_SAVE: Final = update(intentions).where(_THIS)
_INTENTIONS: Final = of_delegation(intentions).order_by(intentions.c.stated_at, intentions.c.id)


class SqlIntentions:
    """Implements the port `Intentions`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, intention: Intention) -> bool:
        """Store a new intention; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), to_values(intention)) == 1

    async def get(self, intention_id: str) -> Intention | None:
        """Return the intention, or None."""
        row = await self._transaction.read_one(_INTENTION, {"this": intention_id})
        return from_row(Intention, row) if row else None

    async def of(self, delegation_id: str) -> list[Intention]:
        """Return the intentions of a delegation, oldest first."""
        rows = await self._transaction.read(_INTENTIONS, {"about_delegation": delegation_id})
        return [from_row(Intention, row) for row in rows]

    async def save(self, intention: Intention) -> None:
        """Store the intention's present state."""
        values = to_values(intention)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})


@cache
def _add(dialect: str) -> Insert:
    return insert_new(intentions, dialect, "id")
