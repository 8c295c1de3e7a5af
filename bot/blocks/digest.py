"""A digest: several things for one person in one message, each in a few lines with the button that matters most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from bot.blocks.message import Block, Message
from bot.blocks.text import compose, context, cut_markup, section, when

IN_SIGHT: Final = 40
"""A message takes fifty blocks: one for each thing, and some around them."""

THING_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True)
class Thing:
    """What is told: the message that it would have been by itself, and when it was planned for, where that is past."""

    message: Message
    planned_for: datetime | None = None


def digest(things: Sequence[Thing], zone: tzinfo) -> Message:
    """Return one message that tells all of `things`, in their order; dates in the reader's `zone`."""
    lead = f"{len(things)} things for you, in one message."
    blocks = [section(f"*{lead}*"), *(_in_short(thing, zone) for thing in things[:IN_SIGHT])]
    hidden = len(things) - IN_SIGHT
    if hidden > 0:
        blocks.append(context(f"And {hidden} more; Home shows all that is open."))
    return compose(lead, blocks)


def _in_short(thing: Thing, zone: tzinfo) -> Block:
    words = "\n".join(_words_of(thing.message))
    planned = f"\n_Planned for {when(thing.planned_for, zone)}._" if thing.planned_for else ""
    return section(cut_markup(words, THING_CHARACTERS) + planned, _first_button(thing.message))


def _words_of(message: Message) -> list[str]:
    sections = [block for block in message.blocks if block["type"] == "section" and "accessory" not in block]
    return [block["text"]["text"] for block in sections] or [message.text]


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
