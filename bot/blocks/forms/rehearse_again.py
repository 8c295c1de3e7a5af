"""Rehearse again: the same practice round, with another deadline."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal
from bot.blocks.message import View
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class RehearsingAgain:
    """When the next rehearsal is due, in epoch seconds; None where no time was picked."""

    deadline: int | None


def build(situation: Situation, deadline: int | None) -> View:
    """Return the form; `deadline` is a time that would do, in epoch seconds."""
    return modal(
        ViewId.REHEARSE_AGAIN,
        "Rehearse again",
        [
            about(situation),
            instant_input(
                Field.REHEARSAL_DEADLINE,
                "Rehearsal done by",
                value=deadline,
                hint=f"{situation.owner.name} is offered it anew, and the task itself waits for it.",
            ),
        ],
        submit="Rehearse again",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> RehearsingAgain:
    """Return the time as entered."""
    return RehearsingAgain(instant_of(state, Field.REHEARSAL_DEADLINE))
