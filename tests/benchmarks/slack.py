"""A Slack for load: Socket Mode, and a Web API that only says yes, so that its own cost blurs little.

Run as `python -m tests.benchmarks.slack` it is a process by itself, which says its address first.
"""

import asyncio
import json
import time
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.event_loop import run_on_loop

Json = dict[str, Any]

BOT_TOKEN = "xoxb-benchmark"
LONGEST_ANSWER_SECONDS = 10.0
POST = "chat.postMessage"


class Line:
    """The socket of one app: what is sent over it, and how long each answer took."""

    def __init__(self) -> None:
        self.is_open = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[tuple[float, Json]]] = {}

    async def submit(self, envelope_id: str, envelope: str) -> float:
        """Send an envelope and return the seconds until its ack. Raises `RuntimeError` for an answer with errors."""
        await self.is_open.wait()
        assert self._socket
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        await self._socket.send_str(envelope)
        async with asyncio.timeout(LONGEST_ANSWER_SECONDS):
            end, ack = await answer
        if ack.get("payload"):
            raise RuntimeError(f"the submission was refused: {ack['payload']}")
        return end - start

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the app's connection to its end; a new one takes the place of the one before."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._socket = socket
        self.is_open.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                now = time.perf_counter()
                ack = json.loads(message.data)
                self._waiting.pop(ack["envelope_id"]).set_result((now, ack))
        return socket


class LoadSlack:
    """The server: a line for each app token, and an answer to every method, after `answer_seconds`."""

    def __init__(self, answer_seconds: float = 0.0) -> None:
        self.lines: dict[str, Line] = {}
        self.calls = 0
        self.posts: list[float] = []
        """When each message came, in seconds of `time.monotonic`."""
        self._answer_seconds = answer_seconds
        self._ts = count(1)
        self._address = ""
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` is set to."""
        return f"http://{self._address}/api/"

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        server = web.Application(client_max_size=10_000_000)
        server.router.add_post("/api/{method}", self._answer)
        server.router.add_get("/socket/{token}", self._connect)
        self._runner = web.AppRunner(server, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, shutdown_timeout=0.1).start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"{host}:{port}"

    async def stop(self) -> None:
        """Listen no more."""
        assert self._runner
        await self._runner.cleanup()

    def line(self, app_token: str) -> Line:
        """Return the line of the app with this token, open or not yet."""
        return self.lines.setdefault(app_token, Line())

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        return await self.line(request.match_info["token"]).serve(request)

    async def _answer(self, request: web.Request) -> web.Response:
        """Say yes, with the few values that a caller reads."""
        self.calls += 1
        method = request.match_info["method"]
        if method == POST:
            self.posts.append(time.monotonic())
        if self._answer_seconds:
            await asyncio.sleep(self._answer_seconds)
        match method:
            case "apps.connections.open":
                token = request.headers["Authorization"].removeprefix("Bearer ")
                answer: Json = {"url": f"ws://{self._address}/socket/{token}"}
            case "auth.test":
                answer = {
                    "user_id": "U0BOT",
                    "bot_id": "B0BOT",
                    "team_id": "T1",
                    "user": "leeway",
                    "team": "T",
                }
            case _:
                answer = {"channel": "D1", "ts": f"1700000000.{next(self._ts):06}"}
        return web.json_response({"ok": True, **answer})


async def _serve() -> None:
    slack = LoadSlack()
    await slack.start()
    print(slack.api_url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    run_on_loop(_serve())
