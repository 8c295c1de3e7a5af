"""Reasons: why it failed, up to three, private until the reveal."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of, ticked_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import checkboxes_input, modal, text_input
from bot.blocks.message import Block, View
from bot.blocks.premortem_messages import question_of, who_reads
from bot.blocks.text import context, section
from bot.domain.premortem import FEW, REASON_CHARACTERS, Premortem, Risk
from bot.domain.situation import Situation

_FIELDS = (Field.REASON_1, Field.REASON_2, Field.REASON_3)
_LABELS = ("Because …", "Because …, a second one", "Because …, a third one")
_NAMED = "named"


@dataclass(frozen=True, slots=True)
class Reasons:
    """What was written, empty ones among it, and whether its author wants to be named."""

    texts: tuple[str, ...]
    with_name: bool


def build(situation: Situation, premortem: Premortem, own: Sequence[Risk] = ()) -> View:
    """Return the form with what its reader has written before."""
    before = [risk.text for risk in own] + [""] * len(_FIELDS)
    named = any(risk.with_name for risk in own)
    blocks: list[Block] = [section(question_of(situation))]
    blocks += [
        text_input(
            field,
            label,
            value=value,
            limit=REASON_CHARACTERS,
            multiline=True,
            optional=True,
        )
        for field, label, value in zip(_FIELDS, _LABELS, before, strict=False)
    ]
    few = len(premortem.people(situation.delegation)) < FEW
    blocks += [
        checkboxes_input(
            Field.WITH_NAME,
            "Your name",
            [(_NAMED, "Show it with my name")],
            ticked={_NAMED} if named else set(),
            hint="Among so few, words can show who wrote them, with or without a name." if few else "",
        ),
        context(who_reads(situation, premortem)),
    ]
    metadata = value_of(situation.delegation.id, str(premortem.number))
    return modal(ViewId.REASONS, "Why?", blocks, submit="Keep", metadata=metadata)


def parse(state: Values) -> Reasons:
    """Return what was written."""
    texts = tuple(text_of(state, field) for field in _FIELDS)
    return Reasons(texts, with_name=_NAMED in ticked_of(state, Field.WITH_NAME))
