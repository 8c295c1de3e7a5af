"""One transaction: what must be known at once runs at once, and all other writes together at the end."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import CursorResult, Executable, Insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.people import Tenant
from storage.faults import told_as_unavailable
from storage.prepared import Write, prepare

Values = Mapping[str, Any]


class Transaction:
    """A transaction on a connection of its own: `async with` it; rolled back unless committed.

    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect.name
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._held_back: list[tuple[Write, list[Values]]] = []

    async def __aenter__(self) -> Self:
        """Take a connection; the database begins with the first statement."""
        options = self._engine.get_execution_options()
        with told_as_unavailable():
            async with asyncio.timeout(options["patience_seconds"]):
                await options["turns"].take()
                try:
                    self._connection = await self._engine.connect()
                    self._driver = (await self._connection.get_raw_connection()).driver_connection
                except BaseException:
                    options["turns"].give_back()
                    raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        self._held_back.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                with told_as_unavailable():
                    await connection.close()
            finally:
                self._engine.get_execution_options()["turns"].give_back()

    async def read(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement that has rows, after all that was held back, and return its result."""
        if self._held_back:
            await self._send()
        with told_as_unavailable():
            return await self._open.execute(statement, values)

    async def write(self, statement: Write, *values: Values) -> int:
        """Run a statement, once for each of `values` (the same keys in all), and return how many rows it changed."""
        return await self._send((statement, values)) if values else 0

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

    @property
    def _open(self) -> AsyncConnection:
        if self._connection is None:
            raise RuntimeError("a transaction is used inside `async with` only")
        return self._connection

    async def _send(self, last: tuple[Write, Sequence[Values]] | None = None, *, commit: bool = False) -> int:
        connection, cursor = self._open, None
        calls = [self._call(*each) for each in (*self._held_back, *([last] if last else ()))]
        self._held_back.clear()
        with told_as_unavailable():
            try:
                async with self._driver.pipeline():
                    for sql, parameters in calls:
                        cursor = self._driver.cursor()
                        if len(parameters) == 1:
                            await cursor.execute(sql, parameters[0])
                        else:
                            await cursor.executemany(sql, parameters)
                    if commit:
                        await self._driver.commit()
            except BaseException:
                # How far it came is not known. The database takes back what a closed connection left open.
                await connection.invalidate()
                raise
        return cursor.rowcount if cursor else 0

    def _call(self, statement: Write, values: Sequence[Values]) -> tuple[str, list[Any]]:
        prepared = prepare(statement, self._engine.dialect, tuple(values[0]))
        return prepared.sql, [prepared.parameters(each) for each in values]


class TenantTransaction(Transaction):
    """A transaction that fills one tenant into every statement: its rows, and the condition `of_tenant`."""

    def __init__(self, engine: AsyncEngine, tenant: Tenant) -> None:
        super().__init__(engine)
        self._row = {"enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}
        self._condition = {"in_enterprise": tenant.enterprise_id, "in_team": tenant.team_id}

    async def read(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement that has rows, for this tenant."""
        return await super().read(statement, {**(values or {}), **self._condition})

    async def write(self, statement: Write, *values: Values) -> int:
        """Run a statement for this tenant."""
        return await super().write(statement, *self._of_tenant(statement, values))

    def hold_back(self, statement: Write, *values: Values) -> None:
        """Hold back a statement for this tenant."""
        super().hold_back(statement, *self._of_tenant(statement, values))

    def _of_tenant(self, statement: Write, values: Sequence[Values]) -> list[Values]:
        tenant = self._row if isinstance(statement, Insert) else self._condition
        return [{**each, **tenant} for each in values]
