"""One transaction: what must be known at once runs at once, and all other writes together at the end."""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Tenant
from storage.connections import Connections, driver_of
from storage.faults import is_read_only, told_as_unavailable
from storage.prepared import Prepared, Row, Statement, Values, prepare

Write = Insert | Update | Delete
Reading = Select[Any] | Update
"""What has rows: a query, or an update that returns what it changed."""


class Transaction:
    """A transaction on a connection of its own: `async with` it; rolled back unless committed.

    The connection is taken with the first trip to the database: whoever still thinks keeps nobody waiting for it.
    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, connections: Connections) -> None:
        self.dialect = connections.dialect.name
        self._connections = connections
        self._is_entered = False
        self._connection: AsyncConnection | None = None
        self._held_back: list[tuple[Write, list[Values]]] = []

    async def __aenter__(self) -> Self:
        """Begin; the database does with the first statement."""
        self._is_entered = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        self._is_entered = False
        self._held_back.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            with told_as_unavailable():
                await self._connections.give_back(connection)

    async def read(
        self, statement: Reading, values: Values | None = None, *, commit: bool = False
    ) -> list[Row]:
        """Run a statement that has rows, after all that was held back, and return them; `commit` in the same trip."""
        (rows,) = await self.read_together((statement, values or {}), commit=commit)
        return rows

    async def read_together(self, *readings: tuple[Reading, Values], commit: bool = False) -> list[list[Row]]:
        """Run several statements that have rows in one trip, after all that was held back, and return each one's."""
        cursors = await self._send(*((statement, [values]) for statement, values in readings), commit=commit)
        with told_as_unavailable():
            fetched = [await cursor.fetchall() for cursor in cursors]
        return [
            self._prepared(statement, values).rows(rows, cursor.description)
            for (statement, values), rows, cursor in zip(readings, fetched, cursors, strict=True)
        ]

    async def read_one(self, statement: Reading, values: Values | None = None) -> Row | None:
        """Run a statement that has one row at most, and return it."""
        rows = await self.read(statement, values)
        return rows[0] if rows else None

    async def write(self, statement: Write, *values: Values) -> int:
        """Run a statement, once for each of `values` (the same keys in all), and return how many rows it changed."""
        return int((await self._send((statement, values)))[0].rowcount) if values else 0

    def hold_back(self, statement: Write, *values: Values) -> None:
        """Run a statement whose result nobody waits for: before the next one, or with the commit, in one trip.

        Once for each of `values`, which have the same keys.
        """
        if self._held_back and self._held_back[-1][0] is statement:
            self._held_back[-1][1].extend(values)
        elif values:
            self._held_back.append((statement, list(values)))

    async def commit(self) -> None:
        """Run what was held back, and make everything durable, in one trip."""
        await self._send(commit=True)

    async def _taken(self) -> AsyncConnection:
        if not self._is_entered:
            raise RuntimeError("a transaction is used inside `async with` only")
        if self._connection is None:
            with told_as_unavailable():
                self._connection = await self._connections.borrow()
        return self._connection

    async def _send(self, *last: tuple[Statement, Sequence[Values]], commit: bool = False) -> list[Any]:
        """Run what was held back and then `last`, in one trip, and return the cursors of `last`."""
        calls = [self._call(*each) for each in (*self._held_back, *last)]
        self._held_back.clear()
        connection = await self._taken()
        with told_as_unavailable():
            cursors = await self._in_time(asyncio.create_task(self._trip(connection, calls, commit=commit)))
        return cursors[len(cursors) - len(last) :]

    async def _in_time(self, trip: "asyncio.Task[list[Any]]") -> list[Any]:
        """Return what the trip brings. One that takes too long, or whose traveller is cancelled, is left behind."""
        try:
            await asyncio.wait({trip}, timeout=self._connections.longest_trip_seconds)
            if not trip.done():
                raise TimeoutError("the database does not answer")
        except BaseException:
            connection, self._connection = self._connection, None
            if connection is not None:
                self._connections.abandon(connection, trip)
            raise
        return trip.result()

    async def _trip(
        self, connection: AsyncConnection, calls: Sequence[tuple[str, list[Any]]], *, commit: bool
    ) -> list[Any]:
        """Run the statements, and `commit`, in one trip; return their cursors."""
        driver = driver_of(connection)
        cursors = [driver.cursor() for _ in calls]
        try:
            async with driver.pipeline():
                for cursor, (sql, parameters) in zip(cursors, calls, strict=True):
                    if len(parameters) == 1:
                        await cursor.execute(sql, parameters[0])
                    else:
                        await cursor.executemany(sql, parameters)
                if commit:
                    await driver.commit()
        except BaseException as error:
            if is_read_only(error):
                self._connections.mistrust(connection)
            # How far it came is not known. The database takes back what a closed connection left open.
            await connection.invalidate()
            raise
        return cursors

    def _call(self, statement: Statement, values: Sequence[Values]) -> tuple[str, list[Any]]:
        prepared = self._prepared(statement, values[0])
        return prepared.sql, [prepared.parameters(each) for each in values]

    def _prepared(self, statement: Statement, values: Values) -> Prepared:
        return prepare(statement, self._connections.language, tuple(values))


class TenantTransaction(Transaction):
    """A transaction that fills one tenant into every statement: its rows, and the condition `of_tenant`."""

    def __init__(self, connections: Connections, tenant: Tenant) -> None:
        super().__init__(connections)
        self._row = {"enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}
        self._condition = in_tenant(tenant)

    async def read_together(self, *readings: tuple[Reading, Values], commit: bool = False) -> list[list[Row]]:
        """Run statements that have rows, for this tenant."""
        ours = [(statement, {**values, **self._condition}) for statement, values in readings]
        return await super().read_together(*ours, commit=commit)

    async def write(self, statement: Write, *values: Values) -> int:
        """Run a statement for this tenant."""
        return await super().write(statement, *self._of_tenant(statement, values))

    def hold_back(self, statement: Write, *values: Values) -> None:
        """Hold back a statement for this tenant."""
        super().hold_back(statement, *self._of_tenant(statement, values))

    def _of_tenant(self, statement: Write, values: Sequence[Values]) -> list[Values]:
        tenant = self._row if isinstance(statement, Insert) else self._condition
        return [{**each, **tenant} for each in values]


def in_tenant(tenant: Tenant) -> dict[str, str]:
    """Return the values of the condition `of_tenant`."""
    return {"in_enterprise": tenant.enterprise_id, "in_team": tenant.team_id}
