"""Health over HTTP: alive, ready with what it hangs on, and measured."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.metrics import CONTENT_TYPE

Checks = Callable[[], Awaitable[dict[str, bool]]]
Measured = Callable[[], Awaitable[bytes]]


def add_health_routes(server: web.Application, checks: Checks, measured: Measured) -> None:
    """Add `GET /healthz` (200 while the process answers), `/readyz` (503 names what is not there) and `/metrics`."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        found = await checks()
        return web.json_response(found, status=200 if all(found.values()) else 503)

    async def metrics(_: web.Request) -> web.Response:
        # Prometheus' own type, whose parameters aiohttp takes in a header only.
        return web.Response(body=await measured(), headers={"Content-Type": CONTENT_TYPE})

    server.router.add_get("/metrics", metrics)
    server.router.add_get("/healthz", alive)
    server.router.add_get("/readyz", ready)
