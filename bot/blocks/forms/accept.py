"""Accept: the back-brief, the bar in the owner's own words."""

from dataclasses import dataclass

from bot.blocks.brief_words import value_in_words
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Field, ViewId, value_of
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import section
from bot.blocks.whose_move import zone_of
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Accepting:
    """The owner's restatement."""

    back_brief: str


def build(situation: Situation) -> View:
    """Return the form that asks for the back-brief, the bar in sight."""
    delegation = situation.delegation
    zone = zone_of(situation, Role.OWNER)
    day = f"{delegation.brief.deadline.astimezone(zone):%A}"
    bar = (
        f"*Outcome*  {value_in_words('outcome', delegation.brief, situation, zone)}\n"
        f"*Bar*  {value_in_words('acceptable_error', delegation.brief, situation, zone)}\n"
        f"*Deadline*  {value_in_words('deadline', delegation.brief, situation, zone)}"
    )
    return modal(
        ViewId.ACCEPT,
        "Accept",
        [
            about(situation),
            section(bar),
            text_input(
                Field.BACK_BRIEF,
                f"In your own words: what has to be true on {day}, and what would make you ring "
                f"{situation.manager.name}?",
                multiline=True,
                hint=f"{situation.manager.name} says whether that is it, or asks. Then it is yours.",
            ),
        ],
        submit="Accept",
        metadata=value_of(delegation.id, str(delegation.brief_number)),
    )


def parse(state: Values) -> Accepting:
    """Return the restatement as entered."""
    return Accepting(text_of(state, Field.BACK_BRIEF))
