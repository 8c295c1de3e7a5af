"""One line for whoever does this next: a form of its own after luck, and an input of forms that ask for more."""

from collections.abc import Sequence
from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import quote, section
from bot.domain.review import LESSON_CHARACTERS, Note, lucky_in
from bot.domain.situation import Situation

AFTER_LUCK: Final = "Luck is a near miss: one line keeps it for the next time. It stands in the closing."
_QUOTED, _QUOTED_CHARACTERS = 3, 800


def lesson_input(situation: Situation, *, optional: bool = True, hint: str = "") -> Block:
    """Return the input for the lesson, with the line that there is already."""
    return text_input(
        Field.LESSON,
        "One line for whoever does this next",
        value=situation.review.lesson if situation.review else "",
        limit=LESSON_CHARACTERS,
        optional=optional,
        hint=hint,
        placeholder="Count accounts before you trust totals.",
    )


def build(situation: Situation, notes: Sequence[Note] = ()) -> View:
    """Return the form for the line alone. `notes` are the shared ones: where luck helped is shown."""
    luck = [quote(note.text, _QUOTED_CHARACTERS) for note in lucky_in(notes)[:_QUOTED]]
    return modal(
        ViewId.LESSON,
        "One line of lesson",
        [
            about(situation),
            *([section("Where there was luck:\n" + "\n".join(luck))] if luck else []),
            lesson_input(situation, optional=False, hint=AFTER_LUCK),
        ],
        submit="Keep",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> str:
    """Return the line that was entered."""
    return text_of(state, Field.LESSON)
