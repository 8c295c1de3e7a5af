"""Keep doing: the first of the two taps after a clean delivery."""

from dataclasses import dataclass

from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Field, ViewId, value_of
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Keeping:
    """What to keep doing."""

    keep: str


def build(situation: Situation, written: str = "") -> View:
    """Return the form; `written` is what this person said before."""
    return modal(
        ViewId.KEEP,
        "Keep doing",
        [
            about(situation),
            text_input(
                Field.KEEP,
                "What made it go well, and stays?",
                value=written,
                multiline=True,
                hint="Shown in the thread with your name.",
            ),
        ],
        submit="Keep",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Keeping:
    """Return what was entered."""
    return Keeping(text_of(state, Field.KEEP))
