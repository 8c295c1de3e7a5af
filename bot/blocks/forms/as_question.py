"""Ask it as a question? What a form shows when the manager's words order, edit or blame; they can still be sent."""

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, ticked_of
from bot.blocks.inputs import checkboxes_input
from bot.blocks.message import Block
from bot.blocks.text import section, shown
from bot.coaching.phrasing import Finding


def offer_blocks(finding: Finding | None) -> list[Block]:
    """Return what was found, the question to ask instead, and the box that sends it anyway; nothing for None."""
    if finding is None:
        return []
    hint = (
        f"*Ask it as a question?* “{shown(finding.words, 100)}” takes a little of the call away. "
        f"For example: {shown(finding.question, 300)}"
    )
    anyway = (("as_it_is", "Send it as it is"),)
    return [
        section(hint),
        checkboxes_input(
            Field.AS_IT_IS, "Or", anyway, hint="Seen by you alone; an edit goes into your own record."
        ),
    ]


def is_sent_as_it_is(state: Values) -> bool:
    """Say whether the box was ticked."""
    return bool(ticked_of(state, Field.AS_IT_IS))
