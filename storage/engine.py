"""Opening the database: SQLite for one machine, PostgreSQL for more, through one asynchronous engine."""

import json
from functools import partial
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import sqlite_connection

LISTENER_PATIENCE_SECONDS: Final = 1.5  # Slack waits three seconds, and the answer itself takes some
WORKER_PATIENCE_SECONDS: Final = 10.0
WORKER_LOCK_SECONDS: Final = 0.5
"""How long the worker waits for a row that a listener holds on PostgreSQL: less than the second after which the server
looks for a deadlock and breaks it at either side. The worker tries again; a person would have to."""
MOST_CONNECTIONS: Final = 10
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
}


def open_engine(
    url: str,
    *,
    patience_seconds: float = LISTENER_PATIENCE_SECONDS,
    lock_seconds: float | None = None,
    connections: int = MOST_CONNECTIONS,
) -> AsyncEngine:
    """Return an engine for `url` (`sqlite:///path` or `postgresql://...`); it connects on first use.

    `patience_seconds` is how long anything waits for a connection, a lock or a statement. On PostgreSQL
    `lock_seconds`, where given, is how long for a lock, and `connections` the most that are open at once.
    Raises `ValueError` for another kind of database.
    """
    target = with_driver(url)
    if is_sqlite(url):
        options = _sqlite(patience_seconds)
    else:
        options = _postgres(patience_seconds, lock_seconds or patience_seconds, connections)
    return create_async_engine(
        target,
        pool_timeout=patience_seconds,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        **options,
    )


def is_sqlite(url: str) -> bool:
    """Say whether `url` names a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def with_driver(url: str) -> URL:
    """Return `url` with the driver that we use. Raises `ValueError` where it is neither of the two databases."""
    parsed = make_url(url)
    kind = parsed.drivername.partition("+")[0]
    if kind not in _DRIVERS:
        raise ValueError(f"The database must be sqlite:///path or postgresql://..., not {kind}://...")
    return parsed.set(drivername=_DRIVERS[kind])


def _sqlite(patience_seconds: float) -> dict[str, Any]:
    # Writers take turns anyway. With one connection they do so in order within this process, where SQLite's
    # own waiting is a poll without any order; only other processes are waited for with the busy timeout.
    creator = partial(sqlite_connection.connect, busy_timeout_seconds=patience_seconds)
    return {"pool_size": 1, "max_overflow": 0, "connect_args": {"async_creator_fn": creator}}


def _postgres(patience_seconds: float, lock_seconds: float, connections: int) -> dict[str, Any]:
    milliseconds, for_a_lock = round(patience_seconds * 1000), round(lock_seconds * 1000)
    return {
        "pool_size": connections,
        "max_overflow": 0,
        "pool_pre_ping": True,
        "connect_args": {
            "application_name": "leeway",
            "connect_timeout": max(2, round(patience_seconds)),  # libpq takes no less
            "tcp_user_timeout": milliseconds,  # a server that vanished without a word, while something is sent
            "keepalives_idle": 30,  # seconds, while nothing is
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "options": f"-c statement_timeout={milliseconds} -c lock_timeout={for_a_lock}",
        },
    }
