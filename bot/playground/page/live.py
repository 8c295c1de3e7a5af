"""Live updates for the page: server-sent events of what changed, for one person."""

import asyncio
import json

from aiohttp import web

from bot.playground.workspace.changes import Change
from bot.playground.workspace.conversations import Kind
from bot.playground.workspace.workspace import Workspace

KEEP_ALIVE_SECONDS = 15.0
"""Real seconds after which an empty comment shows whether the browser is still there."""


class Live:
    """The open event streams."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._streams: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stream changes to `as` until the browser goes away."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        # Read from before the answer on: a page reads everything once it has the head of the stream.
        with self._workspace.changes.reading() as changes:
            await response.prepare(request)
            stream = asyncio.create_task(self._stream(request.query.get("as", ""), changes, response))
            self._streams.add(stream)
            try:
                await stream
            except (ConnectionError, asyncio.CancelledError):
                stream.cancel()  # the browser went away, or the server stops: both end the stream
            finally:
                self._streams.discard(stream)
        return response

    def close(self) -> None:
        """End every stream."""
        for stream in self._streams:
            stream.cancel()

    async def _stream(
        self, user_id: str, changes: asyncio.Queue[Change], response: web.StreamResponse
    ) -> None:
        await response.write(b": hello\n\n")
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    change = await changes.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if self._concerns(user_id, change):
                await response.write(f"data: {json.dumps(change)}\n\n".encode())

    def _concerns(self, user_id: str, change: Change) -> bool:
        if change.get("user"):
            return bool(change["user"] == user_id)
        channel = self._workspace.channels.get(change.get("channel", ""))
        return channel is None or channel.kind is Kind.PUBLIC or user_id in channel.members
