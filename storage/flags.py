"""Yellow flags and whom they were forwarded to, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.domain.flag import Flag, Forward
from storage.inserts import Insert, insert_new
from storage.mapping import flag_from, flag_values, forward_from, forward_values
from storage.tables import flags, forwards, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(flags) & (flags.c.id == bindparam("this"))
_FLAG: Final = select(flags).where(_THIS)
_SAVE: Final = update(flags).where(_THIS)
_FLAGS: Final = (
    select(flags)
    .where(of_tenant(flags), flags.c.delegation_id == bindparam("about_delegation"))
    .order_by(flags.c.raised_at, flags.c.id)
)
_FORWARDS: Final = (
    select(forwards)
    .where(of_tenant(forwards), forwards.c.delegation_id == bindparam("about_delegation"))
    .order_by(forwards.c.at, forwards.c.id)
)


class SqlFlags:
    """Implements the port `Flags`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, flag: Flag) -> bool:
        """Store a new flag; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), flag_values(flag)) == 1

    async def get(self, flag_id: str) -> Flag | None:
        """Return the flag, or None."""
        row = await self._transaction.read_one(_FLAG, {"this": flag_id})
        return flag_from(row) if row else None

    async def of(self, delegation_id: str) -> list[Flag]:
        """Return the flags of a delegation, oldest first."""
        rows = await self._transaction.read(_FLAGS, {"about_delegation": delegation_id})
        return [flag_from(row) for row in rows]

    async def save(self, flag: Flag) -> None:
        """Store the flag's present state."""
        values = flag_values(flag)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def forward(self, forward: Forward) -> bool:
        """Store what somebody is told; False if one of this id is already there."""
        statement = _forward(self._transaction.dialect)
        return await self._transaction.write(statement, forward_values(forward)) == 1

    async def forwards(self, delegation_id: str) -> list[Forward]:
        """Return what others were told about the flags of a delegation, oldest first."""
        rows = await self._transaction.read(_FORWARDS, {"about_delegation": delegation_id})
        return [forward_from(row) for row in rows]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(flags, dialect, "id")


@cache
def _forward(dialect: str) -> Insert:
    return insert_new(forwards, dialect, "id")
