"""Bots as processes of their own, as the tests hold them: started in a few milliseconds, killed at any moment."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0
"""The longest that a bot may take to be ready on a busy machine."""


class Bot:
    """One process of the bot."""

    def __init__(self, name: str, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        self.name = name
        self._log = folder / f"{name}.log"
        self._pid: asyncio.Future[int] = loop.create_future()
        self._port: asyncio.Future[int] = loop.create_future()
        self._code: asyncio.Future[int] = loop.create_future()

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return not self._code.done()

    @property
    def is_ready(self) -> bool:
        """Whether it has started and not ended."""
        return self._port.done() and self.is_alive

    @property
    def log(self) -> str:
        """All that it has said so far."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    @property
    def resident_mib(self) -> float:
        """What it holds of the memory, that which it has in common with its mother included."""
        status = Path(f"/proc/{self._pid.result()}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended; SIGUSR1 tells it that the clock has jumped."""
        if self.is_alive and self._pid.done():
            with suppress(ProcessLookupError):  # it has just ended, and word of it is on its way
                os.kill(self._pid.result(), number)

    async def ready(self) -> int:
        """Wait until it has started and return the port of its HTTP server."""
        async with asyncio.timeout(START_SECONDS):
            await asyncio.wait({self._port, self._code}, return_when=asyncio.FIRST_COMPLETED)
        assert self._port.done(), f"{self.name} ended with {self._code.result()} at its start:\n{self.log}"
        return self._port.result()

    async def ended(self, seconds: float = 15.0) -> int:
        """Wait until it has ended and return its exit code; negative for the signal that ended it."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self._code)

    def hear(self, word: str, value: int) -> None:
        """Take the word of it that came from its mother process."""
        {"born": self._pid, "ready": self._port, "gone": self._code}[word].set_result(value)


class Nursery:
    """The process that bots are forked from. It outlives a test; `listening` is one test's time with it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.processes.bot_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._numbers = count(1)
        self._bots: dict[str, Bot] = {}
        self._unread = b""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of the bots on the running event loop; those that are left in the end are killed."""
        assert self._process.stdout is not None
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.stdout.fileno(), self._hear)
        try:
            yield
        finally:
            for bot in self._bots.values():
                bot.send(signal.SIGKILL)
            self._bots.clear()
            loop.remove_reader(self._process.stdout.fileno())

    def start(self, folder: Path, environment: dict[str, str]) -> Bot:
        """Start a bot that lives in `folder`, where the story's clock is."""
        assert self._process.stdin is not None
        bot = Bot(f"bot-{next(self._numbers)}", folder)
        self._bots[bot.name] = bot
        order = {"name": bot.name, "folder": str(folder), "environment": environment}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return bot

    def close(self) -> None:
        """End the mother process, and with it every bot."""
        self._process.communicate(timeout=10)

    def _hear(self) -> None:
        assert self._process.stdout is not None
        heard = os.read(self._process.stdout.fileno(), 65536)
        if not heard:  # it would be heard of again at once, and for ever
            asyncio.get_running_loop().remove_reader(self._process.stdout.fileno())
            raise RuntimeError("the process that bears the bots has ended")
        *lines, self._unread = (self._unread + heard).split(b"\n")
        for line in lines:
            word: dict[str, Any] = json.loads(line)
            bot = self._bots.get(word["name"])
            if bot:  # else one of an earlier test
                bot.hear(word["word"], word["value"])
