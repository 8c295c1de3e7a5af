"""`leeway run`: migrate or refuse, start, and stop in order when asked to."""

import asyncio
import signal

from bot.app import build
from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.settings import Settings
from storage.migrate import is_current, upgrade


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
    application = build(settings, SystemClock())
    try:
        await application.start()
        print(f"Leeway is running. Health: http://{settings.host}:{application.port}/readyz", flush=True)
        await stop.wait()
    finally:
        await application.stop()


def _bring_up_to_date(settings: Settings) -> None:
    if settings.is_sqlite:
        upgrade(settings.database_url)
    elif not is_current(settings.database_url):
        raise CannotRun("The database is not on this version's tables. Run `leeway migrate` first.")
