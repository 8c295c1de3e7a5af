"""Decline: a reason, and it goes back."""

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
class Declining:
    """Why the owner declines."""

    reason: str


def build(situation: Situation) -> View:
    """Return the form that asks the owner for a reason."""
    manager = situation.manager.name
    return modal(
        ViewId.DECLINE,
        "Decline",
        [
            about(situation),
            text_input(
                Field.REASON,
                "What stands in the way?",
                multiline=True,
                hint=f"{manager} reads it as you write it. Would another date or a smaller bar do? "
                "Then Negotiate is the shorter way.",
            ),
        ],
        submit="Decline",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Declining:
    """Return the reason as entered."""
    return Declining(text_of(state, Field.REASON))
