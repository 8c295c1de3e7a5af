"""What a team wants to be asked about before words go out: kept with its channel."""

from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, ticked_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import checkboxes_input, modal
from bot.blocks.message import View
from bot.blocks.text import section
from bot.coaching.phrasing import Rule
from bot.domain.people import Channel

_RULES: Final = (
    (Rule.EDIT, "Orders and edits: ask it as a question?"),
    (Rule.BLAME, "Blame: what made it look right?"),
    (Rule.HINDSIGHT, "Hindsight: what could be seen then?"),
    (Rule.VAGUE_BAR, "A vague bar: how would it show as wrong?"),
)


def build(channel: Channel) -> View:
    """Return the form with what is asked about now ticked."""
    asked = {rule.value for rule, _ in _RULES if rule not in channel.unasked}
    return modal(
        ViewId.PHRASING,
        "Questions about words",
        [
            section(
                f"Before a manager's words go out, I ask about some of them. In the team of "
                f"<#{channel.channel_id}>, what is worth a question?"
            ),
            checkboxes_input(
                Field.RULES,
                "Ask about",
                [(rule.value, label) for rule, label in _RULES],
                ticked=asked,
                hint="Whoever writes sees it alone, and can always send it as it is. Each can be switched off here.",
            ),
        ],
        submit="Save",
        metadata=value_of(channel.channel_id),
    )


def parse(state: Values) -> frozenset[str]:
    """Return the rules that are not ticked: what the team wants no questions about."""
    ticked = set(ticked_of(state, Field.RULES))
    return frozenset(rule.value for rule, _ in _RULES if rule not in ticked)
