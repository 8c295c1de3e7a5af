"""Fall back to the minimum: what would ship then, and why, in a line that may stay empty."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import context, quote, section
from bot.blocks.whose_move import name
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class FallingBack:
    """Why the minimum is proposed; may be empty."""

    why: str


def build(situation: Situation) -> View:
    """Return the form, with the minimum as it was agreed."""
    delegation = situation.delegation
    manager = name(situation, Role.MANAGER)
    return modal(
        ViewId.FALL_BACK,
        "Fall back to the minimum",
        [
            about(situation),
            section(f"What ships then:\n{quote(delegation.brief.minimum_shippable or '…', 2_400)}"),
            text_input(Field.WHY, "What puts the rest at risk?", multiline=True, optional=True),
            context(f"{manager} agrees, or asks. Until then it stays as agreed."),
        ],
        submit="Propose",
        metadata=value_of(delegation.id),
    )


def parse(state: Values) -> FallingBack:
    """Return the reason as entered."""
    return FallingBack(text_of(state, Field.WHY))
