"""Reading what was entered: `view.state.values` as Slack sends it, where anything may be missing or null."""

from datetime import date, time
from typing import Any

from bot.blocks.button_values import number_in
from bot.blocks.text import unescape
from bot.domain.brief import tidy

Values = dict[str, dict[str, Any]]
"""`view["state"]["values"]`: by block id, then by action id."""


def text_of(state: Values, field: str) -> str:
    """Return the words of an input, tidied and unescaped once; "" where there are none."""
    value = _element(state, field).get("value")
    return tidy(unescape(value)) if isinstance(value, str) else ""


def number_of(state: Values, field: str) -> int | None:
    """Return the whole number entered, None where there is none, and -1 for what is no number."""
    words = text_of(state, field)
    if not words:
        return None
    number = number_in(words)
    return -1 if number is None else number


def choice_of(state: Values, field: str) -> str | None:
    """Return the value of the option chosen, or None."""
    option = _element(state, field).get("selected_option")
    return option.get("value") if isinstance(option, dict) else None


def ticked_of(state: Values, field: str) -> tuple[str, ...]:
    """Return the values of the boxes ticked."""
    options = _element(state, field).get("selected_options") or ()
    return tuple(option["value"] for option in options if isinstance(option, dict) and option.get("value"))


def user_of(state: Values, field: str) -> str | None:
    """Return the id of the person chosen, or None."""
    return _element(state, field).get("selected_user") or None


def users_of(state: Values, field: str) -> tuple[str, ...]:
    """Return the ids of the people chosen, in the order in which they were picked."""
    users = _element(state, field).get("selected_users") or ()
    return tuple(user for user in users if isinstance(user, str) and user)


def channel_of(state: Values, field: str) -> str | None:
    """Return the id of the channel chosen, or None."""
    element = _element(state, field)
    return element.get("selected_conversation") or element.get("selected_channel") or None


def instant_of(state: Values, field: str) -> int | None:
    """Return the moment chosen as epoch seconds, or None."""
    value = _element(state, field).get("selected_date_time")
    return value if isinstance(value, int) and value > 0 else None


def date_of(state: Values, field: str) -> date | None:
    """Return the day chosen, or None."""
    value = _element(state, field).get("selected_date")
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def time_of(state: Values, field: str) -> time | None:
    """Return the time of day chosen, or None."""
    value = _element(state, field).get("selected_time")
    try:
        return time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def field_named(state: Values, prefix: str) -> str | None:
    """Return the id of the block that begins with `prefix`, or None: some ids change with what they show."""
    return next((block for block in state if block.startswith(prefix)), None)


def _element(state: Values, field: str) -> dict[str, Any]:
    # An input that was filled in anew has a block id of its own: the field's name, and what follows the dot.
    block = (state or {}).get(field) or (state or {}).get(field_named(state or {}, f"{field}.") or "") or {}
    return next((element for element in block.values() if isinstance(element, dict)), {})
