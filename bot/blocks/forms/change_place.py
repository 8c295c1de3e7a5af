"""Change where the after-action opens: the owner's choice before accepting."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, channel_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import channel_input, modal
from bot.blocks.message import View
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Placing:
    """The channel; None for a conversation of the two."""

    team_channel: str | None


def build(situation: Situation) -> View:
    """Return the form that names another place, or none."""
    return modal(
        ViewId.CHANGE_PLACE,
        "After-action",
        [
            about(situation),
            channel_input(
                Field.TEAM_CHANNEL,
                "Where does it open?",
                value=situation.delegation.brief.team_channel,
                hint=f"Empty: in a conversation of you and {situation.manager.name} alone.",
            ),
        ],
        submit="Change",
        metadata=value_of(situation.delegation.id),
    )


def parse(state: Values) -> Placing:
    """Return the channel chosen."""
    return Placing(channel_of(state, Field.TEAM_CHANNEL))
