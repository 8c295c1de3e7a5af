"""Ask for help: think with me (one block of time), or clear a path (many small things)."""

from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.forms.subject import about
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import Block, View
from bot.domain.help import HelpKind
from bot.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Wishing:
    """What the owner wants help with, and the block of time that they have in mind; "" for none."""

    text: str
    block: str


def build(situation: Situation, kind: HelpKind) -> View:
    """Return the form for one of the two kinds of help."""
    manager = situation.manager.name
    hint = f"{manager} reads it in private. You keep the call."
    thinks = kind is HelpKind.THINK
    label = "What do you want to think through?" if thinks else "What stands in the way? One thing a line."
    blocks: list[Block] = [about(situation), text_input(Field.HELP, label, multiline=True, hint=hint)]
    if thinks:
        blocks.append(
            text_input(
                Field.BLOCK_OF_TIME,
                "How long, and when?",
                limit=150,
                optional=True,
                placeholder="Half an hour, tomorrow morning",
            )
        )
    title = "Think with me" if thinks else "Clear a path for me"
    return modal(ViewId.HELP, title, blocks, submit="Ask", metadata=value_of(situation.delegation.id, kind))


def parse(state: Values) -> Wishing:
    """Return what was entered."""
    return Wishing(text_of(state, Field.HELP), text_of(state, Field.BLOCK_OF_TIME))
