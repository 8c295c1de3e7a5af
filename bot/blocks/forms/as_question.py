"""Ask it as a question? What a form shows when the manager's words order, edit or blame; they can still be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.button_values import number_in
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of, ticked_of
from bot.blocks.inputs import checkboxes_input
from bot.blocks.message import Block
from bot.blocks.text import section, shown
from bot.coaching.phrasing import Finding, Rule


@dataclass(frozen=True, slots=True)
class Asking:
    """The question, ready to be asked; "" where nothing was chosen and nothing written. It may go out as it is."""

    text: str
    as_it_is: bool = False


def offer_blocks(finding: Finding | None) -> list[Block]:
    """Return what was found, the question to ask instead, and the box that sends it anyway; nothing for None."""
    if finding is None:
        return []
    hint = (
        f"*Ask it as a question?* “{shown(finding.words, 100)}” {finding.why} "
        f"For example: {shown(finding.question, 300)}"
    )
    anyway = ((finding.rule.value, "Send it as it is"),)
    return [
        section(hint),
        checkboxes_input(
            Field.AS_IT_IS, "Or", anyway, hint="Seen by you alone; an edit goes into your own record."
        ),
    ]


def is_sent_as_it_is(state: Values) -> bool:
    """Say whether the box was ticked."""
    return bool(ticked_of(state, Field.AS_IT_IS))


def sent_in_spite_of(state: Values) -> str:
    """Return the rule that asked about words which go out as they are; "" where none did."""
    return next((rule for rule in ticked_of(state, Field.AS_IT_IS) if rule in set(Rule)), "")


def question_of(state: Values, stems: Sequence[str]) -> Asking:
    """Return the question: own words where there are any, else the one of `stems` that was chosen."""
    own = text_of(state, Field.QUESTION)
    index = number_in(choice_of(state, Field.STEM) or "")
    if own or index is None or index >= len(stems):
        return Asking(own, is_sent_as_it_is(state))
    return Asking(stems[index])
