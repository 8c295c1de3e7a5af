"""The claim and the look ahead go by one small index, however many nudges wait."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, event, text

from bot.domain.nudge import Claim, Result, Settlement
from storage.claiming import claim_statement, claiming, next_due_statement
from storage.connections import Connections, open_connections
from storage.digest_statements import REMINDED
from storage.instant import EPOCH
from storage.oversight import OVERDUE, overdue_by
from storage.settle_statements import finish, finished
from storage.transaction import in_tenant
from tests.contract.samples import NOW, OURS, a_nudge
from tests.databases import Database

WAITING = 100_000
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {count}))",
}
INSERT = """
INSERT INTO nudges (enterprise_id, team_id, id, key, kind, delegation_id, recipient, subject, due_at, status)
{n} SELECT '', 'T1', 'N' || i, 'K' || i, 'checkpoint', 'D' || i, 'U1', '', {now} + 1000000 * CAST(i AS BIGINT),
CASE WHEN i % 2 = 0 THEN 'sent' ELSE 'scheduled' END FROM n
"""


async def plan_of(connections: Connections, statement: Executable) -> str:
    """Return how the database runs the statement as the driver gets it, its parameters apart."""
    sent: list[tuple[str, Any]] = []
    values = {
        **claiming("sender", 100, NOW, NOW, timedelta(minutes=1)),
        **overdue_by(NOW),
        **{**in_tenant(OURS), "to": "U1", "since": NOW, "since_ts": "1.0"},
        **finished([Settlement(Claim(a_nudge(), 1, 1), Result.SENT)], NOW, connections.dialect.name),
    }
    named = {name: values[name] for name in statement.compile(connections.engine).params if name in values}

    def look(_: object, __: object, sql: str, parameters: Any, *___: object) -> None:
        sent.append((sql, parameters))

    event.listen(connections.engine.sync_engine, "before_cursor_execute", look)
    connection = await connections.borrow()
    await connection.execute(statement, named)
    event.remove(connections.engine.sync_engine, "before_cursor_execute", look)
    await connection.rollback()
    ((sql, parameters),) = sent
    explain = "EXPLAIN QUERY PLAN" if connections.dialect.name == "sqlite" else "EXPLAIN"
    rows = (await connection.exec_driver_sql(f"{explain} {sql}", parameters)).all()
    await connections.give_back(connection)
    return "\n".join(str(row[-1]) for row in rows)


@pytest.fixture
async def filled(database: Database) -> AsyncIterator[Connections]:
    """A database with many nudges, waiting and sent, and statistics about them."""
    connections = open_connections(database.url, patience_seconds=60)
    insert = INSERT.format(
        n=FILL[database.kind].format(count=WAITING), now=(NOW - EPOCH) // timedelta(microseconds=1)
    )
    connection = await connections.borrow()
    await connection.execute(text(insert))
    await connection.exec_driver_sql("ANALYZE nudges")
    await connection.commit()
    await connections.give_back(connection)
    yield connections
    await connections.close()


async def test_claiming_reads_the_index_of_what_waits(filled: Connections) -> None:
    """In its order, so that nothing is sorted and nothing that is not due is read."""
    plan = await plan_of(filled, claim_statement(filled.dialect.name))
    assert "ix_nudges_wake" in plan
    assert "Seq Scan" not in plan
    assert "SCAN nudges" not in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


async def test_the_look_ahead_reads_one_entry_of_the_index(filled: Connections) -> None:
    """The earliest is the first one there."""
    plan = await plan_of(filled, next_due_statement(filled.dialect.name))
    assert "ix_nudges_wake" in plan
    assert "Seq Scan" not in plan


async def test_how_late_the_latest_is_reads_nothing_that_is_planned_for_later(filled: Connections) -> None:
    """It is asked for every few seconds, in an outage most of all: what has been put off has an index of its own."""
    plan = await plan_of(filled, OVERDUE)
    assert "ix_nudges_wake" in plan
    assert "ix_nudges_late" in plan
    assert "ix_nudges_dead" in plan
    assert "Seq Scan" not in plan
    assert "SCAN nudges" not in plan


async def test_the_daily_budget_reads_the_reminders_of_one_person(filled: Connections) -> None:
    """And nothing of the years before: it is asked for with each reminder."""
    plan = await plan_of(filled, REMINDED)
    assert "ix_nudges_reminders" in plan
    assert "Seq Scan" not in plan


async def test_settling_finds_its_row_by_the_key_before_there_are_any_statistics(
    connections: Connections,
) -> None:
    """A new installation has none in its first minutes, and must not read a tenant from end to end."""
    plan = await plan_of(connections, finish(connections.dialect.name))
    assert "pk_nudges" in plan or "sqlite_autoindex_nudges_1" in plan
