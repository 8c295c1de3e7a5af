"""Take back: the manager steps in, and says why."""

from dataclasses import dataclass

from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Field, ViewId, value_of
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, section
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Why the manager takes it back."""

    reason: str


def build(situation: Situation) -> View:
    """Return the form in which the manager takes the task back, with what it costs in sight."""
    owner = situation.owner.name
    return modal(
        ViewId.TAKE_BACK,
        "Take back",
        [
            about(situation),
            section(
                f"The call is {escape(owner)}'s until you take it. A question often does it: "
                "what do you see, what do you intend?"
            ),
            text_input(
                Field.REASON,
                "What makes you step in?",
                multiline=True,
                hint=f"Kept for you alone. {owner} is told that you took it back; the why is yours to tell.",
            ),
        ],
        submit="Take back",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> TakingBack:
    """Return the reason as entered."""
    return TakingBack(text_of(state, Field.REASON))
