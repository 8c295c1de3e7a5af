"""Help, by direct message: the owner's wish to whoever is asked, and what they say to it."""

from typing import Final

from bot.blocks.act_buttons import wish_buttons
from bot.blocks.message import Block, Message
from bot.blocks.stem_lines import stem_lines
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, context, one_line, quote, section, when
from bot.blocks.whose_move import NOTHING, asked_for_help, name, person_name
from bot.coaching.question_bank import script
from bot.domain.help import Help, HelpKind
from bot.domain.lifecycle import Role
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation

STEMS: Final = 2
_CUT = 2_000
_CALL: Final = "It stays your call."
_WISHES = {
    HelpKind.THINK: "asks you to think with them, for one block of time:",
    HelpKind.CLEAR: "asks you to clear a path:",
}


def wish(situation: Situation, said: Help, to: str) -> Message:
    """Return the owner's wish to the user id `to`: questions to help with, a path to clear, a time to agree to.

    Who stands in for the manager is told so, and asks no questions here: those are the manager's.
    """
    line = f"{name(situation, Role.OWNER)} {_WISHES[said.kind]}"
    return _asking(situation, said, to, f"{_why_the_deputy(situation, said, to)}{line}")


def chase(situation: Situation, said: Help, to: str) -> Message:
    """Return the one reminder of a wish that waits for an answer."""
    line = f"{name(situation, Role.OWNER)}'s wish for help still waits for a word:"
    return _asking(situation, said, to, line)


def wish_over(situation: Situation, said: Help) -> Message:
    """Return what a wish's message becomes once there is nothing to press: what was asked, and that it is over."""
    owner = name(situation, Role.OWNER)
    line = (
        f"{owner}'s wish for help is answered."
        if said.answered_at
        else f"{owner}'s wish ended with the work."
    )
    blocks = [section(f"{task_of(situation)}\n{line}\n{quote(said.text, _CUT)}"), context(NOTHING)]
    return message_about(situation, f"{line} {NOTHING}", blocks)


def answer(situation: Situation, said: Help, wished: Help | None) -> Message:
    """Return what the owner hears: the path that is cleared, yes to their time, or that somebody thinks first."""
    who = person_name(situation, said.author_id)
    asked = [section(f"You asked:\n{quote(wished.text, 600)}")] if wished else []
    if said.kind is HelpKind.LATER:
        line = f"{who} is thinking about it and comes back to you. The move stays with you."
        blocks = [section(f"{task_of(situation)}\n{line}"), *asked]
    elif said.kind is HelpKind.YES:
        block = f" “{one_line(wished.block, 300)}”" if wished else ""
        line = f"{who} thinks it through with you:{block} suits them."
        blocks = [section(f"{task_of(situation)}\n{line}"), *asked]
    else:
        line = f"{script('help')} {who} clears a path:"
        blocks = [section(f"{task_of(situation)}\n{line}\n{quote(said.text, _CUT)}"), *asked]
    return message_about(situation, line, [*blocks, context(_CALL)])


def silent(situation: Situation, said: Help) -> Message:
    """Return the word to the owner that nobody has answered their wish, and that they need not wait."""
    who = name(situation, Role.MANAGER)
    too = f" and {person_name(situation, said.deputy_id)}" if said.deputy_id else ""
    line = f"There is no answer to your wish for help yet; I have asked {who}{too}."
    way_on = "Go on as you see fit, ring them, or ask somebody else. An answer can still come."
    small = f"Your move. {_CALL}"
    blocks = [
        section(f"{task_of(situation)}\n{line} {way_on}"),
        section(quote(said.text, 600)),
        context(small),
    ]
    return message_about(situation, f"{line} {way_on} {small}", blocks)


def _asking(situation: Situation, said: Help, to: str, line: str) -> Message:
    owner, delegation = name(situation, Role.OWNER), situation.delegation
    time = f"\nIn mind: {one_line(said.block, 300)}" if said.block else ""
    blocks: list[Block] = [section(f"{task_of(situation)}\n{line}\n{quote(said.text, _CUT)}{time}")]
    if to == delegation.manager_id:
        blocks += stem_lines(situation, QuestionAbout.WORK, STEMS)
    blocks.append(actions(*wish_buttons(situation, said)))
    until = f", until {when(said.due_at, situation.person(to).tz)}" if said.due_at else ""
    if not said.is_waited_for:
        until = ", whenever you get to it"
    small = f"Your move{until}: a word to {owner}, who goes on meanwhile and keeps the call."
    return message_about(situation, f"{line} {small}", [*blocks, context(small)])


def _why_the_deputy(situation: Situation, said: Help, to: str) -> str:
    if to == situation.delegation.manager_id or to != asked_for_help(situation, said):
        return ""
    return f"You stand in for {name(situation, Role.MANAGER)}. "
