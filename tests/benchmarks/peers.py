"""What others do for a hundred due jobs of a no-op each: APScheduler's job store, and procrastinate's worker."""

import pickle
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.util import datetime_to_utc_timestamp
from procrastinate import App, PsycopgConnector
from sqlalchemy import event, insert

from storage.engine import WORKER_PATIENCE_SECONDS, is_sqlite, with_driver
from tests.benchmarks.surroundings import tidy_up

DUE: Final = 100
FAR: Final = timedelta(days=30)
"""From when on the many wait."""

AT_ONCE: Final = 10_000
"""Rows written together while filling."""

CONCURRENCY: Final = 10
"""Of procrastinate's worker; by default it is 1."""


def no_op() -> None:
    """What is done when it is due."""


class JobStore:
    """APScheduler's job store with our SQLite settings: what its scheduler asks of it when a hundred are due."""

    def __init__(self, url: str) -> None:
        self._url = url
        target = with_driver(url)
        driver = "sqlite" if is_sqlite(url) else "postgresql+psycopg"
        self._store = SQLAlchemyJobStore(url=target.set(drivername=driver))
        if is_sqlite(url):
            event.listen(self._store.engine, "connect", _as_durable_as_we_are)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._store.start(self._scheduler, "default")

    async def fill(self, count: int) -> None:
        """Let so many wait, with rows as it writes them."""
        start = datetime.now(UTC) + FAR
        table = self._store.jobs_t
        with self._store.engine.begin() as connection:
            for first in range(0, count, AT_ONCE):
                numbers = range(first, min(count, first + AT_ONCE))
                rows = [_row(self._job(start + timedelta(seconds=number))) for number in numbers]
                connection.execute(insert(table), rows)
        tidy_up(self._url)

    async def wake(self) -> float:
        """Do what its scheduler does with due jobs: fetch, run, remove, and ask for the next moment."""
        now = datetime.now(UTC)
        with self._store.engine.begin() as connection:
            connection.execute(insert(self._store.jobs_t), [_row(self._job(now)) for _ in range(DUE)])
        begun = time.perf_counter()
        due = self._store.get_due_jobs(datetime.now(UTC))
        for job in due:
            job.func()
            self._store.remove_job(job.id)
        self._store.get_next_run_time()
        seconds = time.perf_counter() - begun
        if len(due) != DUE:
            raise RuntimeError(f"{len(due)} were due instead of {DUE}")
        return seconds

    def _job(self, at: datetime) -> Job:
        return Job(
            self._scheduler,
            id=uuid4().hex,
            func=no_op,
            args=(),
            kwargs={},
            trigger=DateTrigger(at, UTC),
            executor="default",
            name="no_op",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )

    async def close(self) -> None:
        """Let go of the database."""
        self._store.shutdown()


class Procrastinate:
    """procrastinate's worker, with several at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._done = 0
        self._app = App(connector=PsycopgConnector(conninfo=url))
        self._task = self._app.task(name="no_op")(self._no_op)

    async def fill(self, count: int) -> None:
        """Let so many wait."""
        await self._app.open_async()
        await self._app.schema_manager.apply_schema_async()
        start = datetime.now(UTC) + FAR
        for first in range(0, count, AT_ONCE):
            many = min(AT_ONCE, count - first)
            await self._task.configure(schedule_at=start).batch_defer_async(*({} for _ in range(many)))
        tidy_up(self._url)

    async def wake(self) -> float:
        """Let its worker do what is due."""
        await self._task.configure(schedule_at=datetime.now(UTC)).batch_defer_async(*({} for _ in range(DUE)))
        self._done, begun = 0, time.perf_counter()
        await self._app.run_worker_async(
            wait=False, concurrency=CONCURRENCY, install_signal_handlers=False, listen_notify=False
        )
        seconds = time.perf_counter() - begun
        if self._done != DUE:
            raise RuntimeError(f"{self._done} were done instead of {DUE}")
        return seconds

    async def close(self) -> None:
        """Let go of the database."""
        await self._app.close_async()

    async def _no_op(self) -> None:
        self._done += 1


def _row(job: Job) -> dict[str, Any]:
    state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
    return {"id": job.id, "next_run_time": datetime_to_utc_timestamp(job.next_run_time), "job_state": state}


def _as_durable_as_we_are(connection: Any, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA busy_timeout = {round(WORKER_PATIENCE_SECONDS * 1000)}")
