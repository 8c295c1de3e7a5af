"""The page's JSON API: what a browser needs to be one of the people, and to see what the app does."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.page import views as page_views
from bot.playground.page.actions import PageDeeds
from bot.playground.page.clock import NextMoment, PageClock
from bot.playground.page.live import Live
from bot.playground.page.views import person_of, readable_room_of
from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.story_clock import Clock
from bot.playground.workspace.views import OpenView

Json = dict[str, Any]

PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
)
STATIC = Path(__file__).parents[1] / "static"


class PageApi:
    """Serves `/`, the static files and `/page/...`."""

    def __init__(self, workspace: ConnectedWorkspace, clock: Clock, next_moment: NextMoment | None) -> None:
        self._workspace = workspace
        self._clock = PageClock(clock, next_moment, workspace.changes)
        self._live = Live(workspace)

    def add_routes(self, app: web.Application) -> None:
        """Register the page's addresses."""
        reads = {
            "state": self._state,
            "messages": self._messages,
            "thread": self._thread,
            "views": self._views,
            "home": self._home,
            "calls": self._calls,
        }
        for name, read in reads.items():
            app.router.add_get(f"/page/{name}", _reading(read))
        deeds = PageDeeds(self._workspace)
        acts = {
            "command": deeds.command,
            "message": deeds.say,
            "shortcut": deeds.shortcut,
            "message_shortcut": deeds.message_shortcut,
            "action": deeds.action,
            "submit": deeds.submit,
            "close": deeds.close,
            "home": deeds.open_home,
            "clock": self._clock.move,
        }
        for name, act in acts.items():
            app.router.add_post(f"/page/{name}", _acting(act))
        app.router.add_get("/page/live", self._live.serve)
        app.router.add_get("/", _index)
        if STATIC.is_dir():
            app.router.add_static("/static", STATIC)
        app.on_response_prepare.append(_protect)

    def close(self) -> None:
        """End the live streams."""
        self._live.close()

    # -- reading

    async def _state(self, query: Json) -> Json:
        """Describe the workspace; a page that does not know yet whom to be becomes the first of the people."""
        me = (
            person_of(self._workspace, query) if query.get("as") else page_views.first_person(self._workspace)
        )
        return page_views.state(self._workspace, me) | {"clock": await self._clock.state()}

    async def _messages(self, query: Json) -> Json:
        person = person_of(self._workspace, query)
        channel = readable_room_of(self._workspace, person, query["channel"])
        return {"messages": page_views.messages(self._workspace, person, channel)}

    async def _thread(self, query: Json) -> Json:
        person = person_of(self._workspace, query)
        channel = readable_room_of(self._workspace, person, query["channel"])
        return {"messages": page_views.thread(self._workspace, person, channel, query["ts"])}

    async def _views(self, query: Json) -> Json:
        stack = self._workspace.views.stack(person_of(self._workspace, query).id)
        return {"stack": [self._view_json(view) for view in stack]}

    async def _home(self, query: Json) -> Json:
        view = self._workspace.views.home(person_of(self._workspace, query).id)
        return {"view": self._view_json(view) if view else None}

    async def _calls(self, query: Json) -> Json:
        return {"calls": [call.as_json() for call in self._workspace.calls.after(int(query.get("after", 0)))]}

    def _view_json(self, view: OpenView) -> Json:
        return view.as_json(self._workspace.app, self._workspace.team.id)


def _reading(read: Callable[[Json], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        return await _safely(read, dict(request.query))

    return serve


def _acting(act: Callable[[Json], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Take JSON only: a foreign page's form cannot send that without asking first."""

    async def serve(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"ok": False, "error": "json only"}, status=415)
        try:
            body = await request.json()
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        return await _safely(act, body)

    return serve


async def _safely(do: Callable[[Json], Awaitable[Json]], given: Json) -> web.Response:
    try:
        return web.json_response(await do(given))
    except SlackError as refusal:
        return web.json_response({"ok": False, "error": refusal.error}, status=400)
    except KeyError as missing:
        return web.json_response({"ok": False, "error": f"missing {missing}"}, status=400)
    except (ValueError, TypeError) as wrong:
        return web.json_response({"ok": False, "error": str(wrong)}, status=400)


async def _index(request: web.Request) -> web.StreamResponse:
    index = STATIC / "index.html"
    if not index.is_file():
        return web.Response(status=404, text="the page's files are not here")
    return web.FileResponse(index)


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    """Let the page load nothing from elsewhere, and the browser ask whether its files are still the newest."""
    if request.path == "/" or request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Security-Policy"] = PAGE_POLICY
