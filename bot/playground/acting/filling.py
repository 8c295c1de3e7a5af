"""Turning what a test wants to enter into what an input of Slack holds."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from bot.playground.block_kit.input_state import SLOTS
from bot.playground.block_kit.validator import options_of
from bot.playground.workspace.people import Person

Json = dict[str, Any]


def value_for(element: Json, wanted: Any, people: Iterable[Person]) -> Json:
    """Return the state of an input after entering `wanted`.

    Args:
        element: The input's element.
        wanted: Text, a user (id or real name), a channel id, an aware datetime, a date, a time, an option by
            its words or its value, a list of options for checkboxes, of users for several people; None empties it.
        people: Who can be chosen by name.

    Raises:
        AssertionError: The input does not take such a thing; it says what it offers.
    """
    kind = element["type"]
    return {"type": kind, SLOTS[kind].value: _entered(element, wanted, people)}


def _entered(element: Json, wanted: Any, people: Iterable[Person]) -> Any:
    kind = element["type"]
    if wanted is None:
        return [] if kind in ("checkboxes", "multi_users_select") else None
    if kind in ("static_select", "radio_buttons"):
        return _option(element, wanted)
    if kind == "checkboxes":
        return [_option(element, one) for one in ([wanted] if isinstance(wanted, str) else wanted)]
    if kind == "multi_users_select":
        picked = [wanted] if isinstance(wanted, str) else wanted
        return [_text("users_select", one, people) for one in picked]
    if kind == "datetimepicker":
        return int(wanted.timestamp()) if isinstance(wanted, datetime) else int(wanted)
    return _text(kind, wanted, people)


def _text(kind: str, wanted: Any, people: Iterable[Person]) -> str:
    if isinstance(wanted, time):
        return wanted.strftime("%H:%M")
    if isinstance(wanted, date):
        return wanted.isoformat()
    known = people if kind == "users_select" else ()
    return next((one.id for one in known if wanted in (one.real_name, one.name)), str(wanted))


def _option(element: Json, wanted: Any) -> Json:
    offered = options_of(element)
    for option in offered:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    there = ", ".join(repr(option["text"]["text"]) for option in offered)
    raise AssertionError(f"there is no option {wanted!r}. There is: {there}")
