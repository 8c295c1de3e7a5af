"""A digest: several things for one person in one message, each in a few lines with the button that matters most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from bot.blocks.button_values import EVERYTHING
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.text import button, compose, context, cut_markup, section, when

IN_SIGHT: Final = 24
"""Things in one message: Slack takes fifty blocks, and some 13,000 characters of them with all that is around words."""

ALL_CHARACTERS: Final = 12_000
AROUND_A_THING: Final = 260
"""What a block with its button takes beside its words."""

THING_CHARACTERS: Final = 2_800
LEAST_CHARACTERS: Final = 100


@dataclass(frozen=True, slots=True)
class Thing:
    """What is told: the message that it would have been by itself, and when it was planned for, where that is past."""

    message: Message
    planned_for: datetime | None = None


def digest(things: Sequence[Thing], zone: tzinfo, more: int = 0) -> Message:
    """Return one message that tells `things`, at most `IN_SIGHT`, in their order; dates in the reader's `zone`.

    `more` is how many the next message tells. A few things are told in full, and many each in short.
    """
    lead = f"{len(things)} things for you, in one message."
    said = [_words_of(thing.message) for thing in things]
    left = ALL_CHARACTERS - AROUND_A_THING * len(things)
    room = max(LEAST_CHARACTERS, left // max(1, sum(map(len, said))))
    blocks = [section(f"*{lead}*", button("Settings", Action.SETTINGS, EVERYTHING))]
    blocks += [_told(thing, words, room, zone) for thing, words in zip(things, said, strict=True)]
    if more:
        blocks.append(context(f"And {more} more in the next one."))
    return compose(lead, blocks)


def _told(thing: Thing, words: Sequence[str], room: int, zone: tzinfo) -> Block:
    """Return one thing: each of its parts within `room` characters, so that a long question hides no answer."""
    said = cut_markup("\n".join(_within(part, room) for part in words), THING_CHARACTERS)
    planned = f"\n_Planned for {when(thing.planned_for, zone)}._" if thing.planned_for else ""
    return section(said + planned, _first_button(thing.message))


def _within(words: str, room: int) -> str:
    """Return the words within `room` characters as Slack counts them: a line break takes two."""
    return cut_markup(words, room * len(words) // max(1, len(words) + words.count("\n")))


def _words_of(message: Message) -> list[str]:
    sections = [block for block in message.blocks if block["type"] == "section" and not _has_button(block)]
    return [block["text"]["text"] for block in sections] or [message.text]


def _has_button(block: Block) -> bool:
    accessory: dict[str, Any] = block.get("accessory") or {}
    return accessory.get("type") == "button"


def _first_button(message: Message) -> dict[str, Any] | None:
    """Return the first button of the first row: by itself it needs no style to stand out.

    Its number among those of its own message is taken off: they are numbered anew.
    """
    for block in message.blocks:
        if block["type"] == "actions":
            buttons = [element for element in block["elements"] if element["type"] == "button"]
            if not buttons:
                return None
            plain = {name: value for name, value in buttons[0].items() if name != "style"}
            return plain | {"action_id": plain["action_id"].partition(".")[0]}
    return None
