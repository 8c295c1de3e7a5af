"""Withdraw: the task is gone, with a reason where there is one to give."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import escape, section
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """Why the manager withdraws; "" for no reason given."""

    reason: str


def build(situation: Situation) -> View:
    """Return the form in which the manager withdraws the task."""
    owner = situation.owner.name
    return modal(
        ViewId.WITHDRAW,
        "Withdraw",
        [
            about(situation),
            section(
                f"The task ends here for {escape(owner)}, and they are told. It can be handed over anew."
            ),
            text_input(
                Field.REASON,
                "Reason",
                multiline=True,
                optional=True,
                hint=f"{owner} reads it as you write it.",
                placeholder="Finance no longer needs this month's report.",
            ),
        ],
        submit="Withdraw",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Withdrawing:
    """Return the reason as entered."""
    return Withdrawing(text_of(state, Field.REASON))
