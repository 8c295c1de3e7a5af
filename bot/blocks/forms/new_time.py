"""A new time: the deadline that the owner proposes, why, and past the deadline a note for those who wait."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal, text_input
from bot.blocks.message import View
from bot.blocks.text import context, when_agreed
from bot.blocks.whose_move import name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class NewTime:
    """The proposed deadline in epoch seconds, None where none was picked; why; and the note."""

    deadline: int | None
    why: str
    note: str


def build(situation: Situation) -> View:
    """Return the form; before the deadline it asks for the time and why, afterwards for a note as well."""
    delegation = situation.delegation
    deadline = delegation.brief.deadline
    is_past = situation.now >= deadline
    manager = name(situation, Role.MANAGER)
    stands = f"due {when_agreed(deadline, zone_of(situation, Role.OWNER))}"
    small = f"{manager} agrees, or asks. Until then it stays {stands}."
    if is_past:
        small = f"It was {stands}. {manager} agrees to a new time, or asks."
    note = text_input(
        Field.NOTE,
        "A note to those who wait",
        multiline=True,
        optional=True,
        hint=f"{situation.manager.name} gets it with the new time, to pass on.",
    )
    return modal(
        ViewId.NEW_TIME,
        "New time",
        [
            about(situation),
            context(small),
            instant_input(
                Field.DEADLINE, "New deadline", value=None if is_past else int(deadline.timestamp())
            ),
            text_input(Field.WHY, "What has changed?", multiline=True),
            *([note] if is_past else []),
        ],
        submit="Propose",
        metadata=value_of(delegation.id),
    )


def parse(state: Values) -> NewTime:
    """Return what was entered."""
    return NewTime(instant_of(state, Field.DEADLINE), text_of(state, Field.WHY), text_of(state, Field.NOTE))
