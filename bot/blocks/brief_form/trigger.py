"""Add a trigger: a condition, a time to respond in, and whom it goes to."""

from typing import Any

from bot.blocks.button_values import number_in
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, text_of, user_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal, select_input, text_input, user_input
from bot.blocks.message import View
from bot.domain.brief import TRIGGER_MINUTES, TRIGGERS, is_blank, why_not_text
from bot.domain.document import Document

_TIMES = (
    ("15", "15 minutes"),
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("120", "2 hours"),
    ("240", "4 hours"),
    ("1440", "1 day"),
)


def trigger_view(draft_id: str, manager_id: str) -> View:
    """Return the view that adds one trigger; it goes to the manager unless somebody else is picked."""
    return modal(
        ViewId.BRIEF_TRIGGER,
        "Add a trigger",
        [
            text_input(
                Field.CONDITION,
                "When what happens?",
                multiline=True,
                placeholder="Variance over 5 %",
                hint="When it does, the owner says so, and whoever it goes to is paged.",
            ),
            select_input(Field.MINUTES, "Answer within", _TIMES, chosen="60"),
            user_input(Field.GOES_TO, "It goes to", value=manager_id),
        ],
        submit="Add",
        close="Back",
        metadata=draft_id,
    )


def parse_trigger(state: Values) -> dict[str, Any]:
    """Return the trigger as the draft holds it: condition, minutes, goes_to."""
    minutes = number_in(choice_of(state, Field.MINUTES) or "")
    return {
        "condition": text_of(state, Field.CONDITION),
        "minutes": 60 if minutes is None else minutes,
        "goes_to": user_of(state, Field.GOES_TO),
    }


def trigger_problems(trigger: dict[str, Any], fields: Document) -> dict[str, str]:
    """Return Slack's `errors` for a trigger that cannot join the draft; empty where it can."""
    errors: dict[str, str | None] = {
        Field.CONDITION: "Say what has to happen."
        if is_blank(trigger["condition"])
        else why_not_text(trigger["condition"])
    }
    held = fields.get("triggers") or ()
    if len(held) >= TRIGGERS and trigger not in held:
        errors[Field.CONDITION] = f"A brief holds {TRIGGERS} triggers. Take one out first."
    if not TRIGGER_MINUTES[0] <= trigger["minutes"] <= TRIGGER_MINUTES[1]:
        errors[Field.MINUTES] = "Pick a time between five minutes and seven days."
    if not trigger["goes_to"]:
        errors[Field.GOES_TO] = "Pick whom it goes to."
    return {field: sentence for field, sentence in errors.items() if sentence}
