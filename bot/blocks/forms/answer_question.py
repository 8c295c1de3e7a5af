"""Answer: the owner's answer to a manager's question."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, quote, section
from bot.domain.record import Question
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Answering:
    """The owner's answer."""

    answer: str


def build(situation: Situation, question: Question) -> View:
    """Return the form that answers `question`."""
    manager = situation.manager.name
    return modal(
        ViewId.ANSWER,
        "Answer",
        [
            about(situation),
            section(f"{escape(manager)} asks:\n{quote(question.text, 2_500)}"),
            text_input(
                Field.ANSWER,
                "Your answer",
                multiline=True,
                hint=f"{manager} reads it as you write it. It stays your call.",
            ),
        ],
        submit="Answer",
        metadata=value_of(situation.delegation.id, question.id),
    )


def parse(state: Values) -> Answering:
    """Return the answer as entered."""
    return Answering(text_of(state, Field.ANSWER))
