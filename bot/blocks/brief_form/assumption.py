"""Add an assumption: what has to hold for the bar to make sense, looked at again in the after-action."""

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, text_input
from bot.blocks.message import View
from bot.domain.brief import ASSUMPTIONS, is_blank, why_not_text
from bot.domain.document import Document


def assumption_view(draft_id: str, fields: Document) -> View:
    """Return the view that adds one assumption."""
    room = max(ASSUMPTIONS - len(fields.get("assumptions") or ()), 0)
    return modal(
        ViewId.BRIEF_ASSUMPTION,
        "Add an assumption",
        [
            text_input(
                Field.ASSUMPTION,
                "What do we take for granted?",
                multiline=True,
                placeholder="Both exports are complete by Monday.",
                hint=f"The after-action looks at it again. Room for {room} more.",
            )
        ],
        submit="Add",
        close="Back",
        metadata=draft_id,
    )


def parse_assumption(state: Values) -> str:
    """Return the assumption as entered."""
    return text_of(state, Field.ASSUMPTION)


def why_not_assumption(assumption: str, fields: Document) -> dict[str, str]:
    """Return Slack's `errors` for an assumption that cannot join the draft; empty where it can."""
    if is_blank(assumption):
        return {Field.ASSUMPTION: "Write the assumption first."}
    held = fields.get("assumptions") or ()
    if len(held) >= ASSUMPTIONS and assumption not in held:
        return {Field.ASSUMPTION: f"A brief holds {ASSUMPTIONS} assumptions. Take one out first."}
    sentence = why_not_text(assumption)
    return {Field.ASSUMPTION: sentence} if sentence else {}
