"""Giving way: whoever waits for an answer goes first, before a stop and before what is sent of our own accord."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from bot.metrics import Metrics

GIVING_WAY_SECONDS = 0.25  # at most, before each thing that is sent: with many at a time, above Slack's pace
QUIET_SECONDS = 0.005  # whoever works through something asks again at once
log = structlog.get_logger(__name__)


class InFlight:
    """Counts the requests that are being answered, so that stopping and sending can wait for them."""

    def __init__(self, metrics: Metrics | None = None) -> None:
        self._metrics = metrics or Metrics()
        self._running = 0
        self._quiet_from = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def answering(self, payload: str) -> Iterator[None]:
        """Count a request of this kind of payload, and its time, while it is being answered."""
        self._running += 1
        self._idle.clear()
        try:
            with self._metrics.answering(payload):
                yield
        finally:
            self._running -= 1
            if not self._running:
                self._quiet_from = asyncio.get_running_loop().time() + QUIET_SECONDS
                self._idle.set()

    async def until_idle(self, seconds: float) -> None:
        """Wait until nothing is in flight, at most `seconds`."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("requests_cut_off", running=self._running)

    async def give_way(self) -> None:
        """Let those who wait for an answer go first, and whoever comes right after them, for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVING_WAY_SECONDS):
                while wait := self._until_quiet():
                    await asyncio.sleep(wait)
                    await self._idle.wait()

    def _until_quiet(self) -> float:
        """Return the seconds that are to be waited at least, 0 where it is quiet."""
        return (
            QUIET_SECONDS if self._running else max(0.0, self._quiet_from - asyncio.get_running_loop().time())
        )
