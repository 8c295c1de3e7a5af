"""Slack's Block Kit reference as tables: the blocks and elements that the bot uses and a few more, with their limits.

Sources: the block, element and composition object pages of Slack's reference, and the limits that the
Python and Node SDKs check. A type that is not here is refused, even where Slack knows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Fields,
    any_text,
    boolean,
    both,
    check_fields,
    list_of,
    matching,
    one_of,
    optional,
    plain_text,
    required,
    shape,
    string,
    whole_number,
)

IDENTIFIER = string(255)
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date, YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time, HH:mm")
NUMBER = matching(r"-?\d+(\.\d+)?", "a number in a string")
URL = matching(r"(https?|mailto|slack):\S+", "an address with http, https, mailto or slack", 3000)
USER_ID = matching(r"[UW][A-Z0-9]+", "a user id")
CHANNEL_ID = matching(r"[CG][A-Z0-9]+", "a channel id")
CONVERSATION_ID = matching(r"[CDGUW][A-Z0-9]+", "a conversation id")

CONFIRM = shape(
    {
        "title": required(plain_text(100)),
        "text": required(any_text(300)),
        "confirm": required(plain_text(30)),
        "deny": required(plain_text(30)),
        "style": optional(one_of("primary", "danger")),
    },
    "confirmation dialog",
)


def _option(text: Check, *, with_url: bool = False) -> Check:
    fields: Fields = {
        "text": required(text),
        "value": required(string(150)),
        "description": optional(plain_text(75)),
    }
    return shape({**fields, "url": optional(URL)} if with_url else fields, "option")


def _distinct_values(value: Any, where: str) -> Iterator[str]:
    seen: set[str] = set()
    for number, option in enumerate(value if isinstance(value, list) else []):
        chosen = option.get("value") if isinstance(option, dict) else None
        if isinstance(chosen, str) and chosen in seen:
            yield f"{where}/{number}/value: duplicate option value {chosen!r}"
        seen.add(chosen if isinstance(chosen, str) else "")


def _options(option: Check, fewest: int, most: int) -> Check:
    return both(list_of(option, fewest, most, "options"), _distinct_values)


SELECT_OPTION = _option(plain_text(75))
TICK_OPTION = _option(any_text(75))
OPTION_GROUP = shape(
    {"label": required(plain_text(75)), "options": required(_options(SELECT_OPTION, 1, 100))}, "option group"
)
CONVERSATION_FILTER = both(
    shape(
        {
            "include": optional(list_of(one_of("im", "mpim", "private", "public"), 1, 4, "kinds")),
            "exclude_external_shared_channels": optional(boolean),
            "exclude_bot_users": optional(boolean),
        },
        "conversation filter",
    ),
    lambda value, where: iter(() if value else (f"{where}: must have at least one field",)),
)
DISPATCH_CONFIG = shape(
    {
        "trigger_actions_on": optional(
            list_of(one_of("on_enter_pressed", "on_character_entered"), 1, 2, "triggers")
        )
    },
    "dispatch action configuration",
)


@dataclass(frozen=True, slots=True)
class Element:
    """An interactive element: its fields, and the places where it may stand."""

    fields: Fields
    stands_in: frozenset[str]


def _element(stands_in: str, fields: Fields) -> Element:
    common = {"action_id": optional(IDENTIFIER)}
    return Element({**common, **fields}, frozenset(stands_in.split()))


PLACEHOLDER = optional(plain_text(150))
FOCUS = {"focus_on_load": optional(boolean)}
ASKS = {**FOCUS, "confirm": optional(CONFIRM)}

ELEMENTS: dict[str, Element] = {
    "button": _element(
        "section actions",
        {
            "text": required(plain_text(75)),
            "value": optional(string(2000)),
            "url": optional(URL),
            "style": optional(one_of("primary", "danger")),
            "confirm": optional(CONFIRM),
            "accessibility_label": optional(string(75)),
        },
    ),
    "overflow": _element(
        "section actions",
        {
            "options": required(_options(_option(plain_text(75), with_url=True), 1, 5)),
            "confirm": optional(CONFIRM),
        },
    ),
    "static_select": _element(
        "section actions input",
        {
            **ASKS,
            "placeholder": PLACEHOLDER,
            "options": optional(_options(SELECT_OPTION, 1, 100)),
            "option_groups": optional(list_of(OPTION_GROUP, 1, 100, "option groups")),
            "initial_option": optional(SELECT_OPTION),
        },
    ),
    "users_select": _element(
        "section actions input",
        {**ASKS, "placeholder": PLACEHOLDER, "initial_user": optional(USER_ID)},
    ),
    "multi_users_select": _element(
        "section actions input",
        {
            **ASKS,
            "placeholder": PLACEHOLDER,
            "initial_users": optional(list_of(USER_ID, 1, 100, "users")),
            "max_selected_items": optional(whole_number(1, 100)),
        },
    ),
    "conversations_select": _element(
        "section actions input",
        {
            **ASKS,
            "placeholder": PLACEHOLDER,
            "initial_conversation": optional(CONVERSATION_ID),
            "default_to_current_conversation": optional(boolean),
            "response_url_enabled": optional(boolean),
            "filter": optional(CONVERSATION_FILTER),
        },
    ),
    "channels_select": _element(
        "section actions input",
        {
            **ASKS,
            "placeholder": PLACEHOLDER,
            "initial_channel": optional(CHANNEL_ID),
            "response_url_enabled": optional(boolean),
        },
    ),
    "datepicker": _element(
        "section actions input", {**ASKS, "placeholder": PLACEHOLDER, "initial_date": optional(DATE)}
    ),
    "timepicker": _element(
        "section actions input",
        {
            **ASKS,
            "placeholder": PLACEHOLDER,
            "initial_time": optional(TIME),
            "timezone": optional(string(100)),
        },
    ),
    "datetimepicker": _element(
        "actions input",
        {**ASKS, "initial_date_time": optional(whole_number(1_000_000_000, 9_999_999_999))},
    ),
    "checkboxes": _element(
        "section actions input",
        {
            **ASKS,
            "options": required(_options(TICK_OPTION, 1, 10)),
            "initial_options": optional(_options(TICK_OPTION, 1, 10)),
        },
    ),
    "radio_buttons": _element(
        "section actions input",
        {**ASKS, "options": required(_options(TICK_OPTION, 1, 10)), "initial_option": optional(TICK_OPTION)},
    ),
    "plain_text_input": _element(
        "input",
        {
            **FOCUS,
            "placeholder": PLACEHOLDER,
            "initial_value": optional(string(3000, shortest=0)),
            "multiline": optional(boolean),
            "min_length": optional(whole_number(0, 3000)),
            "max_length": optional(whole_number(1, 3000)),
            "dispatch_action_config": optional(DISPATCH_CONFIG),
        },
    ),
    "number_input": _element(
        "input",
        {
            **FOCUS,
            "placeholder": PLACEHOLDER,
            "is_decimal_allowed": required(boolean),
            "initial_value": optional(NUMBER),
            "min_value": optional(NUMBER),
            "max_value": optional(NUMBER),
            "dispatch_action_config": optional(DISPATCH_CONFIG),
        },
    ),
}


def element_in(place: str) -> Check:
    """Check an interactive element that stands in `place` (`section`, `actions` or `input`)."""

    def check(value: Any, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        element = ELEMENTS.get(str(kind))
        if element is None:
            yield f"{where}: unsupported element type: {kind}"
            return
        if place not in element.stands_in:
            yield f"{where}: {kind} may not stand in a block of type {place}"
        yield from check_fields(value, where, element.fields, str(kind))

    return check


BLOCK_ID = {"block_id": optional(IDENTIFIER)}
BLOCKS: dict[str, Fields] = {
    "divider": {**BLOCK_ID},
    "header": {**BLOCK_ID, "text": required(plain_text(150))},
    "section": {
        **BLOCK_ID,
        "text": optional(any_text(3000)),
        "fields": optional(list_of(any_text(2000), 1, 10, "fields")),
        "accessory": optional(element_in("section")),
        "expand": optional(boolean),
    },
    "context": {**BLOCK_ID, "elements": required(list_of(any_text(3000), 1, 10, "elements"))},
    "actions": {**BLOCK_ID, "elements": required(list_of(element_in("actions"), 1, 25, "elements"))},
    "input": {
        **BLOCK_ID,
        "label": required(plain_text(2000)),
        "element": required(element_in("input")),
        "hint": optional(plain_text(2000)),
        "optional": optional(boolean),
        "dispatch_action": optional(boolean),
    },
}

_VIEW: Fields = {
    "private_metadata": optional(string(3000, shortest=0)),
    "callback_id": optional(string(255)),
    "external_id": optional(string(255, shortest=0)),
}
MODAL: Fields = {
    **_VIEW,
    "title": required(plain_text(24)),
    "submit": optional(plain_text(24)),
    "close": optional(plain_text(24)),
    "clear_on_close": optional(boolean),
    "notify_on_close": optional(boolean),
}
HOME: Fields = _VIEW
