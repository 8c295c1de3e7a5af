"""The one validator of Block Kit: the stand-in refuses by it, and the bot's builders are tested with it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from bot.playground.block_kit.checks import check_fields
from bot.playground.block_kit.limits import BLOCKS, HOME, MODAL

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[str, int] = {"message": 50, "modal": 100, "home": 100}
"""Blocks per surface (Slack's block reference and surface pages)."""

MESSAGE_TEXT_LIMIT = 40_000
"""Characters after which Slack truncates a message's text (chat.postMessage)."""


def problems(surface: Surface, payload: dict[str, Any]) -> list[str]:
    """Say everything that Slack would refuse in `payload`.

    Args:
        surface: `message` for `{"text": ..., "blocks": [...]}`, `modal` or `home` for a view.
        payload: The message or the view.

    Returns:
        One sentence per problem, each beginning with the JSON pointer of its place; empty when all is well.
    """
    return list(_message(payload) if surface == "message" else _view(surface, payload))


def _message(payload: dict[str, Any]) -> Iterator[str]:
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip():
        yield "/text: a message needs a text fallback"
    elif len(text) > MESSAGE_TEXT_LIMIT:
        yield f"/text: must be at most {MESSAGE_TEXT_LIMIT} characters, has {len(text)}"
    if payload.get("blocks"):
        yield from block_problems("message", payload["blocks"])


def _view(surface: Surface, payload: dict[str, Any]) -> Iterator[str]:
    if payload.get("type") != surface:
        yield f"/type: must be {surface}"
    blocks = payload.get("blocks")
    rest = {key: value for key, value in payload.items() if key != "blocks"}
    yield from check_fields(rest, "", MODAL if surface == "modal" else HOME, f"a {surface} view")
    if not blocks:
        yield "/blocks: must have at least 1 block"
        return
    yield from block_problems(surface, blocks)
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if surface == "modal" and has_input and "submit" not in payload:
        yield ": missing required field: submit (the view has an input block)"


def block_problems(surface: Surface, blocks: Any) -> Iterator[str]:
    """Yield the problems of a list of blocks on `surface`."""
    if not isinstance(blocks, list):
        yield "/blocks: must be a list"
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"/blocks: must have at most {MOST_BLOCKS[surface]} blocks on a {surface}, has {len(blocks)}"
    for number, block in enumerate(blocks):
        yield from _block(surface, block, f"/blocks/{number}")
    yield from _ambiguities(blocks)


def _block(surface: Surface, block: Any, where: str) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    fields = BLOCKS.get(str(kind))
    if fields is None:
        yield f"{where}: unsupported block type: {kind}"
        return
    yield from check_fields(block, where, fields, f"{kind} block")
    if kind == "section" and "text" not in block and "fields" not in block:
        yield f"{where}: a section needs text or fields"
    if kind == "input" and surface == "message" and not block.get("dispatch_action"):
        yield f"{where}: an input block in a message needs dispatch_action"
    for element, at in elements_of(block, where):
        yield from _element(surface, kind, element, at)


def _element(surface: Surface, place: Any, element: dict[str, Any], where: str) -> Iterator[str]:
    kind = element.get("type")
    if kind == "static_select" and ("options" in element) == ("option_groups" in element):
        yield f"{where}: static_select needs either options or option_groups"
    if element.get("response_url_enabled") and (surface != "modal" or place != "input"):
        yield f"{where}/response_url_enabled: only in an input block of a modal"
    yield from _initial_options(element, where)
    yield from _initial_users(element, where)
    yield from _lengths(element, where)


def _initial_options(element: dict[str, Any], where: str) -> Iterator[str]:
    offered = options_of(element)
    if "initial_option" in element and element["initial_option"] not in offered:
        yield f"{where}/initial_option: must be exactly one of the options"
    initial = element.get("initial_options")
    for number, option in enumerate(initial if isinstance(initial, list) else []):
        if option not in offered:
            yield f"{where}/initial_options/{number}: must be exactly one of the options"


def _initial_users(element: dict[str, Any], where: str) -> Iterator[str]:
    initial, most = element.get("initial_users"), element.get("max_selected_items")
    if isinstance(initial, list) and isinstance(most, int) and len(initial) > most:
        yield f"{where}/initial_users: must be at most max_selected_items ({most}), has {len(initial)}"


def _lengths(element: dict[str, Any], where: str) -> Iterator[str]:
    shortest, longest, initial = (element.get(key) for key in ("min_length", "max_length", "initial_value"))
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        yield f"{where}: min_length must not be over max_length"
    if isinstance(longest, int) and isinstance(initial, str) and len(initial) > longest:
        yield f"{where}/initial_value: must be at most max_length ({longest}) characters, has {len(initial)}"


def _ambiguities(blocks: list[Any]) -> Iterator[str]:
    shown = [block for block in blocks if isinstance(block, dict)]
    elements = [element for block in shown for element, _ in elements_of(block, "")]
    yield from _duplicates("block_id", [block.get("block_id") for block in shown])
    yield from _duplicates("action_id", [element.get("action_id") for element in elements])
    if sum(1 for element in elements if element.get("focus_on_load") is True) > 1:
        yield "/blocks: only one element may have focus_on_load"


def _duplicates(name: str, values: list[Any]) -> Iterator[str]:
    for value, times in Counter(value for value in values if isinstance(value, str)).items():
        if times > 1:
            yield f"/blocks: {name} {value!r} is used {times} times"


def elements_of(block: dict[str, Any], where: str) -> list[tuple[dict[str, Any], str]]:
    """Return the interactive elements of a block, each with its JSON pointer."""
    match block.get("type"):
        case "section":
            found = [(block.get("accessory"), f"{where}/accessory")]
        case "input":
            found = [(block.get("element"), f"{where}/element")]
        case "actions":
            listed = block.get("elements")
            found = [
                (item, f"{where}/elements/{n}")
                for n, item in enumerate(listed if isinstance(listed, list) else [])
            ]
        case _:
            found = []
    return [(element, at) for element, at in found if isinstance(element, dict)]


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every option that an element offers, those of its groups included."""
    groups = element.get("option_groups") or []
    lists = [element.get("options"), *(group.get("options") for group in groups if isinstance(group, dict))]
    return [
        option
        for options in lists
        if isinstance(options, list)
        for option in options
        if isinstance(option, dict)
    ]
