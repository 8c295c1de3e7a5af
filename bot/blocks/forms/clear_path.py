"""Clear a path: what the manager takes out of the way. Help, and no edit."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.as_question import is_sent_as_it_is, offer_blocks
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.blocks.text import section, shown
from bot.coaching.phrasing import Finding
from bot.domain.help import Help
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is cleared, and whether it goes out as it is written."""

    text: str
    as_it_is: bool


def build(
    situation: Situation, wished: Help | None = None, *, text: str = "", finding: Finding | None = None
) -> View:
    """Return the form; `wished` is what the owner asked for, `finding` what was found in `text` on sending."""
    owner = situation.owner.name
    asked = [section(f"{shown(owner, 80)} asked: “{shown(wished.text, 1_500)}”")] if wished else []
    return modal(
        ViewId.CLEAR_PATH,
        "Clear a path",
        [
            about(situation),
            *asked,
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
        metadata=value_of(situation.delegation.id, wished.id if wished else ""),
    )


def parse(state: Values) -> Clearing:
    """Return what was entered."""
    return Clearing(text_of(state, Field.CLEARS), is_sent_as_it_is(state))
