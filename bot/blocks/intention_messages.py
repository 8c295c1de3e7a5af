"""The messages about "I intend to ...": to the manager, who may object, and back to the owner."""

from bot.blocks.act_buttons import intention_buttons
from bot.blocks.message import Message
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, context, one_line, quote, section, when
from bot.blocks.whose_move import NOTHING, name, person_name
from bot.domain.intention import Intention, Verdict
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

_CUT = 2_000


def intention(situation: Situation, stated: Intention, to: str) -> Message:
    """Return what the owner intends to the user id `to`: the manager, or whoever stands in for them."""
    owner, manager = name(situation, Role.OWNER), name(situation, Role.MANAGER)
    line = f"{owner} intends to:"
    deputy = f"{manager} is away, and you stand in. " if to == stated.deputy_id else ""
    until = when(stated.until, situation.person(to).tz)
    small = f"Your move, until {until}. Say nothing, and it is go then."
    blocks = [
        section(f"{task_of(situation)}\n{deputy}{line}"),
        section(quote(stated.what, _CUT)),
        section(f"Why:\n{quote(stated.why, _CUT)}"),
        actions(*intention_buttons(situation, stated)),
        context(small),
    ]
    return message_about(situation, f"{deputy}{line}\n{small}", blocks)


def intention_over(situation: Situation, stated: Intention) -> Message:
    """Return what the message becomes once there is nothing to object to any more."""
    owner = name(situation, Role.OWNER)
    line = {
        Verdict.AGREED: "Fine, go on: the owner knows.",
        Verdict.OBJECTED: f"Objected: “{one_line(stated.words, 1_000)}”",
        Verdict.SILENCE: "Nobody objected, so it is go.",
        None: "It ended with the work.",
    }[stated.verdict]
    blocks = [
        section(f"{task_of(situation)}\n{owner} intended to:\n{quote(stated.what, _CUT)}"),
        section(line),
        context(NOTHING),
    ]
    return message_about(situation, f"{line} {NOTHING}", blocks)


def intention_answer(situation: Situation, stated: Intention) -> Message:
    """Return to the owner how it came out: go, or an objection, and that the call stays theirs."""
    who = person_name(situation, stated.settled_by)
    mine = section(f"You intend to:\n{quote(stated.what, 1_200)}")
    if stated.verdict is Verdict.OBJECTED:
        line = f"{who} objects:"
        small = "It stays your call: bring another intention, or talk it over."
        blocks = [section(f"{task_of(situation)}\n{line}"), section(quote(stated.words, _CUT)), mine]
    else:
        line = f"{who} says: fine, go on." if stated.verdict is Verdict.AGREED else "Nobody objected. Go."
        small = "Your move again. It stays your call."
        blocks = [section(f"{task_of(situation)}\n{line}"), mine]
    return message_about(situation, f"{line} {small}", [*blocks, context(small)])
