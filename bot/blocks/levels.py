"""Who decides, in words: the menu that each of the two picks from in private, and both picks side by side."""

from typing import Final

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of
from bot.blocks.inputs import select_input
from bot.blocks.message import Block
from bot.blocks.text import context, one_line
from bot.blocks.whose_move import name
from bot.domain.acceptance import Level, levels_apart
from bot.domain.lifecycle import Role, State
from bot.domain.situation import Situation

_MEANING: Final = {
    Level.TELL: "the manager decides and says so",
    Level.SELL: "the manager decides and wins the owner over",
    Level.CONSULT: "the manager asks first, then decides",
    Level.AGREE: "both decide together",
    Level.ADVISE: "the owner decides, with the manager's advice",
    Level.INQUIRE: "the owner decides and tells afterwards",
    Level.DELEGATE: "the owner decides",
}
_CHOICES: Final = tuple((level.value, f"{level.value}: {meaning}") for level, meaning in _MEANING.items())


def level_input(hint: str, chosen: str | None = None) -> Block:
    """Return the menu of the seven levels."""
    return select_input(Field.LEVEL, "Who decides", _CHOICES, chosen=chosen, hint=hint, optional=True)


def parse_level(state: Values) -> Level | None:
    """Return the level picked, or None."""
    picked = choice_of(state, Field.LEVEL)
    return Level(picked) if picked in set(Level) else None


def together_lines(situation: Situation) -> list[Block]:
    """Return what the two have told each other on accepting: both levels, and readiness for a first task."""
    delegation = situation.delegation
    if delegation.state not in (State.ACCEPTED, State.IN_PROGRESS):
        return []
    owner, manager = name(situation, Role.OWNER), name(situation, Role.MANAGER)
    lines = []
    if delegation.levels:
        theirs, owners = delegation.levels
        line = f"Who decides: {manager} picked {theirs.value}, {owner} picked {owners.value}."
        if levels_apart(theirs, owners) > 1:
            line += " That is more than one apart: worth a short talk before it matters."
        if delegation.is_asked_afterwards:
            line += f" So questions to {owner} come after it has shipped, not before."
        lines.append(line)
    said = delegation.acceptance
    if said and (said.technical or said.ownership):
        parts = [
            f"{label} “{one_line(words, 200)}”"
            for label, words in (("the skill", said.technical), ("the call", said.ownership))
            if words
        ]
        lines.append(f"How ready, in {owner}'s words and for you two alone: {', '.join(parts)}.")
    return [context(*lines)] if lines else []
