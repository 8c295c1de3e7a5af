"""Answer a flag: with a question, or with what clears a path. Nothing here takes the call from the owner."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms import ask as ask_form
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import escape, quote, section
from bot.domain.flag import Flag
from bot.domain.record import QuestionAbout
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is done about what was seen."""

    words: str


def build_question(situation: Situation, flag: Flag) -> View:
    """Return the form that answers with a question: the one that asks about anything, with the flag in sight."""
    view = ask_form.build(situation, QuestionAbout.FLAG)
    first, *rest = view["blocks"]
    return {
        **view,
        "callback_id": ViewId.FLAG_ASK,
        "private_metadata": value_of(situation.delegation.id, flag.id),
        "blocks": [first, _seen(situation, flag), *rest],
    }


def build_path(situation: Situation, flag: Flag) -> View:
    """Return the form that says what is done to clear the way."""
    return modal(
        ViewId.FLAG_CLEAR,
        "Clear a path",
        [
            about(situation),
            _seen(situation, flag),
            text_input(
                Field.ANSWER,
                "What will you do?",
                multiline=True,
                hint=f"Out of {situation.owner.name}'s way, not in their stead. They read it as you write it.",
                placeholder="I ask finance for the missing export today.",
            ),
        ],
        submit="Say so",
        metadata=value_of(situation.delegation.id, flag.id),
    )


def parse_path(state: Values) -> Clearing:
    """Return what was entered."""
    return Clearing(text_of(state, Field.ANSWER))


def _seen(situation: Situation, flag: Flag) -> Block:
    return section(f"{escape(situation.owner.name)} saw, {flag.sureness}:\n{quote(flag.seen, 1_500)}")
