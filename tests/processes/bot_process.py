"""An entry point for tests: imports the bot once, then forks a bot for each line that it reads.

A bot that is killed and started again a hundred times would else spend minutes on its imports. A line is a JSON
object: the bot's `name`, its `environment`, and the `folder` that it lives in, where `clock` is the story's time,
`leases` the one that leases go by, and `NAME.log` takes what it says. On stdout come lines such as `{"name": ...,
"word": "born", "value": PID}`, then `ready` with the port of its HTTP server, and in the end `gone` with the exit
code. All end with stdin.
"""

import asyncio
import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import build
from bot.delivery.pacing import Pacing
from bot.event_loop import run_on_loop
from bot.logs import configure_logs
from bot.settings import load_settings
from tests.processes.file_clock import FileClock

STDOUT = 1


class Mother:
    """Bears bots and reports what becomes of them."""

    def __init__(self) -> None:
        self._voice = os.dup(STDOUT)
        self._names: dict[int, str] = {}

    def bear(self, order: dict[str, Any]) -> None:
        """Fork one bot."""
        pid = os.fork()
        if not pid:
            os._exit(self._live(order))
        self._names[pid] = order["name"]
        self._say(order["name"], "born", pid)

    def reap(self, *_: object) -> None:
        """Report every bot that has ended."""
        with suppress(ChildProcessError):  # a signal in between has reported the last of them
            while self._names:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                self._say(self._names.pop(pid), "gone", os.waitstatus_to_exitcode(status))

    def end(self) -> None:
        """Kill those that are left: nobody is there any more to do it."""
        for pid in self._names:
            os.kill(pid, signal.SIGKILL)

    def _say(self, name: str, word: str, value: int) -> None:
        os.write(self._voice, json.dumps({"name": name, "word": word, "value": value}).encode() + b"\n")

    def _live(self, order: dict[str, Any]) -> int:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(order["folder"])
        log = os.open(f"{order['name']}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (STDOUT, 2):
            os.dup2(log, stream)
        os.environ.clear()
        os.environ.update(order["environment"])
        try:
            run_on_loop(self._run(order["name"]))
        except BaseException:
            traceback.print_exc()
            return 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0

    async def _run(self, name: str) -> None:
        configure_logs("console")
        settings = load_settings()
        # Nothing is held back: these tests are about what is lost or doubled, and Slack's limits have their own.
        unhurried = Pacing(monotonic=count(step=3600.0).__next__)
        application = build(settings, FileClock(Path("clock")), unhurried, FileClock(Path("leases")))
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        loop.add_signal_handler(signal.SIGUSR1, application.clock_jumped)
        try:
            await application.start()
            self._say(name, "ready", application.port)
            await stop.wait()
        finally:
            await application.stop()


def main() -> None:
    """Bear bots until stdin ends."""
    mother = Mother()
    signal.signal(signal.SIGCHLD, mother.reap)
    for line in iter(sys.stdin.readline, ""):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        mother.bear(json.loads(line))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    mother.end()


if __name__ == "__main__":
    main()
