"""What a person reads on their screen: messages and views as plain text, and the things that can be clicked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.playground.block_kit import input_state
from bot.playground.block_kit.validator import elements_of, options_of
from bot.playground.workspace.conversations import Message

Json = dict[str, Any]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class VisibleMessage:
    """A message as a person sees it at one moment; read it again after something happened."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str
    is_edited: bool
    is_ephemeral: bool


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be clicked: an element, or one option of an overflow menu."""

    block: Json
    element: Json
    option: Json | None = None

    @property
    def label(self) -> str:
        """The words on it."""
        if self.option is not None:
            return str(self.option["text"]["text"])
        text = self.element.get("text") or self.element.get("placeholder") or {}
        return str(text.get("text") or self.element["action_id"])

    @property
    def names(self) -> set[str]:
        """Everything it may be called by."""
        option_value = {str(self.option["value"])} if self.option else set()
        return {self.label, self.element["action_id"]} | option_value


def visible(message: Message) -> VisibleMessage:
    """Return a message as it is seen now."""
    return VisibleMessage(
        message.channel,
        message.ts,
        message.user,
        message.text,
        message.blocks,
        message.thread_ts,
        bool(message.edited_ts),
        bool(message.ephemeral_to),
    )


def text_of(shown: Any) -> str:
    """Return everything visible as plain text, one line per block; buttons stand in brackets.

    Args:
        shown: A message of any kind, a `Modal`, a Home, a view's JSON, or a list of blocks.
    """
    if isinstance(shown, list):
        return "\n".join(line for block in shown for line in _lines(block))
    definition = shown if isinstance(shown, dict) else getattr(shown, "definition", None)
    if definition is not None:
        title = definition.get("title") or {}
        buttons = [f"[{definition[name]['text']}]" for name in ("close", "submit") if definition.get(name)]
        lines = [title.get("text", ""), text_of(definition.get("blocks", [])), " ".join(buttons)]
        return "\n".join(line for line in lines if line)
    return text_of(shown.blocks) if shown.blocks else str(shown.text)


def _lines(block: Json) -> Iterator[str]:
    texts = [block.get("text"), block.get("label"), *block.get("fields", []), block.get("hint")]
    if block["type"] == "context":
        texts += block["elements"]
    yield from (text["text"] for text in texts if text)
    shown = [f"[{word}]" for element, _ in elements_of(block, "") for word in _words(element)]
    if shown:
        yield " ".join(shown)


def _words(element: Json) -> list[str]:
    options = [str(option["text"]["text"]) for option in options_of(element)]
    own = (element.get("text") or element.get("placeholder") or {}).get("text", element.get("initial_value"))
    return ([str(own)] if own else []) + options


def controls(blocks: list[Json]) -> list[Control]:
    """Return everything that can be clicked, top to bottom."""
    found: list[Control] = []
    for block, element in input_state.elements(blocks):
        if element["type"] == "overflow":
            found += [Control(block, element, option) for option in element["options"]]
        elif element["type"] == "button":
            found.append(Control(block, element))
    return found


def present(found: Thing | None, why_not: str) -> Thing:
    """Return what was found. Raises `AssertionError` with `why_not` where it was not."""
    if found is None:
        raise AssertionError(why_not)
    return found


def find_control(blocks: list[Json], wanted: str, within: str = "") -> Control:
    """Return the one thing to click that is called `wanted`.

    Args:
        blocks: What is shown.
        wanted: Its words, its action_id, or the value of an overflow option.
        within: Its block_id, or words of its block, else of the block just above, to tell apart several.

    Raises:
        AssertionError: There is none, or more than one; it lists what is there.
    """
    named = [control for control in controls(blocks) if wanted in control.names]
    if within:
        inside = [control for control in named if _is_within([control.block], control, within)]
        named = inside or [control for control in named if _is_within(blocks, control, within)]
    if len(named) == 1:
        return named[0]
    there = ", ".join(repr(control.label) for control in controls(blocks)) or "nothing to click"
    problem = "is there more than once; say `within`" if named else "is not there"
    raise AssertionError(f"{wanted!r} {problem}. There is: {there}\n---\n{text_of(blocks)}")


def _is_within(blocks: list[Json], control: Control, within: str) -> bool:
    at = next(number for number, block in enumerate(blocks) if block is control.block)
    near = text_of([block for block in blocks[max(0, at - 1) : at + 1]])
    return control.block["block_id"] == within or within in near


def find_input(blocks: list[Json], wanted: str) -> tuple[Json, Json]:
    """Return the block and element of an input, by its block_id, its action_id or its visible label.

    Raises:
        AssertionError: There is none, or more than one; it lists what is there.
    """
    inputs = [(block, one) for block, one in input_state.elements(blocks) if one["type"] in input_state.SLOTS]
    for matches in (_is_called, _is_labelled):
        found = [(block, one) for block, one in inputs if matches(block, one, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            break
    labels = (
        ", ".join(f"{label_of(block, one)!r} ({block['block_id']})" for block, one in inputs) or "no inputs"
    )
    problem = "names more than one input" if found else "is no input here"
    raise AssertionError(f"{wanted!r} {problem}. There is: {labels}")


def label_of(block: Json, element: Json) -> str:
    """Return the words that a person knows an input by."""
    text = block.get("label") or block.get("text") or element.get("placeholder") or {}
    return str(text.get("text") or block["block_id"])


def _is_called(block: Json, element: Json, wanted: str) -> bool:
    return wanted in (block["block_id"], element["action_id"], label_of(block, element))


def _is_labelled(block: Json, element: Json, wanted: str) -> bool:
    placeholder = (element.get("placeholder") or {}).get("text", "")
    return wanted.lower() in label_of(block, element).lower() or wanted == placeholder


def labels_of(blocks: list[Json]) -> dict[str, str]:
    """Return block_id -> the words that a person knows its input by."""
    return {block["block_id"]: label_of(block, element) for block, element in input_state.elements(blocks)}


def pressed(element: Json, block: Json, option: Json | None = None) -> Json:
    """Return the entry of `actions` for a pressed button or a chosen overflow option."""
    action: Json = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    if option is not None:
        return {**action, "selected_option": option}
    shown: Json = {key: element[key] for key in ("text", "value", "style") if key in element}
    return {**action, **shown}
