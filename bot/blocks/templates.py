"""Templates in sight: the select in the first step, the form that names one, and the list of one's own."""

from collections.abc import Sequence

from bot.blocks.button_values import value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, text_of
from bot.blocks.ids import Action, ViewId
from bot.blocks.inputs import modal, select, text_input
from bot.blocks.message import Block, Message, View
from bot.blocks.text import actions, button, compose, context, cut, escape, one_line, section
from bot.domain.template import NAME_CHARACTERS, Template

DRAFT, DELEGATION = "draft", "delegation"
"""Whose brief a form keeps: what its value names."""


def template_select(templates: Sequence[Template], chosen: str = "") -> list[Block]:
    """Return the row of step 1 that starts from a template; nothing for who has none."""
    if not templates:
        return []
    choices = [(value_of(each.id), each.name) for each in templates]
    menu = select(Action.CHOOSE_TEMPLATE, choices, value_of(chosen) if chosen else None, "Pick one")
    return [section("Start from a template", menu, block_id="template")]


def naming_view(about: str, kind: str, task: str) -> View:
    """Return the form that names a template: of the draft or the delegation `about`, by `kind`."""
    return modal(
        ViewId.TEMPLATE,
        "Save as template",
        [
            text_input(
                Field.NAME,
                "Name",
                value=cut(task, NAME_CHARACTERS),
                limit=NAME_CHARACTERS,
                hint="For you alone: the task, its bar, blast radius, triggers, checklist, assumptions and level.",
            )
        ],
        submit="Save",
        close="Back",
        metadata=value_of(about, kind),
    )


def parse_name(state: Values) -> str:
    """Return the name as entered."""
    return text_of(state, Field.NAME)


def template_list(templates: Sequence[Template], command: str, said: str = "") -> Message:
    """Return one's own templates, each with [Start] and [Delete]; `said` is raw and tells what was just done."""
    lead = escape(said) if said else f"Your templates: {len(templates)}. Nobody else sees them."
    blocks: list[Block] = [section(lead)]
    for each in templates:
        blocks.append(
            section(f"*{one_line(each.name, 400)}*\n{one_line(each.fields.get('task') or '', 600)}")
        )
        blocks.append(
            actions(
                button("Start", Action.START_TEMPLATE, value_of(each.id)),
                button("Delete", Action.DELETE_TEMPLATE, value_of(each.id)),
            )
        )
    if not templates:
        name = escape(command)
        blocks.append(
            section(
                "You have no template. [Save as template] in the third step of a brief, or in the “…” of your card, "
                f"keeps one; *{name} template* lists them."
            )
        )
    filled = (
        "A template fills in the task, its bar, blast radius, triggers, checklist, assumptions and level."
    )
    return compose(lead, [*blocks, *([context(filled)] if templates else [])])
