"""Take back: the manager steps in, and says why."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.correction_messages import warning_before_taking
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, section, shown
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Why the manager takes it back."""

    reason: str


def build(situation: Situation) -> View:
    """Return the form in which the manager takes the task back, with what it costs in sight.

    Where the correction is in hand, or at night, it says so first; the manager can still go on.
    """
    owner = situation.owner.name
    facts, meaning = warning_before_taking(situation)
    has_shipped = situation.delegation.shipped_at is not None
    what = (
        "It has shipped: you would take over what follows, the correction included. The after-action stays."
        if has_shipped
        else f"The call is {escape(owner)}'s until you take it."
    )
    told = "you take over what follows" if has_shipped else "you took it back"
    return modal(
        ViewId.TAKE_BACK,
        "Take back",
        [
            about(situation),
            *([section(f"*{shown(facts, 1_200)}*\n{shown(meaning, 1_200)}")] if facts else []),
            section(f"{what} A question often does it: what do you see, what do you intend?"),
            text_input(
                Field.REASON,
                "What makes you step in?",
                multiline=True,
                hint=f"Kept for you alone. {owner} is told that {told}; the why is yours to tell.",
            ),
        ],
        submit="Take back anyway" if facts else "Take back",
        close="Leave it with them",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> TakingBack:
    """Return the reason as entered."""
    return TakingBack(text_of(state, Field.REASON))
