"""The log of everything that passed between the workspace and the app."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.playground.workspace.changes import Changes

KEPT = 2000
"""Calls kept for the side panel; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `in` is a Web API call of the app, `out` a delivery to the app. `ms` is real milliseconds."""

    n: int
    at: datetime
    direction: Literal["in", "out"]
    method: str
    ok: bool
    error: str
    ms: float
    summary: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what the page's side panel shows."""
        shown = ("n", "direction", "method", "ok", "error", "summary")
        return {name: getattr(self, name) for name in shown} | {
            "at": self.at.isoformat(),
            "ms": round(self.ms, 1),
        }


class CallLog:
    """The latest calls, oldest first. `under_way` is how many of the app's are being answered just now."""

    def __init__(self, changes: Changes) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._changes = changes
        self._count = 0
        self.under_way = 0

    def add(
        self,
        at: datetime,
        direction: Literal["in", "out"],
        method: str,
        *,
        error: str = "",
        ms: float = 0.0,
        summary: str = "",
        arguments: dict[str, Any] | None = None,
    ) -> None:
        """Write one call down; an empty `error` means that it went well."""
        self._count += 1
        call = Call(self._count, at, direction, method, not error, error, ms, summary, arguments or {})
        self._calls.append(call)
        self._changes.tell("call", n=call.n)

    def after(self, number: int) -> list[Call]:
        """Return the calls with a number over `number`."""
        return [call for call in self._calls if call.n > number]

    def named(self, method: str) -> list[Call]:
        """Return the calls of one method, such as `chat.postMessage` or `interactive:block_actions`."""
        return [call for call in self._calls if call.method == method]
