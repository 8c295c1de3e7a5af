"""Flags and intentions in a line each: as cards list them, and as an after-action opens with them."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.blocks.brief_words import length_of
from bot.blocks.message import Block
from bot.blocks.text import escape, one_line, quote, section, when
from bot.blocks.whose_move import name, person_name
from bot.domain.flag import Flag, Reply
from bot.domain.intention import Intention, Verdict
from bot.domain.lifecycle import Role, State
from bot.domain.situation import Situation

_ON_A_CARD = 3
_IN_THE_OPENING = 5
_CUT = 250


def flag_lines(situation: Situation, zone: tzinfo) -> list[str]:
    """Return the latest flags with what became of each, the open ones first, for either card."""
    latest = sorted(reversed(situation.flags), key=lambda flag: not flag.is_open)
    lines = [f"*Flag*  {_seen(flag)}{_became(flag, situation, zone)}" for flag in latest[:_ON_A_CARD]]
    return [*lines, *_more(len(latest) - _ON_A_CARD, "flag")]


def intention_lines(situation: Situation, zone: tzinfo) -> list[str]:
    """Return the open intentions and the latest settled one, for either card."""
    settled = [each for each in situation.intentions if not each.is_open][-1:]
    shown = [*situation.open_intentions, *settled][:_ON_A_CARD]
    return [f"*Intention*  {one_line(each.what, _CUT)} · {_came_out(each, zone)}" for each in shown]


def seen_by_the_owner(situation: Situation, flag: Flag) -> Block:
    """Return what the owner saw, as the forms that answer it quote it."""
    return section(f"{escape(situation.owner.name)} saw, {flag.sureness}:\n{quote(flag.seen, 1_500)}")


def flags_in_the_opening(situation: Situation) -> list[str]:
    """Return what an after-action opens with: how many flags, and of each what was seen and what became of it.

    No line for none. Nobody is named: who was slow is not for the thread.
    """
    flags = situation.flags
    if not flags:
        return []
    if len(flags) == 1:
        return [f"One flag, {_outcome(flags[0])}: {_quoted(flags[0])}"]
    lines = [f"{_outcome(flag)}: {_quoted(flag)}" for flag in flags[:_IN_THE_OPENING]]
    return [
        f"{len(flags)} flags:",
        *(f"• {line[0].upper()}{line[1:]}" for line in lines),
        *_more(len(flags) - _IN_THE_OPENING, "flag"),
    ]


def flags_led_to(situation: Situation) -> list[str]:
    """Return what the owner's flags led to, a heading first, each with its answer; no line for none, and no count."""
    flags = situation.flags
    if not flags:
        return []
    lines = [f"• “{one_line(flag.seen, _CUT)}” {_answered(flag)}" for flag in flags[:_IN_THE_OPENING]]
    further = ["• The others are in the thread of the after-action."] if len(flags) > _IN_THE_OPENING else []
    heading = "What your flag led to:" if len(flags) == 1 else "What your flags led to:"
    return [heading, *lines, *further]


def answer_in_words(flag: Flag, limit: int = _CUT) -> str:
    """Return what the answer was, without saying whose; "" while there is none."""
    words = f"“{one_line(flag.words, limit)}”"
    return {
        Reply.ASKED: f"asked: {words}",
        Reply.PATH_CLEARED: f"a path cleared: {words}",
        Reply.AGREED: "agreed, go on",
        None: "",
    }[flag.reply]


def ended(line: str) -> str:
    """Return `line` with a full stop, unless it closes with somebody's words that have an end of their own."""
    return line if line.endswith((".”", "?”", "!”", "…”")) else f"{line}."


def _seen(flag: Flag) -> str:
    return f"{one_line(flag.seen, _CUT)} ({flag.sureness})"


def _quoted(flag: Flag) -> str:
    answer = f" {ended(_capital(answer_in_words(flag)))}" if flag.reply else ""
    return f"“{one_line(flag.seen, _CUT)}”, {flag.sureness}.{answer}"


def _answered(flag: Flag) -> str:
    words = _capital(answer_in_words(flag)) if flag.reply else "It shipped before there was an answer"
    return ended(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _became(flag: Flag, situation: Situation, zone: tzinfo) -> str:
    if flag.reply:
        return f" · {answer_in_words(flag)}"
    if situation.delegation.state is not State.IN_PROGRESS:
        return " · not answered"
    if flag.given_back_at:
        return " · no answer yet"
    who = person_name(situation, flag.deputy_id) if flag.deputy_id else name(situation, Role.MANAGER)
    return f" · {who}'s answer is due {when(flag.answer_due, zone)}"


def _outcome(flag: Flag) -> str:
    took = flag.answered_after
    return f"answered in {length_of(took)}" if took is not None else "not answered"


def _came_out(intention: Intention, zone: tzinfo) -> str:
    return {
        None: f"go at {when(intention.until, zone)}, unless somebody objects",
        Verdict.AGREED: "fine, go on",
        Verdict.OBJECTED: f"objected: “{one_line(intention.words, _CUT)}”",
        Verdict.SILENCE: "nobody objected",
    }[intention.verdict]


def _more(hidden: int, what: str) -> Sequence[str]:
    return [f"And {hidden} more {what}{'' if hidden == 1 else 's'}."] if hidden > 0 else []
