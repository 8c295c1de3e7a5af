"""The messages about a yellow flag: to the owner, to the manager, to a deputy, and to whom the owner tells it."""

from collections.abc import Sequence

from bot.blocks.act_buttons import fall_back_button, flag_buttons
from bot.blocks.button_values import value_of
from bot.blocks.flag_lines import answer_in_words, ended, flags_led_to
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import change_line, outcome_line
from bot.blocks.source import link
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, quote, section, when
from bot.blocks.whose_move import name, person_name, zone_of
from bot.coaching.question_bank import script
from bot.domain.flag import Flag, Forward, Reply
from bot.domain.lifecycle import Role, State
from bot.domain.record import Question
from bot.domain.situation import Situation

CALL = "It stays your call."
GOOD_CATCH = "A good catch, however it came out: seen early, and said."
_CUT = 2_000


def flag(situation: Situation, raised: Flag, to: str) -> Message:
    """Return the flag to the user id `to`: the manager, or the deputy, who is told how it comes to them."""
    owner, zone = name(situation, Role.OWNER), situation.person(to).tz
    line = f"{owner} raised a flag {when(raised.raised_at, zone)}, {raised.sureness}:"
    lead = [f"{task_of(situation)}\n{_why_the_deputy(situation, raised, to)}{line}", *_words(raised)]
    until = f"Your move, until {when(raised.answer_due, zone)}: an answer. It stays {owner}'s call."
    return _asking(situation, raised, lead, line, until)


def chase(situation: Situation, raised: Flag, to: str) -> Message:
    """Return the one reminder that the answer is due."""
    owner, zone = name(situation, Role.OWNER), situation.person(to).tz
    line = f"{owner}'s flag of {when(raised.raised_at, zone)} still waits for an answer; one word is enough:"
    until = f"Your move: the answer is due. It stays {owner}'s call."
    return _asking(situation, raised, [f"{task_of(situation)}\n{line}", *_words(raised)], line, until)


def flag_over(situation: Situation, raised: Flag) -> Message:
    """Return what a flag's message becomes once there is nothing to press: what was seen, and what became of it."""
    owner = name(situation, Role.OWNER)
    if raised.reply:
        line = ended(f"{owner}'s flag is answered: {answer_in_words(raised, 1_000)}")
    else:
        line = f"{owner}'s flag ended with the work, not answered. The record keeps it."
    blocks = [section(f"{task_of(situation)}\n{line}"), *_quoted(raised), context("Nothing for you to do.")]
    return message_about(situation, f"{line} Nothing for you to do.", blocks)


def thanks(situation: Situation, raised: Flag, forwards: Sequence[Forward] = ()) -> Message:
    """Return the thanks to the owner, with who owes the answer and until when; edited as the flag goes on."""
    line = f"Thank you. {_owed(situation, raised)} {CALL}"
    tell = button("Tell somebody else", Action.FLAG_FORWARD, value_of(situation.delegation.id, raised.id))
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        *_words_of_mine(raised),
        actions(tell, *fall_back_button(situation)),
    ]
    zone = zone_of(situation, Role.OWNER)
    told = [f"You told {person_name(situation, each.to_id)} {when(each.at, zone)}." for each in forwards[-5:]]
    return message_about(situation, line, [*blocks, *([context(*told)] if told else [])])


def answer(situation: Situation, raised: Flag) -> Message:
    """Return the answer to the owner, where it is not a question: that is a message of its own."""
    who = person_name(situation, raised.answered_by)
    if raised.reply is Reply.PATH_CLEARED:
        line = f"{who} clears a path, for your flag:"
        answered = [section(quote(raised.words, _CUT))]
    else:
        line, answered = f"{who} agrees with what you saw: go on.", []
    small = f"Your move again. {CALL}"
    blocks = [section(f"{task_of(situation)}\n{line}"), *answered, *_words_of_mine(raised), context(small)]
    return message_about(situation, f"{line} {small}", blocks)


def silent(situation: Situation, raised: Flag) -> Message:
    """Return the word to the owner that nobody has answered, and that they need not wait."""
    manager = name(situation, Role.MANAGER)
    asked = f"{manager} twice"
    if raised.deputy_id:
        asked = f"{manager} and {person_name(situation, raised.deputy_id)}, who stands in"
    line = f"Your flag has no answer yet: I have asked {asked}. I ask no more; ring them, or go on as you see fit."
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        *_words_of_mine(raised),
        context(f"Your move. {CALL} The flag stays open."),
    ]
    return message_about(situation, f"{line} Your move. {CALL}", blocks)


