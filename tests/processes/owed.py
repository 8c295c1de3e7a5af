"""What the database holds of the nudges and delegations, read from outside while bots run on it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Executable, func, select

from bot.domain.nudge import NudgeStatus
from storage.engine import WORKER_PATIENCE_SECONDS, open_engine
from storage.tables import IS_WAITING, delegations, nudges, reviews
from tests.databases import Database

LOOK_SECONDS = 0.05
"""Between two looks at a database, which tells nobody of its changes."""

WAITING = (NudgeStatus.SCHEDULED, NudgeStatus.SENDING)


class Owed:
    """A reader of one database."""

    def __init__(self, database: Database) -> None:
        self._engine = open_engine(database.url, patience_seconds=WORKER_PATIENCE_SECONDS)

    async def close(self) -> None:
        """Close its connections."""
        await self._engine.dispose()

    async def being_sent(self) -> int:
        """Return how many nudges are held by somebody, dead or alive."""
        query = select(func.count()).where(nudges.c.status == NudgeStatus.SENDING)
        return int((await self._rows(query))[0][0])

    async def nothing(self) -> bool:
        """Say whether nothing is owed any more, now or later."""
        query = select(func.count()).select_from(nudges).where(IS_WAITING)
        return not (await self._rows(query))[0][0]

    async def number_due(self, now: datetime) -> int:
        """Return how many nudges that nobody holds wait for a bot at `now`."""
        query = select(func.count()).where(nudges.c.status == NudgeStatus.SCHEDULED, nudges.c.due_at <= now)
        return int((await self._rows(query))[0][0])

    async def due_at(self, kind: str, subject: str = "") -> datetime | None:
        """Return when the first waiting nudge of a kind is due."""
        query = select(func.min(nudges.c.due_at)).where(
            nudges.c.kind == kind, nudges.c.status.in_(WAITING), nudges.c.subject.startswith(subject)
        )
        return (await self._rows(query))[0][0]

    async def first(self, kind: str, to: str) -> tuple[str, datetime]:
        """Return the id of the first nudge of a kind to somebody that waits, and when it is due."""
        query = (
            select(nudges.c.id, nudges.c.due_at)
            .where(nudges.c.kind == kind, nudges.c.recipient == to, nudges.c.status.in_(WAITING))
            .order_by(nudges.c.due_at)
        )
        return tuple((await self._rows(query))[0])

    async def due(self, now: datetime) -> list[str]:
        """Return the kinds of what is owed at `now` and has not been settled."""
        query = select(nudges.c.kind).where(nudges.c.status.in_(WAITING), nudges.c.due_at <= now)
        return [row.kind for row in await self._rows(query)]

    async def statuses(self) -> Counter[tuple[str, str, str]]:
        """Return how many nudges there are of each kind, for whom, and what became of them."""
        query = select(nudges.c.kind, nudges.c.recipient, nudges.c.status)
        return Counter((str(kind), to, str(status)) for kind, to, status in await self._rows(query))

    async def states(self) -> list[tuple[str, str]]:
        """Return the state of each delegation and the phase of its review."""
        query = (
            select(delegations.c.state, reviews.c.phase)
            .join(reviews, reviews.c.delegation_id == delegations.c.id, isouter=True)
            .order_by(delegations.c.id)
        )
        return [(str(state), str(phase)) for state, phase in await self._rows(query)]

    async def _rows(self, query: Executable) -> list:
        async with self._engine.connect() as connection:
            return list((await connection.execute(query)).all())


async def eventually(is_so: Callable[[], Awaitable[object]], seconds: float = 20.0) -> None:
    """Wait until something in a database is so."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - a database tells nobody
            await asyncio.sleep(LOOK_SECONDS)
