"""`leeway run`: migrate or refuse, start, and stop in order when asked to."""

import asyncio
import errno
import os
import signal
import sys
from typing import Final

from bot.app import Application, build
from bot.clock import FollowingClock, SteadyClock, SystemClock
from bot.logs import configure_logs
from bot.settings import Settings
from bot.socket_mode import TokenRefused
from bot.usecases.ports import Clock
from storage.schema import is_current

NOT_OURS: Final = (errno.EACCES, errno.EADDRINUSE, errno.EADDRNOTAVAIL)
"""Why an address cannot be listened on."""


class CannotRun(Exception):
    """Why the bot cannot start, in one line that says what to do."""


async def run_until_stopped(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises `CannotRun` where it cannot start."""
    configure_logs(settings.leeway_log_format)
    await asyncio.to_thread(_bring_up_to_date, settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    clock, leases = clocks_of(settings)
    application = build(settings, clock, leases=leases)
    starting, stopped = asyncio.create_task(_start(application)), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            print(f"Leeway is running. Health: http://{settings.host}:{application.port}/readyz", flush=True)
        await stopped
    finally:
        starting.cancel()
        stopped.cancel()
        await asyncio.gather(starting, stopped, return_exceptions=True)
        if not await application.stop():
            # What hangs, such as a driver that waits for its server's word, would hold up the end of the loop as well.
            sys.stdout.flush()
            os._exit(0)


async def _start(application: Application) -> None:
    try:
        await application.start()
    except TokenRefused as refused:
        raise CannotRun(str(refused)) from None
    except OSError as error:
        if error.errno not in NOT_OURS:
            raise
        where = f"{application.settings.host}:{application.settings.port}"
        raise CannotRun(
            f"HOST and PORT: nobody can listen on {where} ({os.strerror(error.errno)})."
        ) from None


def clocks_of(settings: Settings) -> tuple[Clock, Clock]:
    """Return what due times go by, and what leases do.

    A SQLite file is of one machine, whose clock is the only one there is; whoever sets that must end nobody's lease.
    Several machines have but one clock in common, their database's.
    """
    if settings.is_sqlite:
        return SystemClock(), SteadyClock()
    shared = FollowingClock()
    return shared, shared


def _bring_up_to_date(settings: Settings) -> None:
    if is_current(settings.database_url):
        return
    if not settings.is_sqlite:
        raise CannotRun("The database is not on this version's tables. Run `leeway migrate` first.")
    from storage.migrate import upgrade  # noqa: PLC0415  # Alembic, which a start seldom needs

    upgrade(settings.database_url)
