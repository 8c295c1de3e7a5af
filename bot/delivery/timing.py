"""How long Slack takes to answer, whoever asks: the worker, a listener, or Bolt itself with clients of its own."""

import time
from types import SimpleNamespace
from typing import Final

import aiohttp

from bot.metrics import Metrics

RESPONSE_URL: Final = "response_url"
"""What stands for a method where Slack gave an address for one answer."""


def timed(metrics: Metrics) -> aiohttp.TraceConfig:
    """Return what tells `metrics` of each request in a session how long it took, in seconds.

    It ends with the head of the answer, or with the fault that came instead of one.
    """

    async def begin(_: aiohttp.ClientSession, request: SimpleNamespace, __: object) -> None:
        request.begun = time.perf_counter()

    async def end(
        _: aiohttp.ClientSession,
        request: SimpleNamespace,
        ended: aiohttp.TraceRequestEndParams | aiohttp.TraceRequestExceptionParams,
    ) -> None:
        metrics.called(_method(ended.url.path), time.perf_counter() - request.begun)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(end)
    return trace


def _method(path: str) -> str:
    _, api, method = path.rpartition("/api/")
    return method if api else RESPONSE_URL
