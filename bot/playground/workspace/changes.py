"""Telling those who wait that something in the workspace changed: tests, and open pages."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Change = dict[str, Any]
MOST_UNREAD = 1000
"""Changes kept for a page that does not read; instead of more it is told to read everything anew."""


class Changes:
    """One stream of small change notices, `{"type": ..., ids}`."""

    def __init__(self) -> None:
        self._happened = asyncio.Event()
        self._readers: set[asyncio.Queue[Change]] = set()

    def tell(self, kind: str, **ids: Any) -> None:
        """Announce a change of `kind` (message, view, home, ephemeral, call, clock, socket)."""
        for reader in self._readers:
            if reader.qsize() < MOST_UNREAD:
                reader.put_nowait({"type": kind, **ids})
            elif reader.qsize() == MOST_UNREAD:
                reader.put_nowait({"type": "everything"})
        self._happened.set()
        self._happened = asyncio.Event()

    @contextmanager
    def reading(self) -> Iterator[asyncio.Queue[Change]]:
        """Receive every change from now on in a queue."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Return once `condition()` is true; it is asked again after every change.

        Args:
            condition: Anything that can be asked of the workspace.
            seconds: How long to wait, in real time.

        Raises:
            TimeoutError: It did not come true in time.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                await self._happened.wait()
