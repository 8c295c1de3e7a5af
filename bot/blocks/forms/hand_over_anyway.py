"""Hand over anyway: the task whose rehearsal came to nothing, for a reason, and with a deadline that still holds."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of, text_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context, one_line
from bot.domain.lifecycle import State
from bot.domain.rehearsal import rehearsed_task
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Why it goes as it is, and by when (epoch seconds); None where no time was picked."""

    reason: str
    deadline: int | None


def build(situation: Situation, deadline: int | None) -> View:
    """Return the form; `deadline` is the task's, in epoch seconds, or None where it has passed."""
    delegation = situation.delegation
    reason: list[Block] = [
        text_input(
            Field.OVERRIDE,
            "It goes as it is, because",
            multiline=True,
            hint=f"{situation.owner.name} sees your reason, and the after-action begins with it.",
        )
    ]
    return modal(
        ViewId.HAND_OVER_ANYWAY,
        "Hand over",
        [
            context(f"*{one_line(rehearsed_task(delegation.brief), 600)}*"),
            *(reason if delegation.state is not State.CLOSED else []),
            instant_input(Field.DEADLINE, "Deadline", value=deadline),
        ],
        submit="Hand over",
        metadata=value_of(delegation.id),
    )


def parse(state: Values) -> HandingOver:
    """Return the reason and the deadline as entered."""
    return HandingOver(text_of(state, Field.OVERRIDE), instant_of(state, Field.DEADLINE))
