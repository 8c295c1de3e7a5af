"""Correct: a miss that shows later, recorded by the owner or on behalf of those who found it."""

from dataclasses import dataclass

from bot.blocks.brief_words import value_in_words
from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of, ticked_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import checkboxes_input, modal, radio_input, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context
from bot.blocks.whose_move import zone_of
from bot.domain.delegation import FoundBy
from bot.domain.lifecycle import Role, State
from bot.domain.situation import Situation

_FOUND_BY = ((FoundBy.OWNER, "I found it"), (FoundBy.OTHERS, "Somebody else found it"))


@dataclass(frozen=True, slots=True)
class Correcting:
    """What was wrong, the measured or corrected value, who found it, and whether to look at it together again."""

    what: str
    measured: str
    found_by: FoundBy
    second_review: bool


def build(situation: Situation, role: Role) -> View:
    """Return the form that records a miss, for the owner or for the manager."""
    delegation = situation.delegation
    bar = value_in_words("acceptable_error", delegation.brief, situation, zone_of(situation, role))
    blocks: list[Block] = [
        about(situation),
        context(f"Bar: {bar}"),
        text_input(Field.WHAT, "What was wrong?", multiline=True, hint="What it was, not who."),
        text_input(
            Field.MEASURED,
            "Measured or corrected value",
            limit=150,
            optional=True,
            hint="In the bar's own unit. Empty: not known yet.",
        ),
    ]
    if role is Role.OWNER:
        blocks.append(radio_input(Field.FOUND_BY, "Who saw it first?", _FOUND_BY, chosen=FoundBy.OWNER))
    else:
        blocks.append(context("It is recorded as found by others. The correction stays the owner's."))
    if delegation.state is State.CLOSED:
        again = (("again", "Look at it together once more, shortly"),)
        blocks.append(checkboxes_input(Field.SECOND_REVIEW, "After-action", again))
    return modal(ViewId.CORRECT, "Correct", blocks, submit="Record it", metadata=value_of(delegation.id))


def parse(state: Values, role: Role) -> Correcting:
    """Return what was entered; what a manager records is always found by others."""
    by_owner = role is Role.OWNER and choice_of(state, Field.FOUND_BY) != FoundBy.OTHERS
    return Correcting(
        what=text_of(state, Field.WHAT),
        measured=text_of(state, Field.MEASURED),
        found_by=FoundBy.OWNER if by_owner else FoundBy.OTHERS,
        second_review=bool(ticked_of(state, Field.SECOND_REVIEW)),
    )
