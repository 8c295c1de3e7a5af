"""What a test reads in a message or a view that was drawn, and what comes back from it filled in."""

import re
from typing import Any

from bot.blocks.message import Message, View
from bot.playground.block_kit.validator import problems


def refused(made: Message | View) -> list[str]:
    """Return what Slack would refuse in a message or a view."""
    if isinstance(made, Message):
        return problems("message", {"text": made.text, "blocks": made.blocks}) + (
            ["the text is too long for an edit"] if len(made.text) > 3_900 else []
        )
    return problems(made["type"], made)


def words_of(made: Message | View) -> str:
    """Return everything that a person reads in it, joined."""
    found: list[str] = [made.text] if isinstance(made, Message) else []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            found.extend([part["text"]] if isinstance(part.get("text"), str) and "type" in part else [])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(made.blocks if isinstance(made, Message) else made)
    return "\n".join(found)


_OUR_TOKENS = re.compile(r"<(!date\^\d+\^[^<>]*|#C1|https://[^<>|]*\|[^<>]*|@U[12])>")


def foreign_tokens(made: Message | View) -> list[str]:
    """Return what Slack would read as a mention, a link or a command, and that is not one of ours.

    Plain text objects resolve nothing, so only markup and the fallback text are looked at.
    """
    found: list[str] = [made.text] if isinstance(made, Message) else []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "mrkdwn":
                found.append(part["text"])
                assert part["verbatim"] is True
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(made.blocks if isinstance(made, Message) else made)
    return [sign for text in found for sign in re.findall(r"<[^>]*>?", _OUR_TOKENS.sub("", text))]


def actions_of(made: Message | View) -> list[str]:
    """Return the action ids of the buttons and menus in it, without their numbers."""
    blocks = made.blocks if isinstance(made, Message) else made["blocks"]
    elements = [
        element
        for block in blocks
        for element in (block.get("accessory"), *block.get("elements", ()))
        if element
    ]
    return [element["action_id"].split(".")[0] for element in elements if "action_id" in element]


def filled(view: View, **answers: Any) -> dict[str, dict[str, Any]]:
    """Return `view.state.values` as Slack would send it: what the form was opened with, and `answers` by field."""
    state: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        elements = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in elements:
            if element and element["type"] in _ENTERED:
                field = block["block_id"]
                answer = answers.get(field.split(".")[0], _ENTERED[element["type"]][1](element))
                entered = {"type": element["type"], _ENTERED[element["type"]][0]: answer}
                state[field] = {element["action_id"]: entered}
    return state


_ENTERED: dict[str, tuple[str, Any]] = {
    "plain_text_input": ("value", lambda element: element.get("initial_value")),
    "users_select": ("selected_user", lambda element: element.get("initial_user")),
    "multi_users_select": ("selected_users", lambda element: element.get("initial_users") or []),
    "conversations_select": ("selected_conversation", lambda element: element.get("initial_conversation")),
    "datetimepicker": ("selected_date_time", lambda element: element.get("initial_date_time")),
    "datepicker": ("selected_date", lambda element: element.get("initial_date")),
    "timepicker": ("selected_time", lambda element: element.get("initial_time")),
    "static_select": ("selected_option", lambda element: element.get("initial_option")),
    "radio_buttons": ("selected_option", lambda element: element.get("initial_option")),
    "checkboxes": ("selected_options", lambda element: element.get("initial_options") or []),
}


def option(value: str) -> dict[str, Any]:
    """Return an option as Slack sends a chosen one."""
    return {"text": {"type": "plain_text", "text": value}, "value": value}
