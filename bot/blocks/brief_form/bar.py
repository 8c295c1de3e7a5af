"""Step 1 of the brief: the bar. It needs nothing from the database, so that it opens at once."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from bot.blocks.brief_form.frame import step
from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, channel_of, instant_of, text_of, user_of
from bot.blocks.ids import Action, ViewId
from bot.blocks.inputs import channel_input, instant_input, text_input, user_input
from bot.blocks.message import Block, View
from bot.blocks.templates import template_select
from bot.blocks.text import actions, button, one_line, section, when
from bot.domain.brief import TASK_CHARACTERS
from bot.domain.document import Document
from bot.domain.record import Draft
from bot.domain.template import Template


def bar_step(
    draft_id: str,
    fields: Document,
    *,
    resume: Draft | None = None,
    zone: tzinfo,
    templates: Sequence[Template] = (),
    refilled: str = "",
) -> View:
    """Return step 1. `resume` is an earlier draft to offer, `templates` are those of the author.

    Slack keeps what was typed through `views.update` where block and action ids do not change, so both offers
    can arrive after the view has opened. `refilled` is for the opposite: `fields` take the place of what was
    typed, in inputs with ids of their own, which end in it.
    """
    inputs = [
        text_input(
            Field.TASK,
            "Task",
            value=fields.get("task") or "",
            limit=TASK_CHARACTERS,
            placeholder="Monthly cloud spend report",
        ),
        user_input(Field.OWNER, "Owner", value=fields.get("owner_id"), hint="They decide and own the call."),
        instant_input(Field.DEADLINE, "Deadline", value=fields.get("deadline")),
        text_input(
            Field.OUTCOME,
            "Outcome",
            value=fields.get("outcome") or "",
            multiline=True,
            hint="What is true when it is done, and for whom?",
            placeholder="Finance can plan hiring on it.",
        ),
        text_input(
            Field.ACCEPTABLE_ERROR,
            "Acceptable error",
            value=fields.get("acceptable_error") or "",
            hint="How wrong may it be? A number where there is one, else plain words.",
            placeholder="variance <= 2 %",
        ),
        channel_input(
            Field.TEAM_CHANNEL,
            "Team channel",
            value=fields.get("team_channel"),
            hint="The after-action opens there. Empty: in a conversation of the two of you.",
        ),
    ]
    if refilled:
        inputs = [block | {"block_id": f"{block['block_id']}.{refilled}"} for block in inputs]
    blocks = [
        *(_offer(resume, zone) if resume else ()),
        *template_select(templates, fields.get("template") or ""),
        *inputs,
    ]
    return step(ViewId.BRIEF_BAR, 1, draft_id, blocks, submit="Next")


def parse_bar(state: Values) -> dict[str, Any]:
    """Return the bar's fields as entered; deadline, owner and channel are None where nothing was picked."""
    return {
        "task": text_of(state, Field.TASK),
        "owner_id": user_of(state, Field.OWNER),
        "deadline": instant_of(state, Field.DEADLINE),
        "outcome": text_of(state, Field.OUTCOME),
        "acceptable_error": text_of(state, Field.ACCEPTABLE_ERROR),
        "team_channel": channel_of(state, Field.TEAM_CHANNEL),
    }


def _offer(draft: Draft, zone: tzinfo) -> list[Block]:
    task = one_line(draft.fields.get("task") or "a brief without a name", 300)
    return [
        section(f"You started “{task}” {when(draft.updated_at, zone)}.", block_id="resume"),
        actions(
            button("Continue", Action.RESUME, value_of(draft.id), primary=True),
            button("Start fresh", Action.START_FRESH, value_of(draft.id)),
            block_id="resume_choice",
        ),
    ]
