"""What the two said to each other to help, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, select

from bot.domain.help import Help
from storage.inserts import Insert, insert_new
from storage.rows import from_row, to_values
from storage.tables import help_given, of_tenant
from storage.transaction import TenantTransaction

_GET: Final = select(help_given).where(of_tenant(help_given), help_given.c.id == bindparam("this"))


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


@cache
def _add(dialect: str) -> Insert:
    return insert_new(help_given, dialect, "id")
