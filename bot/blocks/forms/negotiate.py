"""Negotiate: propose other words or another date; the other side sees what differs."""

from dataclasses import dataclass
from typing import Any

from bot.blocks.form_values import Values, channel_of, instant_of, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import Field, ViewId, value_of
from bot.blocks.inputs import channel_input, instant_input, modal, text_input
from bot.blocks.message import View
from bot.blocks.text import context, escape
from bot.blocks.whose_move import other_of
from bot.domain.brief import Brief
from bot.domain.document import to_document
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields as proposed, by the brief's names."""

    fields: dict[str, Any]

    def changed(self, brief: Brief) -> dict[str, Any]:
        """Return only what differs from `brief`."""
        now = to_document(brief)
        return {field: value for field, value in self.fields.items() if value != now[field]}


def build(situation: Situation, role: Role) -> View:
    """Return the form, filled with the version on the table."""
    brief = situation.delegation.brief
    other = situation.manager if other_of(role) is Role.MANAGER else situation.owner
    return modal(
        ViewId.NEGOTIATE,
        "Negotiate",
        [
            about(situation),
            context(f"{escape(other.name)} sees what differs, and answers it."),
            instant_input(Field.DEADLINE, "Deadline", value=int(brief.deadline.timestamp())),
            text_input(Field.OUTCOME, "Outcome", value=brief.outcome, multiline=True),
            text_input(Field.ACCEPTABLE_ERROR, "Acceptable error", value=brief.acceptable_error.text),
            text_input(
                Field.MINIMUM,
                "Minimum shippable",
                value=brief.minimum_shippable,
                multiline=True,
                optional=True,
            ),
            channel_input(Field.TEAM_CHANNEL, "Team channel", value=brief.team_channel),
        ],
        submit="Propose",
        metadata=value_of(situation.delegation.id, str(situation.delegation.brief_number)),
    )


def parse(state: Values) -> Proposal:
    """Return the proposal as entered; the deadline is None where it was emptied."""
    return Proposal(
        {
            "deadline": instant_of(state, Field.DEADLINE),
            "outcome": text_of(state, Field.OUTCOME),
            "acceptable_error": text_of(state, Field.ACCEPTABLE_ERROR),
            "minimum_shippable": text_of(state, Field.MINIMUM),
            "team_channel": channel_of(state, Field.TEAM_CHANNEL),
        }
    )
