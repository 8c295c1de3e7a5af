"""The way to be quieter that every message of a moment carries: about this delegation, and about all of them."""

from typing import Any

from bot.blocks.ids import Action, value_of
from bot.blocks.message import Message
from bot.blocks.text import plain
from bot.domain.situation import Situation

_WORDS = {Action.MUTE: "Mute reminders", Action.UNMUTE: "Unmute reminders", Action.SETTINGS: "Settings"}


def quieter(situation: Situation, user_id: str) -> dict[str, Any]:
    """Return the option that mutes the delegation's reminders to this person, or has them come again."""
    muted = situation.person(user_id).preferences.muted
    return _option(situation, Action.UNMUTE if situation.delegation.id in muted else Action.MUTE)


def with_quieter(message: Message, situation: Situation, user_id: str) -> Message:
    """Return the message with a "…" menu beside its first words: mute this delegation, or see one's settings."""
    is_one_of_both = user_id in (situation.delegation.owner_id, situation.delegation.manager_id)
    options = [quieter(situation, user_id)] if is_one_of_both else []
    options.append(_option(situation, Action.SETTINGS))
    menu = {"type": "overflow", "action_id": Action.MORE, "options": options}
    blocks = list(message.blocks)
    for place, block in enumerate(blocks):
        if block["type"] == "section" and "accessory" not in block:
            blocks[place] = {**block, "accessory": menu}
            break
    return Message(message.text, blocks)


def _option(situation: Situation, action: Action) -> dict[str, Any]:
    return {"text": plain(_WORDS[action]), "value": value_of(situation.delegation.id, action)}
