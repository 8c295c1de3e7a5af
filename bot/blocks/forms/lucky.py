"""Anything lucky: the second of the two taps after a clean delivery. A yes is a near miss worth a lesson."""

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
class BeingLucky:
    """Where luck helped, and what that is worth to whoever does this next; "" where nothing was written."""

    lucky: str
    lesson: str


def build(situation: Situation, written: str = "") -> View:
    """Return the form; `written` is what this person said before."""
    return modal(
        ViewId.LUCKY,
        "Anything lucky?",
        [
            about(situation),
            text_input(
                Field.LUCKY,
                "Where were we lucky?",
                value=written,
                multiline=True,
                hint="What went well though nothing made it so. Shown in the thread with your name.",
            ),
            lesson.lesson_input(situation, hint=lesson.AFTER_LUCK),
        ],
        submit="Keep",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> BeingLucky:
    """Return what was entered."""
    return BeingLucky(text_of(state, Field.LUCKY), lesson.parse(state))
