"""What is measured: processes of their own, each with its database, of which one at a time runs."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.slack import BOT_TOKEN, Line, LoadSlack

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process that is measured: bytecode is kept, and nobody's settings get in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | variables


def settings(database_url: str, slack: LoadSlack, app_token: str, **variables: str) -> dict[str, str]:
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
class Subject:
    """A bot in a process of its own, connected over its line."""

    name: str
    process: asyncio.subprocess.Process
    line: Line

    @contextmanager
    def alone(self, others: list["Subject"]) -> Iterator[None]:
        """Halt the others meanwhile, so that nothing of theirs is measured with this one."""
        halted = [each for each in others if each is not self]
        for each in halted:
            each.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for each in halted:
                each.process.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.wait()


async def start(
    name: str, slack: LoadSlack, app_token: str, *arguments: str, env: dict[str, str], folder: Path
) -> Subject:
    """Start `python -m <arguments>` in `folder`, and wait until it has connected."""
    with (folder / f"{app_token}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *arguments), cwd=folder, env=env, stdout=log, stderr=log
        )
    line = slack.line(app_token)
    try:
        async with asyncio.timeout(START_SECONDS):
            await line.is_open.wait()
    except TimeoutError:
        words = (folder / f"{app_token}.log").read_text()
        raise RuntimeError(f"{name} did not connect: {words}") from None
    return Subject(name, process, line)
