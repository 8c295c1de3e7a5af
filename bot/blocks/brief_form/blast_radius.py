"""Step 2 of the brief: how far a mistake would reach. Everything here is optional, and the verdict follows along."""

from typing import Any

from bot.blocks.blast_radius import RADIUS_QUESTIONS, verdict_line
from bot.blocks.brief_form.frame import step
from bot.blocks.button_values import value_of
from bot.blocks.fields import VERDICT, Field
from bot.blocks.form_values import Values, choice_of, text_of, ticked_of
from bot.blocks.ids import RADIUS_ACTIONS, Action, ViewId
from bot.blocks.inputs import checkboxes, select, text_input
from bot.blocks.message import Block, View
from bot.blocks.text import actions, button, one_line, section
from bot.domain.acceptable_error import understand
from bot.domain.document import Document, blast_radius_from

_BOUND = (("bound", "Bound by law, contract or audit"),)


def blast_step(draft_id: str, fields: Document) -> View:
    """Return step 2: what was understood of the bar, the verdict, and the questions that it follows from.

    The menus stand beside sections and not in inputs, so that each choice is reported and the verdict can move.
    """
    blocks: list[Block] = [
        section(_understood(fields.get("acceptable_error") or ""), block_id="understood"),
        section(verdict_line(blast_radius_from(fields)), block_id=VERDICT),
        *(
            section(
                question.label,
                select(
                    RADIUS_ACTIONS[question.field],
                    question.choices,
                    fields.get(question.field),
                    "Not sure yet",
                ),
                block_id=question.field,
            )
            for question in RADIUS_QUESTIONS
        ),
        actions(
            checkboxes(
                Action.COMPLIANCE, _BOUND, {"bound"} if fields.get("compliance_bound") else frozenset()
            ),
            block_id=Field.COMPLIANCE,
        ),
        text_input(
            Field.ROLLBACK_NOTE,
            "Rollback, in one line",
            value=fields.get("rollback_note") or "",
            optional=True,
            placeholder="Resend a corrected sheet.",
        ),
        actions(button("Back", Action.BACK_TO_BAR, value_of(draft_id)), block_id="back"),
    ]
    return step(ViewId.BRIEF_BLAST, 2, draft_id, blocks, submit="Next")


def parse_blast(state: Values) -> dict[str, Any]:
    """Return the answers as given; None where a question was passed over."""
    answers: dict[str, Any] = {
        question.field: _known(choice_of(state, question.field), question.choices)
        for question in RADIUS_QUESTIONS
    }
    return answers | {
        "compliance_bound": bool(ticked_of(state, Field.COMPLIANCE)),
        "rollback_note": text_of(state, Field.ROLLBACK_NOTE),
    }


def _understood(line: str) -> str:
    if not line:
        return "How wrong it may be is still open."
    error = understand(line)
    if error.limit is None:
        return f"I keep it in your words: {one_line(error.text, 2_500)}"
    words = error.in_words
    if error.measure:
        words = f"{error.measure}, {words.removeprefix(error.measure).strip()}"
    return f"I read: {one_line(words, 2_500)}."


def _known(value: str | None, choices: tuple[tuple[str, str], ...]) -> str | None:
    return value if value in dict(choices) else None
