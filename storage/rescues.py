"""The managers' private records of stepping in, of one tenant."""

from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import bindparam, select

from bot.domain.rescue import Rescue
from storage.inserts import Insert, insert_new
from storage.rows import from_row, to_values
from storage.tables import of_tenant, rescues
from storage.transaction import TenantTransaction

_OF_MANAGER: Final = (
    select(rescues)
    .where(
        of_tenant(rescues),
        rescues.c.manager_id == bindparam("manager"),
        rescues.c.delegation_id == bindparam("about_delegation"),
    )
    .order_by(rescues.c.at, rescues.c.id)
)
_SINCE: Final = (
    select(rescues)
    .where(
        of_tenant(rescues), rescues.c.manager_id == bindparam("manager"), rescues.c.at >= bindparam("instant")
    )
    .order_by(rescues.c.at, rescues.c.id)
)


class SqlRescues:
    """Implements the port `Rescues`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, rescue: Rescue) -> bool:
        """Store a rescue; False if one of this id is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), to_values(rescue)) == 1

    async def of_manager(self, manager_id: str, delegation_id: str) -> list[Rescue]:
        """Return this manager's own rescues about a delegation, oldest first."""
        about = {"manager": manager_id, "about_delegation": delegation_id}
        return [from_row(Rescue, row) for row in await self._transaction.read(_OF_MANAGER, about)]

    async def since(self, manager_id: str, instant: datetime) -> list[Rescue]:
        """Return this manager's own rescues from an instant on, about whichever delegation, oldest first."""
        wanted = {"manager": manager_id, "instant": instant}
        return [from_row(Rescue, row) for row in await self._transaction.read(_SINCE, wanted)]


@cache
def _add(dialect: str) -> Insert:
    return insert_new(rescues, dialect, "id")
