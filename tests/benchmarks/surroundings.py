"""What the benchmarks of one run share: a folder, a Slack that answers, and a PostgreSQL for those that need one."""

import logging
import shutil
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import psycopg
import structlog

from bot.logs import configure_logs
from storage.engine import is_sqlite
from storage.migrate import upgrade
from tests.benchmarks.slack import LoadSlack
from tests.databases import PostgresServer

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRES)


class Surroundings:
    """Entered for one run; `is_quick` asks for a first look instead of figures to keep."""

    def __init__(self, *, is_quick: bool) -> None:
        self.is_quick = is_quick
        self.slack = LoadSlack()
        self.folder = Path()
        self._numbers = count(1)
        self._postgres: PostgresServer | None = None
        self._postgres_folder = Path()
        self._log: TextIO | None = None

    async def __aenter__(self) -> Self:
        """Make the folder, let what runs in this process log into it as the bot does, and let Slack listen."""
        self.folder = Path(tempfile.mkdtemp(prefix="leeway-benchmarks-"))
        configure_logs("json")
        logging.getLogger().setLevel(logging.WARNING)  # else procrastinate writes two lines for each job
        self._log = (self.folder / "log").open("w")
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(self._log))
        await self.slack.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what was started, and leave no file behind."""
        await self.slack.stop()
        if self._postgres:
            self._postgres.stop()
            shutil.rmtree(self._postgres_folder, ignore_errors=True)
        structlog.reset_defaults()
        if self._log:
            self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self, database: str, *, empty: bool = False) -> str:
        """Return the URL of a new database of this kind, migrated unless `empty`."""
        if database == POSTGRES:
            return self.postgres.url_of(self.postgres.create(empty=empty))
        url = f"sqlite:///{self.folder}/{next(self._numbers)}.db"
        if not empty:
            upgrade(url)
        return url

    @property
    def postgres(self) -> PostgresServer:
        """The PostgreSQL that the tests bring, as durable as one is that nobody has touched."""
        if self._postgres is None:
            # Short: the path of a socket holds some hundred characters.
            self._postgres_folder = Path(tempfile.mkdtemp(prefix="lw-"))
            self._postgres_folder.chmod(0o755)  # started by root, the server runs as a user of its own
            self._postgres = PostgresServer(self._postgres_folder)
            self._postgres.execute("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")
        return self._postgres


def tidy_up(url: str) -> None:
    """Do after filling what PostgreSQL does by itself before long, so that it does not fall into what is measured."""
    if is_sqlite(url):
        return  # nobody analyses an installation's file either
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
