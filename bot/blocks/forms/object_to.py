"""Object to an intention: a question to begin with, or own words."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, quote, section
from bot.coaching.question_bank import objections
from bot.domain.intention import Intention
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Objecting:
    """What speaks against it; "" where nothing was chosen and nothing written."""

    words: str


def build(situation: Situation, intention: Intention) -> View:
    """Return the form in which the manager objects."""
    owner = situation.owner.name
    stems = [(str(index), stem) for index, stem in enumerate(objections())]
    return modal(
        ViewId.OBJECT,
        "Object",
        [
            about(situation),
            section(f"{escape(owner)} intends to:\n{quote(intention.what, 1_500)}"),
            radio_input(Field.STEM, "A question to begin with", stems, optional=True),
            text_input(
                Field.QUESTION,
                "Or in your own words",
                multiline=True,
                optional=True,
                hint=f"{owner} reads it as you write it, and may bring another intention. It stays their call.",
            ),
        ],
        submit="Object",
        metadata=value_of(situation.delegation.id, intention.id),
    )


def parse(state: Values) -> Objecting:
    """Return the objection: own words where there are any, else the question that was chosen."""
    own = text_of(state, Field.QUESTION)
    index = choice_of(state, Field.STEM) or ""
    if own or not (index.isascii() and index.isdigit()) or int(index) >= len(objections()):
        return Objecting(own)
    return Objecting(objections()[int(index)])
