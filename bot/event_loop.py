"""The event loop that the bot runs on: uvloop's, which wakes and answers sooner, wherever it is to be had."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_on_loop(doing: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end on a new event loop, and return its result."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(doing)


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop  # noqa: PLC0415  # not to be had on Windows
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
