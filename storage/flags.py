"""Yellow flags and whom they were forwarded to, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.domain.flag import Flag, Forward
from storage.inserts import Insert, insert_new
from storage.rows import from_row, to_values
from storage.tables import flags, forwards, of_delegation, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(flags) & (flags.c.id == bindparam("this"))
_FLAG: Final = select(flags).where(_THIS)
_SAVE: Final = update(flags).where(_THIS)
_FLAGS: Final = of_delegation(flags).order_by(flags.c.raised_at, flags.c.id)
_FORWARDS: Final = of_delegation(forwards).order_by(forwards.c.at, forwards.c.id)


class SqlFlags:
    """Implements the port `Flags`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, flag: Flag) -> bool:
        """Store a new flag; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), to_values(flag)) == 1

    async def get(self, flag_id: str) -> Flag | None:
        """Return the flag, or None."""
        row = await self._transaction.read_one(_FLAG, {"this": flag_id})
        return from_row(Flag, row) if row else None

    async def of(self, delegation_id: str) -> list[Flag]:
        """Return the flags of a delegation, oldest first."""
        rows = await self._transaction.read(_FLAGS, {"about_delegation": delegation_id})
        return [from_row(Flag, row) for row in rows]

    async def save(self, flag: Flag) -> None:
        """Store the flag's present state."""
        values = to_values(flag)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def forward(self, forward: Forward) -> bool:
        """Store what somebody is told; False if one of this id is already there."""
        statement = _forward(self._transaction.dialect)
        return await self._transaction.write(statement, to_values(forward)) == 1

    async def forwards(self, delegation_id: str) -> list[Forward]:
        """Return what others were told about the flags of a delegation, oldest first."""
        rows = await self._transaction.read(_FORWARDS, {"about_delegation": delegation_id})
        return [from_row(Forward, row) for row in rows]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(flags, dialect, "id")


@cache
def _forward(dialect: str) -> Insert:
    return insert_new(forwards, dialect, "id")
