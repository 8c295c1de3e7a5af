"""Change the brief: the negotiation's form, once the brief is accepted, and whom each trigger goes to.

The owner's word decides.
"""

from dataclasses import dataclass
from typing import Any

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, user_of
from bot.blocks.forms import negotiate
from bot.blocks.ids import ViewId
from bot.blocks.inputs import user_input
from bot.blocks.message import Block, View
from bot.blocks.text import cut, plain
from bot.domain.brief import TRIGGERS
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

_LABEL = 150


@dataclass(frozen=True, slots=True)
class Changing:
    """The fields as proposed, by the brief's names, and whom each of its triggers goes to, "" for nobody picked."""

    fields: dict[str, Any]
    goes_to: tuple[str, ...]


def build(situation: Situation) -> View:
    """Return the form, filled with the brief as agreed; whoever has left is not suggested again."""
    view = negotiate.build(situation, Role.MANAGER)
    return view | {
        "callback_id": ViewId.CHANGE_BRIEF,
        "title": plain("Change the brief"),
        "blocks": [*view["blocks"], *_whom_to_page(situation)],
    }


def parse(state: Values) -> Changing:
    """Return what was entered."""
    asked = [_block_of(place) for place in range(TRIGGERS) if _block_of(place) in state]
    goes_to = tuple(user_of(state, block) or "" for block in asked)
    return Changing(negotiate.parse(state).fields, goes_to)


def _whom_to_page(situation: Situation) -> list[Block]:
    blocks = []
    for place, trigger in enumerate(situation.delegation.brief.triggers):
        person = situation.person(trigger.goes_to)
        label = f"Trigger ({cut(' '.join(trigger.condition.split()), _LABEL)}): it goes to"
        blocks.append(
            user_input(_block_of(place), label, value=None if person.is_deleted else person.user_id)
        )
    return blocks


def _block_of(place: int) -> str:
    return f"{Field.GOES_TO}.{place}"
