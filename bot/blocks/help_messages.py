"""Help, by direct message: the owner's wish to the manager, and what the manager says to it."""

from typing import Final

from bot.blocks.act_buttons import clear_path_button
from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.messages import task_of
from bot.blocks.stem_lines import stem_lines
from bot.blocks.text import actions, button, compose, context, one_line, quote, section
from bot.blocks.whose_move import name
from bot.coaching.question_bank import script
from bot.domain.help import Help, HelpKind
from bot.domain.lifecycle import Role
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation

STEMS: Final = 2
_CUT = 2_000
_WISHES = {
    HelpKind.THINK: "asks you to think with them, for one block of time:",
    HelpKind.CLEAR: "asks you to clear a path:",
}


def wish(situation: Situation, said: Help) -> Message:
    """Return the owner's wish to the manager: questions to help with, a path to clear, or time to think."""
    owner = name(situation, Role.OWNER)
    line = f"{owner} {_WISHES[said.kind]}"
    value = value_of(situation.delegation.id, said.id)
    when = f"\nIn mind: {one_line(said.block, 300)}" if said.block else ""
    blocks: list[Block] = [section(f"{task_of(situation)}\n{line}\n{quote(said.text, _CUT)}{when}")]
    blocks += stem_lines(situation, QuestionAbout.WORK, STEMS)
    blocks.append(
        actions(clear_path_button(situation, said.id), button("Let me think", Action.LET_ME_THINK, value))
    )
    small = f"{owner} keeps the call, and the move stays with {owner}."
    return _message(situation, f"{line} {small}", [*blocks, context(small)])


def answer(situation: Situation, said: Help, wished: Help | None) -> Message:
    """Return what the manager says: the path they clear, or that they think about it first."""
    manager = name(situation, Role.MANAGER)
    small = "It stays your call."
    asked = [section(f"You asked:\n{quote(wished.text, 600)}")] if wished else []
    if said.kind is HelpKind.LATER:
        line = f"{manager} is thinking about it and comes back to you. The move stays with you."
        blocks = [section(f"{task_of(situation)}\n{line}"), *asked]
        return _message(situation, line, [*blocks, context(small)])
    line = f"{script('help')} {manager} clears a path:"
    blocks = [section(f"{task_of(situation)}\n{line}\n{quote(said.text, _CUT)}"), *asked]
    return _message(situation, line, [*blocks, context(small)])


def _message(situation: Situation, lead: str, blocks: list[Block]) -> Message:
    return compose(f"{one_line(situation.delegation.brief.task, 400)}\n{lead}", blocks)
