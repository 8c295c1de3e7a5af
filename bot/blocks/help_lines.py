"""Wishes for help in a line each, as both cards list them while they wait."""

from datetime import tzinfo
from typing import Final

from bot.blocks.text import one_line, when
from bot.blocks.whose_move import asked_for_help, person_name
from bot.domain.help import Help, HelpKind
from bot.domain.situation import Situation

_WHAT: Final = {HelpKind.THINK: "Think with me", HelpKind.CLEAR: "Clear a path for me"}
_ON_A_CARD: Final = 3
_CUT: Final = 250


def wish_lines(situation: Situation, zone: tzinfo) -> list[str]:
    """Return the open wishes, the earliest first, each with whose answer is due when."""
    wishes = situation.open_wishes
    lines = [
        f"*{_WHAT[wish.kind]}*  {one_line(wish.text, _CUT)} · {_answer_due(wish, situation, zone)}"
        for wish in wishes[:_ON_A_CARD]
    ]
    hidden = len(wishes) - _ON_A_CARD
    return [*lines, *([f"And {hidden} more."] if hidden > 0 else [])]


def _answer_due(wish: Help, situation: Situation, zone: tzinfo) -> str:
    if wish.due_at is None or not wish.is_waited_for:
        return "no answer yet"
    who = person_name(situation, asked_for_help(situation, wish))
    return f"{who}'s answer is due {when(wish.due_at, zone)}"
