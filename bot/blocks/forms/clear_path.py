"""Clear a path: what the manager takes out of the way. Help, and no edit."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.flag_lines import seen_by_the_owner
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.as_question import is_sent_as_it_is, offer_blocks
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import section, shown
from bot.coaching.phrasing import Finding
from bot.domain.flag import Flag
from bot.domain.help import Help
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is cleared, and whether it goes out as it is written."""

    text: str
    as_it_is: bool


def build(
    situation: Situation,
    answered: Help | Flag | None = None,
    *,
    text: str = "",
    finding: Finding | None = None,
) -> View:
    """Return the form.

    `answered` is the wish or the flag that it answers, `finding` what was found in `text` on sending.
    """
    owner = situation.owner.name
    return modal(
        ViewId.FLAG_CLEAR if isinstance(answered, Flag) else ViewId.CLEAR_PATH,
        "Clear a path",
        [
            about(situation),
            *_said(situation, answered),
            text_input(
                Field.CLEARS,
                "What will you clear out of the way?",
                value=text,
                multiline=True,
                hint=f"{owner} reads it in private, and keeps the call.",
                placeholder="I will get you access to the October export by noon.",
            ),
            *offer_blocks(finding),
        ],
        submit="Send",
        metadata=value_of(situation.delegation.id, answered.id if answered else ""),
    )


def parse(state: Values) -> Clearing:
    """Return what was entered."""
    return Clearing(text_of(state, Field.CLEARS), is_sent_as_it_is(state))


def _said(situation: Situation, answered: Help | Flag | None) -> list[Block]:
    if answered is None:
        return []
    if isinstance(answered, Flag):
        return [seen_by_the_owner(situation, answered)]
    return [section(f"{shown(situation.owner.name, 80)} asked: “{shown(answered.text, 1_500)}”")]
