"""Health over HTTP: alive, and ready with what it hangs on."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Checks = Callable[[], Awaitable[dict[str, bool]]]


def add_health_routes(server: web.Application, checks: Checks) -> None:
    """Add `GET /healthz` (200 while the process answers) and `GET /readyz` (503 names what is not there)."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        found = await checks()
        return web.json_response(found, status=200 if all(found.values()) else 503)

    server.router.add_get("/healthz", alive)
    server.router.add_get("/readyz", ready)
