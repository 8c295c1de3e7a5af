"""The time of the database server: the one clock that all replicas share."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import DateTime, Select, func, select

from storage.connections import Connections
from storage.transaction import Transaction

_NOW: Final[Select[tuple[datetime]]] = select(
    func.clock_timestamp(type_=DateTime(timezone=True)).label("now")
)


async def server_time(connections: Connections) -> datetime:
    """Return PostgreSQL's current instant, in UTC. Raises `Unavailable` where it cannot be reached."""
    async with Transaction(connections) as transaction:
        ((instant,),) = await transaction.read(_NOW)
    told: datetime = instant
    return told.astimezone(UTC)
