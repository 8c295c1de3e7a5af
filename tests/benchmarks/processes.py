"""Processes that are measured: started alike, waited for, halted while others run, and read from outside."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT, SIGSTOP

from tests.benchmarks.slack import BOT_TOKEN, LoadSlack

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process that is measured: bytecode is kept, and nobody's settings get in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | variables


def settings(slack: LoadSlack, app_token: str, database_url: str, **variables: str) -> dict[str, str]:
    """Return the environment of `leeway run` at this Slack."""
    return environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_APP_TOKEN=app_token,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=database_url,
        PORT="0",
        LEEWAY_LOG_FORMAT="json",
        **variables,
    )


@dataclass
class Running:
    """A process that has said that it is ready, after so many seconds, and what it said until then."""

    process: asyncio.subprocess.Process
    seconds: float
    said: str

    @property
    def resident_mib(self) -> float:
        """What it holds of the memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    @contextmanager
    def alone(self, others: "list[Running]") -> Iterator[None]:
        """Halt the others meanwhile, so that nothing of theirs is measured with this one."""
        halted = [other for other in others if other is not self]
        for other in halted:
            other.process.send_signal(SIGSTOP)
        try:
            yield
        finally:
            for other in halted:
                other.process.send_signal(SIGCONT)


@asynccontextmanager
async def running(
    *arguments: str, env: dict[str, str], ready: str, folder: Path, stdin: bytes = b""
) -> AsyncIterator[Running]:
    """Run Python with `arguments` in `folder` until left; entered once it has printed a line with `ready`."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=folder,
        env=env,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(stdin)
    process.stdin.close()
    try:
        async with asyncio.timeout(READY_SECONDS):
            said = await _until_said(ready, process.stdout)
        seconds = time.perf_counter() - begun
        rest = asyncio.create_task(_read_away(process.stdout))
        yield Running(process, seconds, said)
        rest.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_said(words: str, output: asyncio.StreamReader) -> str:
    lines: list[str] = []
    while not lines or words not in lines[-1]:
        line = await output.readline()
        lines.append(line.decode())
        if not line:
            raise RuntimeError("it ended before it was ready: " + "".join(lines))
    return "".join(lines)


async def _read_away(output: asyncio.StreamReader) -> None:
    while await output.read(65_536):
        pass  # its log, which nobody reads
