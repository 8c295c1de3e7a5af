"""Negotiate: propose other words or another date; the other side sees what differs."""

from dataclasses import dataclass
from typing import Any

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, channel_of, instant_of, text_of, ticked_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import channel_input, checkboxes_input, instant_input, modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import context, escape
from bot.blocks.whose_move import other_of
from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields as proposed, by the brief's names; and whether two checkpoints are to be enough."""

    fields: dict[str, Any]
    without_further_look: bool = False


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
            *_further_look(brief),
        ],
        submit="Propose",
        metadata=value_of(situation.delegation.id, str(situation.delegation.brief_number)),
    )


def parse(state: Values) -> Proposal:
    """Return the proposal as entered; the deadline is None where it was emptied."""
    unticked = Field.EXTRA_AT in state and "keep" not in ticked_of(state, Field.EXTRA_AT)
    return Proposal(
        {
            "deadline": instant_of(state, Field.DEADLINE),
            "outcome": text_of(state, Field.OUTCOME),
            "acceptable_error": text_of(state, Field.ACCEPTABLE_ERROR),
            "minimum_shippable": text_of(state, Field.MINIMUM),
            "team_channel": channel_of(state, Field.TEAM_CHANNEL),
        },
        without_further_look=unticked,
    )


def _further_look(brief: Brief) -> list[Block]:
    """Return the box that keeps a checkpoint beyond the usual two: it takes the owner's consent."""
    if CheckpointKind.EXTRA not in {each.kind for each in brief.checkpoints}:
        return []
    return [
        checkboxes_input(
            Field.EXTRA_AT,
            "More than two checkpoints",
            [("keep", f"A {CheckpointKind.EXTRA.value}, beyond the usual two")],
            ticked={"keep"},
            hint="Unticked, you propose to do without it.",
        )
    ]
