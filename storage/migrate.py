"""Bringing the database's schema up to date. The only importer of Alembic: import this module where it is used.

A further step: change `storage/tables.py`, run `python -m storage.migrate "what changes"`, and read what it wrote.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event, make_url, text

from storage.engine import WORKER_PATIENCE_SECONDS, is_sqlite, with_driver
from storage.faults import told_as_unavailable

_STEPS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x1EE_3A4  # any number will do, as long as all releases use the same


def upgrade(url: str) -> None:
    """Bring the schema at `url` up to date, in one transaction; a new SQLite file is its owner's alone.

    Several processes may do so at once: one does the work, the others wait and find it done. Blocks, so call it
    before the event loop starts or in a thread. Raises `Unavailable` where the database is out of reach.
    """
    _make_private(url)
    with told_as_unavailable(), connected(url) as connection:
        command.upgrade(_config(connection), "head")


def is_current(url: str) -> bool:
    """Say whether the schema at `url` is exactly the one that this release needs.

    False for an empty database, an older schema and a newer one. Blocks; raises `Unavailable` as `upgrade` does.
    """
    newest = ScriptDirectory(str(_STEPS)).get_heads()
    with told_as_unavailable(), connected(url) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Give a connection in a transaction that no other migration can overlap; committed unless an error leaves it."""
    engine = create_engine(with_driver(url).set(drivername=_DRIVER[is_sqlite(url)]), poolclass=NullPool)
    if is_sqlite(url):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    with engine.begin() as connection:
        if not is_sqlite(url):
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield connection


_DRIVER: Final = {True: "sqlite", False: "postgresql+psycopg"}


def _prepare_sqlite(raw: Any, _: object) -> None:
    raw.isolation_level = None  # the driver would begin late, and commit before each change of the schema
    raw.execute(f"PRAGMA busy_timeout = {round(WORKER_PATIENCE_SECONDS * 1000)}")
    raw.execute("PRAGMA journal_mode = WAL")


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_private(url: str) -> None:
    path = make_url(url).database if is_sqlite(url) else None
    if path and path != ":memory:" and not Path(path).exists() and Path(path).parent.is_dir():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # the files beside it take its mode


def _write_step(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        with connected(url) as connection:
            command.revision(_config(connection), message, autogenerate=True)


if __name__ == "__main__":
    _write_step(sys.argv[1])
