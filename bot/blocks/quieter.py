"""The way to be quieter that every message of a moment carries: about this delegation, and about all of them."""

from bot.blocks.card_menu import overflow
from bot.blocks.ids import Action
from bot.blocks.message import Message
from bot.domain.situation import Situation


def quieter_for(situation: Situation, user_id: str) -> Action:
    """Return the act that mutes the delegation's reminders to this person, or has them come again."""
    muted = situation.person(user_id).preferences.muted
    return Action.UNMUTE if situation.delegation.id in muted else Action.MUTE


def with_quieter(message: Message, situation: Situation, user_id: str) -> Message:
    """Return the message with a "…" menu beside its first words: mute this delegation, or see one's settings."""
    is_one_of_both = user_id in (situation.delegation.owner_id, situation.delegation.manager_id)
    acts = [quieter_for(situation, user_id)] if is_one_of_both else []
    return _with_menu(message, situation, [*acts, Action.SETTINGS])


def with_quieter_for_both(message: Message, situation: Situation) -> Message:
    """Return what both read in one place with the same menu; each choice counts for whoever makes it."""
    return _with_menu(message, situation, [Action.MUTE, Action.SETTINGS])


def _with_menu(message: Message, situation: Situation, acts: list[Action]) -> Message:
    blocks = list(message.blocks)
    for place, block in enumerate(blocks):
        if block["type"] == "section" and "accessory" not in block:
            blocks[place] = {**block, "accessory": overflow(situation, acts)}
            break
    return Message(message.text, blocks)
