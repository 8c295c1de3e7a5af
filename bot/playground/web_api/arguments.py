"""The arguments of Web API calls: from a query, a form or JSON, into what a method takes."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.workspace.errors import SlackError

Parse = Callable[[Any], Any]


def text(value: Any) -> str:
    """Take a string."""
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def instant(value: Any) -> str:
    """Take a message ts, or a bound for one."""
    if not re.fullmatch(r"\d+(\.\d+)?", str(value)):
        raise ValueError("must be a timestamp")
    return str(value)


def flag(value: Any) -> bool:
    """Take a boolean, also as the SDK spells it in forms ("1", "0", "true", "false")."""
    if value in (True, "1", "true"):
        return True
    if value in (False, "0", "false"):
        return False
    raise ValueError("must be a boolean")


def number(value: Any) -> int:
    """Take a whole number, also as text."""
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return int(value)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def listed(value: Any) -> list[Any]:
    """Take a list, also as JSON text."""
    found = _json(value)
    if not isinstance(found, list):
        raise ValueError("must be a list")
    return found


def mapping(value: Any) -> dict[str, Any]:
    """Take an object, also as JSON text."""
    found = _json(value)
    if not isinstance(found, dict):
        raise ValueError("must be an object")
    return found


@dataclass(frozen=True, slots=True)
class Takes:
    """What a method takes: argument -> how to read it; those named in `needs` have to be there."""

    arguments: Mapping[str, Parse]
    needs: tuple[str, ...] = ()

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments as the method wants them.

        Raises:
            SlackError: `invalid_arguments`, naming every argument that is unknown, missing or malformed.
                Slack ignores unknown ones; here they are refused, since each is a slip of the pen.
        """
        faults = [
            f"unknown argument: {name}" for name in given if name not in self.arguments and name != "team_id"
        ]
        faults += [f"missing required field: {name}" for name in self.needs if given.get(name) in (None, "")]
        read: dict[str, Any] = {}
        for name, parse in self.arguments.items():
            if given.get(name) is None:
                continue
            try:
                read[name] = parse(given[name])
            except ValueError as fault:
                faults.append(f"{name}: {fault}")
        if faults:
            raise SlackError("invalid_arguments", *faults)
        return read


async def received(request: web.Request) -> dict[str, Any]:
    """Return all arguments of a request, wherever it carries them.

    Raises:
        SlackError: `invalid_json` or `json_not_object`.
    """
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return given | body
    return given | dict(await request.post())
