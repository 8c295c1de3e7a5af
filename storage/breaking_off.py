"""Breaking off a trip to the database: whoever travelled has been cancelled, or has waited for long enough."""

import asyncio
import os
import socket
from contextlib import suppress
from typing import Any

import psycopg

from storage.sqlite_connection import SqliteConnection


def break_off(trip: "asyncio.Task[Any]", driver: Any) -> None:
    """Make `trip` end soon; `driver` is the connection that it is made on, of no use afterwards.

    One to PostgreSQL loses its line. Cancelled, psycopg would ask the server to stop and wait for its word, seconds
    where that hangs; and amid a pipeline it leaves a step half done, which fails when it is collected as garbage. The
    server takes back what it was doing by itself, at the latest after its own time limit, or it has done all of it.
    """
    if isinstance(driver, SqliteConnection):
        trip.cancel()
        return
    with (
        suppress(OSError, psycopg.Error),  # it is closed already
        socket.socket(fileno=os.dup(driver.fileno())) as line,
    ):
        line.shutdown(socket.SHUT_RDWR)
