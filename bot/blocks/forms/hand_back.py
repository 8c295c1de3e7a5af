"""Hand it back: the owner ends a task whose manager has left, with a reason where there is one to give."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import section
from bot.blocks.whose_move import name
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class HandingBack:
    """Why the owner hands it back; "" for no reason given."""

    reason: str


def build(situation: Situation) -> View:
    """Return the form in which the owner hands the task back."""
    gone = name(situation, Role.MANAGER)
    return modal(
        ViewId.HAND_BACK,
        "Hand it back",
        [
            about(situation),
            section(f"{gone} has left, so you can end it here. Somebody else can hand it over anew."),
            text_input(
                Field.REASON,
                "Reason",
                multiline=True,
                optional=True,
                hint="It stays in the history of this task.",
                placeholder="Nobody plans on this report any more.",
            ),
        ],
        submit="Hand it back",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> HandingBack:
    """Return the reason as entered."""
    return HandingBack(text_of(state, Field.REASON))
