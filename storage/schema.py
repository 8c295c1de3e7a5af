"""Which step of the schema a database is on, without Alembic: starting asks each time and migrates seldom."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, make_url, text

from storage.engine import WORKER_PATIENCE_SECONDS, is_sqlite, with_driver
from storage.faults import told_as_unavailable

STEPS: Final = Path(__file__).parent / "migrations"
_DRIVER: Final = {True: "sqlite", False: "postgresql+psycopg"}
_BETWEEN_TRIES_SECONDS: Final = 0.01
_LOCK: Final = 0x1EE_3A4  # any number will do, as long as all releases use the same


def newest_step() -> str:
    """Return the id of the newest step; steps are numbered, and their files begin with it."""
    return max(path.name.partition("_")[0] for path in (STEPS / "versions").glob("[0-9]*.py"))


def is_current(url: str) -> bool:
    """Say whether the schema at `url` is exactly the one that this release needs.

    False for an empty database, an older schema and a newer one. Blocks; raises `Unavailable` where the
    database is out of reach.
    """
    if is_new_file(url):
        return False
    with told_as_unavailable(), connected(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [newest_step()]


def is_new_file(url: str) -> bool:
    """Say whether `url` is a SQLite file that is not there yet, in a folder that is."""
    path = make_url(url).database if is_sqlite(url) else None
    if not path or path == ":memory:":
        return False
    return not Path(path).exists() and Path(path).parent.is_dir()


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


def _prepare_sqlite(raw: Any, _: object) -> None:
    raw.isolation_level = None  # the driver would begin late, and commit before each change of the schema
    raw.execute(f"PRAGMA busy_timeout = {round(WORKER_PATIENCE_SECONDS * 1000)}")
    _write_ahead(raw)


def _write_ahead(raw: Any) -> None:
    """Have the file keep a write-ahead log. SQLite waits for nobody when it changes that, so we do."""
    give_up = time.monotonic() + WORKER_PATIENCE_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(_BETWEEN_TRIES_SECONDS)
        else:
            return


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
