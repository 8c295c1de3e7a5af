"""Keep doing: the first of the two taps after a clean delivery; with the second one's line it is both."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms import lesson
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Keeping:
    """What to keep doing, where luck helped, and a line about it; the latter two are "" where nothing was written."""

    keep: str
    lucky: str
    lesson: str


def build(situation: Situation, written: str = "", lucky: str = "") -> View:
    """Return the form; `written` and `lucky` are what this person said before."""
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
            ),
            text_input(
                Field.LUCKY,
                "Where were we lucky?",
                value=lucky,
                multiline=True,
                optional=True,
                hint="Both are shown in the thread with your name. With both it is closed.",
            ),
            lesson.lesson_input(situation, hint=lesson.AFTER_LUCK),
        ],
        submit="Keep",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Keeping:
    """Return what was entered."""
    return Keeping(text_of(state, Field.KEEP), text_of(state, Field.LUCKY), lesson.parse(state))
