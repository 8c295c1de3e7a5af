"""I intend to ...: what the owner is about to do, and why."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Intending:
    """What, and why."""

    what: str
    why: str


def build(situation: Situation) -> View:
    """Return the form in which the owner states an intention."""
    return modal(
        ViewId.INTEND,
        "I intend to …",
        [
            about(situation),
            text_input(
                Field.WHAT,
                "I intend to …",
                multiline=True,
                placeholder="… leave the two new accounts out and say so in the report.",
            ),
            text_input(
                Field.WHY,
                "Why?",
                multiline=True,
                hint=f"{situation.manager.name} can object within four working hours. Silence is go.",
            ),
        ],
        submit="Say it",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Intending:
    """Return what was entered."""
    return Intending(text_of(state, Field.WHAT), text_of(state, Field.WHY))
