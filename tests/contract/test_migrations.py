"""The schema: made step by step, and the same as what the code expects."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.domain.nudge import NudgeStatus
from bot.usecases.ports import Unavailable
from storage import migrate
from storage.tables import metadata
from tests.databases import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    if request.param == "sqlite":
        yield Database("sqlite", f"sqlite:///{tmp_path / 'empty.db'}")
        return
    server = request.getfixturevalue("postgres_server")
    name = server.create(empty=True)
    yield Database("postgresql", server.url_of(name))
    server.drop(name)


def test_an_empty_database_is_brought_up_to_date(empty: Database) -> None:
    """And doing so again changes nothing."""
    assert not migrate.is_current(empty.url)
    migrate.upgrade(empty.url)
    assert migrate.is_current(empty.url)
    migrate.upgrade(empty.url)
    assert migrate.is_current(empty.url)


@pytest.mark.filterwarnings("ignore:Computed default")  # it compares the words, and each database has its own
def test_migrations_make_what_the_code_expects(database: Database) -> None:
    """Comparing the migrated database with the tables of the code finds no difference."""
    # On SQLite the comparison takes an empty text for another one.
    options = {"compare_type": True, "compare_server_default": database.kind == "postgresql"}
    with migrate.connected(database.url) as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_migrations_make_the_checks_that_the_code_names(database: Database) -> None:
    """The comparison does not look at checks, generated columns and partial indexes: this does."""
    with migrate.connected(database.url) as connection:
        found = inspect(connection)
        for table in metadata.tables.values():
            named = {check.name for check in table.constraints if type(check).__name__ == "CheckConstraint"}
            assert {check["name"] for check in found.get_check_constraints(table.name)} == named
            generated = {column.name for column in table.c if column.computed is not None}
            assert {
                column["name"] for column in found.get_columns(table.name) if "computed" in column
            } == generated
            assert {index["name"] for index in found.get_indexes(table.name)} >= {
                index.name for index in table.indexes
            }


def test_every_key_holds_the_tenant() -> None:
    """So no id of one workspace can collide with another's; a row number never leaves the database."""
    for table in metadata.tables.values():
        key = [column.name for column in table.primary_key]
        assert {"enterprise_id", "team_id"} < set(key) or key == ["row_number"]
        for index in table.indexes:
            if index.unique:
                assert {"enterprise_id", "team_id"} < {column.name for column in index.columns}


def test_several_at_once_migrate_once(empty: Database) -> None:
    """Processes that start together wait for the one that does the work."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, [empty.url] * 4))
    assert migrate.is_current(empty.url)


def test_several_at_once_begin_a_new_file(tmp_path: Path) -> None:
    """SQLite lets nobody wait for the first write-ahead log of a file; many that start together still all start."""
    together = Barrier(4)

    def begin(url: str) -> None:
        together.wait()
        with migrate.connected(url):
            pass

    with ThreadPoolExecutor(4) as pool:
        for attempt in range(20):
            list(pool.map(begin, [f"sqlite:///{tmp_path}/{attempt}.db"] * 4))
    assert len(list(tmp_path.glob("*.db"))) == 20


def test_a_step_that_fails_leaves_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps are one transaction: a database is at one release or at another, never between."""

    def fail_afterwards(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise ZeroDivisionError

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", fail_afterwards)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(empty.url)
    with migrate.connected(empty.url) as connection:
        assert inspect(connection).get_table_names() == []


def test_a_newer_schema_is_not_current(empty: Database) -> None:
    """An older release does not run on what a newer one has made."""
    migrate.upgrade(empty.url)
    with migrate.connected(empty.url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of a later release'"))
    assert not migrate.is_current(empty.url)


def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds what people write in private; the files beside it are made like it."""
    path = tmp_path / "leeway.db"
    migrate.upgrade(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all/leeway.db", "postgresql://leeway@127.0.0.1:1/leeway"]
)
def test_a_database_out_of_reach_is_said_to_be(url: str) -> None:
    """Without a driver's name for it."""
    with pytest.raises(Unavailable):
        migrate.is_current(url)


def test_a_table_made_anew_keeps_its_rows(empty: Database) -> None:
    """SQLite cannot change a check; the step that has one changed takes every nudge along, forth and back."""
    statuses = [status.value for status in NudgeStatus]
    _go_to("0012", empty)
    with migrate.connected(empty.url) as connection:
        for number, status in enumerate(statuses):
            lease = 99 if status == "sending" else None
            connection.execute(_A_NUDGE, {"id": f"N{number}", "status": status, "lease": lease})
    before = _all_nudges(empty)
    assert len(before) == len(statuses)
    for step in ("head", "0012", "head"):
        _go_to(step, empty)
        assert _all_nudges(empty) == before
    assert migrate.is_current(empty.url)


def _go_to(step: str, database: Database) -> None:
    go = command.downgrade if migrate.is_current(database.url) else command.upgrade
    with migrate.connected(database.url) as connection:
        go(migrate._config(connection), step)


def _all_nudges(database: Database) -> list[Any]:
    with migrate.connected(database.url) as connection:
        return list(connection.execute(_ALL_NUDGES))


_A_NUDGE = text(
    "INSERT INTO nudges (enterprise_id, team_id, id, key, kind, delegation_id, recipient, subject, due_at, status,"
    " lease_until, late_since, looks, blind, error)"
    " VALUES ('', 'T1', :id, :id, 'checkpoint', 'D1', 'U1', '', 7, :status, :lease, 5, 2, 1, 'why')"
)
_ALL_NUDGES = text(
    "SELECT id, key, kind, due_at, status, lease_until, wake_at, late_since, looks, blind, error"
    " FROM nudges ORDER BY id"
)
