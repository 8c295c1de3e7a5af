"""Measured: how it stood, entered by the owner once it is known."""

from dataclasses import dataclass

from bot.blocks.brief_words import value_in_words
from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, radio_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context
from bot.blocks.whose_move import zone_of
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

_STANDS = (("met", "Met"), ("missed", "Missed"))


@dataclass(frozen=True, slots=True)
class Measuring:
    """The value as typed, or the owner's word where the bar holds no number; "" and None for not known yet."""

    measured: str
    met: bool | None


def build(situation: Situation) -> View:
    """Return the form: a value where the bar holds a number, else the owner's word."""
    delegation = situation.delegation
    bar = value_in_words("acceptable_error", delegation.brief, situation, zone_of(situation, Role.OWNER))
    stood: Block = radio_input(Field.MET, "How did it stand against the bar?", _STANDS)
    if delegation.brief.acceptable_error.limit is not None:
        hint = "In the bar's own unit. Met or missed follows by itself."
        stood = text_input(Field.MEASURED, "Measured value", value=delegation.measured, limit=150, hint=hint)
    blocks: list[Block] = [about(situation), context(f"Bar: {bar}"), stood]
    return modal(ViewId.MEASURED, "Measured", blocks, submit="Record it", metadata=value_of(delegation.id))


def parse(state: Values) -> Measuring:
    """Return what was entered."""
    met = choice_of(state, Field.MET) or ""
    return Measuring(text_of(state, Field.MEASURED), {"met": True, "missed": False}.get(met))
