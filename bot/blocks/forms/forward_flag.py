"""Tell somebody else about a flag, in the owner's own words."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of, user_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input, user_input
from bot.blocks.message import View
from bot.domain.flag import Flag
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell, None for nobody picked, and what."""

    to_id: str | None
    words: str


def build(situation: Situation, flag: Flag) -> View:
    """Return the form; it begins with what was seen, to be put into words for that person."""
    return modal(
        ViewId.FLAG_FORWARD,
        "Tell somebody else",
        [
            about(situation),
            user_input(Field.TOLD, "Whom?", hint="They read it, and can change nothing here."),
            text_input(
                Field.NOTE,
                "In your own words",
                value=flag.seen,
                multiline=True,
                hint="They read this, your name and the task, and nothing else.",
            ),
        ],
        submit="Tell them",
        metadata=value_of(situation.delegation.id, flag.id),
    )


def parse(state: Values) -> Telling:
    """Return what was entered."""
    return Telling(user_of(state, Field.TOLD), text_of(state, Field.NOTE))
