"""One transaction: statements run at once where their result is wanted, and together at the end where not."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, CursorResult, Executable, Insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.people import Tenant
from storage.faults import told_as_unavailable

Parameters = Mapping[str, Any]


class Transaction:
    """A transaction on a connection of its own: `async with` it; rolled back unless committed.

    Every method raises `Unavailable` where the database is out of reach or busy.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect.name
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._held_back: list[tuple[Executable, list[Parameters]]] = []

    async def __aenter__(self) -> Self:
        """Take a connection; the database begins with the first statement."""
        with told_as_unavailable():
            async with asyncio.timeout(self._engine.get_execution_options().get("patience_seconds")):
                self._connection = await self._engine.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        self._held_back.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            with told_as_unavailable():
                await connection.close()

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one statement now, after all that was held back, and return its result."""
        with told_as_unavailable():
            await self._send()
            return await self._open.execute(statement, parameters)

    async def run_for_each(self, statement: Executable, parameters: Sequence[Parameters]) -> int:
        """Run one statement now for each of the parameters, in one trip; return how many rows it changed."""
        if not parameters:
            return 0
        with told_as_unavailable():
            await self._send()
            return (await self._open.execute(statement, parameters)).rowcount

    def hold_back(self, statement: Executable, *parameters: Parameters) -> None:
        """Run a statement whose result nobody waits for: with the next one that is run, or with the commit.

        Given several `parameters`, it is run once for each. What goes out together costs one trip.
        """
        # Only inserts are joined: a condition with a list (`IN`) is spelt out anew for each list.
        if self._held_back and self._held_back[-1][0] is statement and isinstance(statement, Insert):
            self._held_back[-1][1].extend(parameters)
        elif parameters:
            self._held_back.append((statement, list(parameters)))

    async def commit(self) -> None:
        """Run what was held back, and make everything durable, in one trip."""
        with told_as_unavailable():
            await self._send(commit=True)

    @property
    def _open(self) -> AsyncConnection:
        if self._connection is None:
            raise RuntimeError("a transaction is used inside `async with` only")
        return self._connection

    async def _send(self, *, commit: bool = False) -> None:
        held_back, self._held_back = self._held_back, []
        try:
            if held_back:
                await self._send_together(held_back, commit=commit)
            elif commit:
                await self._open.commit()
        except BaseException:
            # How far it came is not known, and the pool would take a failed COMMIT for the end of it. The
            # database takes back what a closed connection left open.
            await self._open.invalidate()
            raise

    async def _send_together(
        self, held_back: Sequence[tuple[Executable, Sequence[Parameters]]], *, commit: bool
    ) -> None:
        def send(connection: Connection) -> None:
            for statement, parameters in held_back:
                connection.execute(statement, parameters)
            if commit:
                connection.commit()

        driver: Any = (await self._open.get_raw_connection()).driver_connection
        async with driver.pipeline():
            await self._open.run_sync(send)


class TenantTransaction(Transaction):
    """A transaction that fills one tenant into every statement: its rows, and the condition `of_tenant`."""

    def __init__(self, engine: AsyncEngine, tenant: Tenant) -> None:
        super().__init__(engine)
        self._row = {"enterprise_id": tenant.enterprise_id, "team_id": tenant.team_id}
        self._condition = {"in_enterprise": tenant.enterprise_id, "in_team": tenant.team_id}

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one statement now, for this tenant."""
        return await super().run(statement, {**(parameters or {}), **self._of(statement)})

    def hold_back(self, statement: Executable, *parameters: Parameters) -> None:
        """Hold back a statement for this tenant."""
        super().hold_back(statement, *({**each, **self._of(statement)} for each in parameters))

    def _of(self, statement: Executable) -> dict[str, str]:
        return self._row if isinstance(statement, Insert) else self._condition
