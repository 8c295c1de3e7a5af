"""Socket Mode: up to ten WebSockets per app, each payload to one of them, acks by envelope id."""

import asyncio
import itertools
import json
import secrets
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.to_the_app.parcel import Parcel, UndeliveredError
from bot.playground.workspace.changes import Changes

Json = dict[str, Any]

MOST_CONNECTIONS = 10
"""Connections an app may hold at once (Slack's Socket Mode page)."""

TYPICAL_CONNECTION_SECONDS = 18_060
"""`approximate_connection_time` as seen in Slack's hello."""


class Sockets:
    """The app's open connections, and the envelopes that wait for an ack."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._lines: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._turn = itertools.count()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def issue_ticket(self) -> str:
        """Allow one connection; the ticket stands in its URL."""
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return ticket

    async def carry(self, parcel: Parcel) -> Json | None:
        """Send an envelope over one of the connections, in turn, and wait for its ack.

        Raises:
            UndeliveredError: No connection is open.
        """
        if not self._open:
            raise UndeliveredError("dispatch_failed", "connection_failed")
        socket = self._open[next(self._turn) % len(self._open)]
        envelope_id = str(uuid.uuid4())
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            await socket.send_json(_envelope(envelope_id, parcel))
            return await answer
        except ConnectionError:
            raise UndeliveredError("dispatch_failed", "connection_failed") from None
        finally:
            del self._waiting[envelope_id]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self._open.append(socket)
        if request.transport is not None:
            self._lines[socket] = request.transport
        try:
            await socket.send_json(self._hello())
            self._changes.tell("socket", count=self.count)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(json.loads(message.data))
        except ConnectionError:
            pass  # the app went away between two messages; that is its right
        finally:
            if socket in self._open:
                self._open.remove(socket)
            self._lines.pop(socket, None)
            self._changes.tell("socket", count=self.count)
        return socket

    async def disconnect(self, reason: str = "refresh_requested", *, abruptly: bool = False) -> None:
        """End every connection.

        Args:
            reason: What the `disconnect` message says: `warning`, `refresh_requested` or `link_disabled`.
            abruptly: Cut the lines without a word instead.
        """
        sockets, self._open = self._open, []
        for socket in sockets:
            if abruptly and socket in self._lines:
                self._lines[socket].abort()
            else:
                await socket.send_json(_disconnect(reason))
                await socket.close()

    def _receive(self, answer: Json) -> None:
        """Take an ack; it may come over another connection than the envelope went out on."""
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or None)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": TYPICAL_CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": f"A{secrets.token_hex(4).upper()}"},
        }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    takes_answer = parcel.kind == "slash_commands" or parcel.body.get("type") == "view_submission"
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "payload": parcel.body,
        "accepts_response_payload": takes_answer,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.retry, "retry_reason": parcel.retry_reason}
    return envelope
