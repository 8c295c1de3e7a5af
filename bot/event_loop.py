"""The event loop that the bot runs on: uvloop's, which wakes and answers sooner, wherever it is to be had."""

import asyncio
from collections.abc import Coroutine
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_on_loop(doing: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end on a new event loop, and return its result."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(doing)


def _new_loop() -> asyncio.AbstractEventLoop:
    loops: Any = import_module("uvloop" if find_spec("uvloop") else "asyncio")  # Windows has no uvloop
    loop: asyncio.AbstractEventLoop = loops.new_event_loop()
    return loop
