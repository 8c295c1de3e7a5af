"""Object to an intention: a question to begin with, or own words."""

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values
from bot.blocks.forms.as_question import Asking, offer_blocks, question_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, quote, section
from bot.coaching.phrasing import Finding
from bot.coaching.question_bank import objections
from bot.domain.intention import Intention
from bot.domain.situation import Situation


def build(
    situation: Situation, intention: Intention, *, text: str = "", finding: Finding | None = None
) -> View:
    """Return the form in which the manager objects; `finding` is what was found in `text` on sending."""
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
                value=text,
                multiline=True,
                optional=True,
                hint=f"{owner} reads it as you write it, and may bring another intention. It stays their call.",
            ),
            *offer_blocks(finding),
        ],
        submit="Object",
        metadata=value_of(situation.delegation.id, intention.id),
    )


def parse(state: Values) -> Asking:
    """Return the objection: own words where there are any, else the question that was chosen."""
    return question_of(state, objections())
