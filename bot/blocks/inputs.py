"""Inputs of a form, one function each. The element's action id is its block's id, so a field has one name."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Final

from bot.blocks.message import Block, View
from bot.blocks.text import cut, plain

INPUT_CHARACTERS: Final = 3_000
TITLE_CHARACTERS: Final = 24
OPTION_CHARACTERS: Final = 75

Choices = Sequence[tuple[str, str]]
"""Pairs of a value and its label."""


def modal(
    callback: str,
    title: str,
    blocks: list[Block],
    *,
    submit: str = "",
    close: str = "Close",
    metadata: str = "",
    notify_on_close: bool = False,
) -> View:
    """Return a modal. `metadata` holds ids only; without `submit` it is there to be read."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE_CHARACTERS),
        "close": plain(close, TITLE_CHARACTERS),
        "private_metadata": metadata,
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain(submit, TITLE_CHARACTERS)
    if notify_on_close:
        view["notify_on_close"] = True
    return view


def text_input(
    field: str,
    label: str,
    *,
    value: str = "",
    hint: str = "",
    limit: int = 2_000,
    multiline: bool = False,
    optional: bool = False,
    placeholder: str = "",
) -> Block:
    """Return an input for words. A value longer than `limit` (from a message) is cut to what the field can hold."""
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": field,
        "multiline": multiline,
        "max_length": limit,
    }
    if value:
        element["initial_value"] = cut(value, limit)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint, optional)


def number_input(field: str, label: str, *, least: int, most: int, hint: str = "") -> Block:
    """Return an input for a whole number from `least` to `most`, which may stay empty."""
    element = {
        "type": "number_input",
        "action_id": field,
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    return _input(field, label, element, hint, optional=True)


def user_input(
    field: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """Return an input for one person."""
    element = {"type": "users_select", "action_id": field} | ({"initial_user": value} if value else {})
    return _input(field, label, element, hint, optional)


def users_input(
    field: str,
    label: str,
    *,
    most: int,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Return an input for several people, at most `most`, in the order in which they are picked."""
    element: dict[str, Any] = {
        "type": "multi_users_select",
        "action_id": field,
        "max_selected_items": most,
    }
    return _input(field, label, element, hint, optional)


def channel_input(
    field: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = True
) -> Block:
    """Return an input for a channel, public or private; never a DM."""
    element: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": field,
        "filter": {"include": ["public", "private"]},
    }
    if value:
        element["initial_conversation"] = value
    return _input(field, label, element, hint, optional)


def instant_input(
    field: str, label: str, *, value: int | None = None, hint: str = "", optional: bool = False
) -> Block:
    """Return an input for a day and a time, as epoch seconds."""
    element = {"type": "datetimepicker", "action_id": field} | ({"initial_date_time": value} if value else {})
    return _input(field, label, element, hint, optional)


def date_input(
    field: str, label: str, *, value: date | None = None, hint: str = "", optional: bool = False
) -> Block:
    """Return an input for a day."""
    element = {"type": "datepicker", "action_id": field} | (
        {"initial_date": value.isoformat()} if value else {}
    )
    return _input(field, label, element, hint, optional)


def time_input(
    field: str, label: str, *, value: time | None = None, hint: str = "", optional: bool = False
) -> Block:
    """Return an input for a time of day."""
    element = {"type": "timepicker", "action_id": field} | (
        {"initial_time": value.isoformat("minutes")} if value else {}
    )
    return _input(field, label, element, hint, optional)


def select(action: str, choices: Choices, chosen: str | None = None, placeholder: str = "") -> dict[str, Any]:
    """Return a menu of `choices`, for a section or an actions block."""
    element: dict[str, Any] = {"type": "static_select", "action_id": action, "options": _options(choices)}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    picked = _picked(choices, {chosen} if chosen else set())
    return element | ({"initial_option": picked[0]} if picked else {})


def select_input(
    field: str,
    label: str,
    choices: Choices,
    *,
    chosen: str | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Return an input for one of a menu."""
    return _input(field, label, select(field, choices, chosen), hint, optional)


def radio_input(
    field: str,
    label: str,
    choices: Choices,
    *,
    chosen: str | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Return an input for one of a few, all in sight."""
    element = {"type": "radio_buttons", "action_id": field, "options": _options(choices)}
    picked = _picked(choices, {chosen} if chosen else set())
    return _input(field, label, element | ({"initial_option": picked[0]} if picked else {}), hint, optional)


def checkboxes(
    action: str, choices: Choices, ticked: set[str] | frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return boxes to tick, for a section or an actions block."""
    element: dict[str, Any] = {"type": "checkboxes", "action_id": action, "options": _options(choices)}
    picked = _picked(choices, ticked)
    return element | ({"initial_options": picked} if picked else {})


def checkboxes_input(
    field: str,
    label: str,
    choices: Choices,
    *,
    ticked: set[str] | frozenset[str] = frozenset(),
    hint: str = "",
) -> Block:
    """Return an input of boxes to tick, of which none is asked for."""
    return _input(field, label, checkboxes(field, choices, ticked), hint, optional=True)


def _input(field: str, label: str, element: dict[str, Any], hint: str, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2_000)} if hint else {})


def _option(value: str, label: str) -> dict[str, Any]:
    return {"text": plain(label, OPTION_CHARACTERS), "value": value}


def _options(choices: Choices) -> list[dict[str, Any]]:
    return [_option(value, label) for value, label in choices]


def _picked(choices: Choices, chosen: set[str] | frozenset[str]) -> list[dict[str, Any]]:
    return [_option(value, label) for value, label in choices if value in chosen]
