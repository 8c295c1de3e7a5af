"""`leeway` as a person at a console starts it: its own process, its own environment, what it says, how it ends."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes.nursery import ROOT, START_SECONDS


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """What it complained of, line by line."""
        return self.err.splitlines()


class Running:
    """A command that goes on until it is stopped."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said: list[str] = []

    async def until(self, pattern: str) -> re.Match[str]:
        """Wait until it says a line with `pattern`."""
        assert self._process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            async for line in self._process.stdout:
                self.said.append(line.decode())
                if found := re.search(pattern, self.said[-1]):
                    return found
        raise AssertionError(f"it never said {pattern!r}, but:\n{''.join(self.said)}")

    async def health(self) -> str:
        """Wait until it runs and return the address of its health routes."""
        found = await self.until(r"Leeway is running\. Health: (http://\S+)/readyz")
        return found[1]

    async def ended(self) -> int:
        """Wait until it ends by itself, and return its exit code."""
        rest, _ = await self._process.communicate()
        self.said += rest.decode().splitlines(keepends=True)
        assert self._process.returncode is not None
        return self._process.returncode

    def kill(self) -> None:
        """Kill it."""
        if self._process.returncode is None:
            self._process.kill()

    async def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 10.0) -> int:
        """Ask it to stop, and return its exit code."""
        self._process.send_signal(number)
        async with asyncio.timeout(seconds):
            return await self.ended()


async def leeway(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Run a command of `leeway` in `folder` to its end."""
    process = await _start(folder, arguments, settings, asyncio.subprocess.PIPE)
    async with asyncio.timeout(START_SECONDS):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


@asynccontextmanager
async def running(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Running]:
    """Have a command of `leeway` run for the length of a block."""
    process = await _start(folder, arguments, settings, asyncio.subprocess.STDOUT)
    command = Running(process)
    try:
        yield command
    finally:
        command.kill()
        await process.communicate()


async def _start(
    folder: Path, arguments: tuple[str, ...], settings: dict[str, str], err: int
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,  # no .env of a developer's is there
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=err,
    )
