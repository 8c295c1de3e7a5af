"""What is typed and chosen in the inputs of a view or a message: `state.values` of Slack's payloads."""

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.block_kit.validator import elements_of, options_of

Json = dict[str, Any]
State = dict[str, dict[str, Json]]
"""block_id -> action_id -> the value of that input."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an element type keeps its value, and which field of the element fills it at first."""

    value: str
    initial: str


SLOTS: dict[str, Slot] = {
    "plain_text_input": Slot("value", "initial_value"),
    "number_input": Slot("value", "initial_value"),
    "static_select": Slot("selected_option", "initial_option"),
    "radio_buttons": Slot("selected_option", "initial_option"),
    "checkboxes": Slot("selected_options", "initial_options"),
    "users_select": Slot("selected_user", "initial_user"),
    "multi_users_select": Slot("selected_users", "initial_users"),
    "conversations_select": Slot("selected_conversation", "initial_conversation"),
    "channels_select": Slot("selected_channel", "initial_channel"),
    "datepicker": Slot("selected_date", "initial_date"),
    "timepicker": Slot("selected_time", "initial_time"),
    "datetimepicker": Slot("selected_date_time", "initial_date_time"),
}


SEVERAL = frozenset({"selected_options", "selected_users"})
"""The values that are lists: empty, and not null, where nothing is chosen."""


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return a copy in which every block has a block_id and every element an action_id, as Slack fills them in."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element, _ in elements_of(block, ""):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return blocks


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element together with the block it stands in."""
    for block in blocks:
        for element, _ in elements_of(block, ""):
            yield block, element


def find(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """Return the block and the element of these ids, if they are shown."""
    for block, element in elements(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return block, element
    return None


def initial(blocks: list[Json]) -> State:
    """Return the state of freshly shown blocks."""
    state: State = {}
    for block, element in elements(blocks):
        if slot := SLOTS.get(element["type"]):
            empty: Any = [] if slot.value in SEVERAL else None
            value = element.get(slot.initial) or empty
            state.setdefault(block["block_id"], {})[element["action_id"]] = {
                "type": element["type"],
                slot.value: copy.deepcopy(value),
            }
    return state


def carried_over(old: State, blocks: list[Json]) -> State:
    """Return the state after an update: a value survives only where block_id and action_id are the same."""
    state = initial(blocks)
    for block, element in elements(blocks):
        kept = old.get(block["block_id"], {}).get(element["action_id"])
        if kept and kept["type"] == element["type"] and not _fault(element, kept):
            state[block["block_id"]][element["action_id"]] = _as_offered(element, kept)
    return state


def merged(state: State, blocks: list[Json], given: State) -> State:
    """Return `state` with what a person entered.

    Raises:
        ValueError: Something was entered that these blocks do not show or do not offer.
    """
    result = copy.deepcopy(state)
    for block_id, actions in given.items():
        for action_id, value in actions.items():
            found = find(blocks, block_id, action_id)
            if found is None or found[1]["type"] not in SLOTS:
                raise ValueError(f"there is no input {block_id}/{action_id}")
            if fault := _fault(found[1], value):
                raise ValueError(f"{block_id}/{action_id}: {fault}")
            result[block_id][action_id] = _as_offered(found[1], value)
    return result


def _as_offered(element: Json, value: Json) -> Json:
    """Return a value with its options as the element words them now."""
    name = SLOTS[element["type"]].value
    chosen: Any = value.get(name) or ([] if name in SEVERAL else None)
    offered = {option["value"]: option for option in options_of(element)}
    if name == "selected_option" and chosen:
        chosen = offered[chosen["value"]]
    elif name == "selected_options":
        chosen = [offered[option["value"]] for option in chosen]
    return {"type": element["type"], name: chosen}


def _fault(element: Json, value: Json) -> str:
    """Say why an element cannot hold a value; empty when it can."""
    name = SLOTS[element["type"]].value
    chosen = value.get(name)
    if not chosen:
        return ""
    if name in ("selected_option", "selected_options"):
        options = chosen if name == "selected_options" else [chosen]
        offered = {option["value"] for option in options_of(element)}
        strange = [option for option in options if _value_of(option) not in offered]
        return f"does not offer {strange}" if strange else ""
    if name == "selected_users":
        return _fault_of_users(element, chosen)
    kind = int if name == "selected_date_time" else str
    return "" if isinstance(chosen, kind) else f"{name} must be {kind.__name__}"


def _fault_of_users(element: Json, chosen: Any) -> str:
    if not isinstance(chosen, list) or not all(isinstance(user, str) for user in chosen):
        return "selected_users must be a list of user ids"
    if len(set(chosen)) < len(chosen):
        return "holds somebody twice"
    most = element.get("max_selected_items", len(chosen))
    return f"takes at most {most} people" if len(chosen) > most else ""


def _value_of(option: Any) -> Any:
    return option.get("value") if isinstance(option, dict) else None


def unfinished(blocks: list[Json], state: State) -> dict[str, str]:
    """Return what Slack itself refuses before the app hears of a submission: block_id -> sentence."""
    errors: dict[str, str] = {}
    for block, element in elements(blocks):
        slot = SLOTS.get(element["type"])
        if block["type"] != "input" or slot is None:
            continue
        value = state[block["block_id"]][element["action_id"]].get(slot.value)
        if complaint := _complaint(block, element, value):
            errors[block["block_id"]] = complaint
    return errors


def _complaint(block: Json, element: Json, value: Any) -> str:
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] == "number_input":
        return _number_complaint(element, value)
    if element["type"] == "plain_text_input":
        longest = element.get("max_length", 3000)
        if len(value) > longest:
            return f"Must be at most {longest} characters."
        if len(value) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters."
    return ""


def _number_complaint(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return ""