def led_to(situation: Situation) -> Message:
    """Return the last word to the owner about their flags, once the after-action has closed; nothing to press."""
    blocks = [section(task_of(situation)), *what_flags_led_to(situation)]
    return message_about(situation, f"It is closed. {GOOD_CATCH}", blocks)


def what_flags_led_to(situation: Situation) -> list[Block]:
    """Return what became of each flag, how it came out and what changes, with the word that it was a good catch.

    No blocks for no flag. It is the owner's alone: the thread praises nobody.
    """
    lines = flags_led_to(situation)
    if not lines:
        return []
    came = [outcome_line(situation.delegation), change_line(situation, situation.agreed)]
    return [
        section("\n".join(lines)),
        section(" ".join(each for each in came if each)),
        context(GOOD_CATCH),
    ]


def forwarded(situation: Situation, forward: Forward) -> Message:
    """Return what the owner tells somebody else, who can do nothing here but read it."""
    owner = name(situation, Role.OWNER)
    line = f"{owner}, who owns this, tells you about something seen early:"
    small = f"Nothing for you to do here. Answer {owner} directly if you like."
    blocks = [section(f"{task_of(situation)}\n{line}"), section(quote(forward.words, _CUT)), context(small)]
    return message_about(situation, f"{line}\n{small}", blocks)


def deputy_reads_answer(situation: Situation, asked: Question) -> Message:
    """Return the owner's answer to a deputy who asked about a flag."""
    owner = name(situation, Role.OWNER)
    blocks = [
        section(f"{task_of(situation)}\nYou asked:\n{quote(asked.text, 1_800)}"),
        section(f"{owner} answers:\n{quote(asked.answer, _CUT)}"),
        context("Nothing for you to do."),
    ]
    return message_about(situation, f"{owner} answered your question. Nothing for you to do.", blocks)


def _asking(situation: Situation, raised: Flag, texts: Sequence[str], lead: str, until: str) -> Message:
    blocks = [section(text) for text in texts]
    blocks += [actions(*flag_buttons(situation, raised)), context(until, script("flag"))]
    return message_about(situation, f"{lead}\n{until}", blocks)


def _why_the_deputy(situation: Situation, raised: Flag, to: str) -> str:
    if to != raised.deputy_id:
        return ""
    manager, owner = name(situation, Role.MANAGER), name(situation, Role.OWNER)
    away = situation.manager.stand_in(situation.now) == to
    why = (
        f"{manager} is away, and you stand in."
        if away
        else f"{manager} has not answered, and named you deputy."
    )
    return f"{why} {owner} owns this work; an answer is due, and the call stays theirs.\n"


def _owed(situation: Situation, raised: Flag) -> str:
    zone, manager = zone_of(situation, Role.OWNER), name(situation, Role.MANAGER)
    if raised.reply:
        who = person_name(situation, raised.answered_by)
        return ended(f"{who} answered: {answer_in_words(raised, 600)}")
    if situation.delegation.state is not State.IN_PROGRESS:
        return "It ended with the work, not answered; the record keeps it as seen early."
    if raised.given_back_at:
        return f"{manager} has not answered yet. The flag stays open."
    until = when(raised.answer_due, zone)
    if raised.deputy_id:
        deputy = person_name(situation, raised.deputy_id)
        return f"{deputy} stands in for {manager}: an answer is due by {until}."
    return f"An answer from {manager} is due by {until}."


def _words(raised: Flag) -> list[str]:
    found = [quote(raised.seen, _CUT)]
    found += [f"Intends:\n{quote(raised.intended, _CUT)}"] if raised.intended else []
    return [*found, *([link(raised.link, "Where it was seen")] if raised.link else [])]


def _words_of_mine(raised: Flag) -> list[Block]:
    intended = f"You intend:\n{quote(raised.intended, 600)}"
    seen = section(f"You saw, {raised.sureness}:\n{quote(raised.seen, 1_200)}")
    return [seen, *([section(intended)] if raised.intended else [])]


def _quoted(raised: Flag) -> list[Block]:
    return [section(quote(raised.seen, 1_200))]
