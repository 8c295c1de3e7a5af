"""Add to the checklist: several lines at once, one on each line; refused where too long, never cut."""

from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import INPUT_CHARACTERS, modal, text_input
from bot.blocks.message import View
from bot.blocks.text import cut
from bot.domain.brief import CHECKLIST_CHARACTERS, CHECKLIST_LINES, tidy, why_not_checklist_line
from bot.domain.document import Document


def checklist_view(draft_id: str, fields: Document) -> View:
    """Return the view that adds lines to the checklist."""
    room = CHECKLIST_LINES - len(fields.get("checklist") or ())
    return modal(
        ViewId.BRIEF_CHECKLIST,
        "Add to the checklist",
        [
            text_input(
                Field.CHECKLIST,
                "Checklist, one line each",
                multiline=True,
                limit=INPUT_CHARACTERS,
                placeholder="Sources agree on the number of accounts",
                hint=f"Room for {max(room, 0)} more, {CHECKLIST_CHARACTERS} characters each. "
                "Ticked when it ships; nothing is forbidden by it.",
            )
        ],
        submit="Add",
        close="Back",
        metadata=draft_id,
    )


def parse_checklist(state: Values) -> tuple[str, ...]:
    """Return the lines entered, each once, without the empty ones."""
    lines = (tidy(line) for line in text_of(state, Field.CHECKLIST).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def why_not_lines(lines: tuple[str, ...], fields: Document) -> dict[str, str]:
    """Return Slack's `errors` for lines that cannot join the checklist; empty where all can or are there."""
    if not lines:
        return {Field.CHECKLIST: why_not_checklist_line("", ()) or ""}
    existing = tuple(fields.get("checklist") or ())
    for line in [each for each in lines if each not in existing]:
        sentence = why_not_checklist_line(line, existing)
        if sentence:
            return {Field.CHECKLIST: f"“{cut(line, 40)}”: {sentence}"}
        existing += (line,)
    return {}
