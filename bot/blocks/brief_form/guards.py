"""Step 3 of the brief: the smallest thing that may ship, the checkpoints, and the guards one adds."""

import hashlib
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from bot.blocks.brief_form.frame import step
from bot.blocks.brief_form.smaller import parse_smaller, smaller_blocks, without_smaller
from bot.blocks.brief_words import checkpoint_name, minutes_in_words
from bot.blocks.button_values import number_in, value_of
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, choice_of, field_named, text_of, ticked_of
from bot.blocks.ids import Action, ViewId
from bot.blocks.inputs import checkboxes_input, select, text_input
from bot.blocks.levels import level_input, parse_level
from bot.blocks.message import Block, View
from bot.blocks.text import actions, button, one_line, section, when_plain
from bot.coaching.task_kinds import guess_kind, kind_label
from bot.domain.brief import ASSUMPTIONS, CHECKLIST_LINES, TRIGGERS
from bot.domain.checkpoints import IN_A_BRIEF, Checkpoint, CheckpointKind
from bot.domain.document import Document, checkpoints_from, instant
from bot.domain.task_kind import TaskKind

LINE_CHARACTERS = 400


def guards_step(
    draft_id: str,
    fields: Document,
    planned: Sequence[Checkpoint],
    zone: tzinfo,
    *,
    done: str = "",
    notice: str = "",
) -> View:
    """Return step 3. `planned` are the checkpoints by the rule; times that the draft names stand in their place.

    `done` is the line about what the owner has done of this kind, ready to be shown.
    """
    offered = offered_checkpoints(fields, planned)
    blocks: list[Block] = [
        *smaller_blocks(draft_id, fields),
        text_input(
            Field.MINIMUM,
            "Minimum shippable",
            value=fields.get("minimum_shippable") or "",
            multiline=True,
            optional=True,
            placeholder="Totals per team, no forecast.",
        ),
        text_input(
            Field.WHY,
            "Why",
            value=fields.get("why") or "",
            multiline=True,
            optional=True,
            hint="The purpose, what it looks like in the end, and one boundary: enough to decide when you are away.",
            placeholder="So that hiring is planned on real costs. Nothing leaves finance before Friday.",
        ),
        level_input(
            "Yours alone for now: the owner picks one, too, and both are shown when they accept.",
            fields.get("level"),
        ),
        _kind(fields, done),
        *(_checkpoints(fields, offered, zone) if offered else [too_short()]),
        _adding(draft_id, fields, has_times=bool(offered)),
        *_added(draft_id, fields),
        actions(button("Back", Action.BACK_TO_BLAST, value_of(draft_id)), block_id="back"),
    ]
    return step(ViewId.BRIEF_GUARDS, 3, draft_id, blocks, submit="Hand over", notice=notice)


def kind_of(fields: Document) -> TaskKind:
    """Return the kind of the draft's task: as it was picked, else as its line speaks of one."""
    return TaskKind(fields.get("kind") or guess_kind(fields.get("task") or ""))


def parse_guards(state: Values) -> dict[str, Any]:
    """Return what was entered in step 3; without a row of boxes the checkpoints are not named."""
    fields: dict[str, Any] = {
        "minimum_shippable": text_of(state, Field.MINIMUM),
        "why": text_of(state, Field.WHY),
        "level": parse_level(state),
    }
    kind = choice_of(state, Field.KIND)
    if kind in set(TaskKind):
        fields["kind"] = kind
    fields |= parse_smaller(state)
    block = field_named(state, f"{Field.CHECKPOINTS}.")
    if block:
        ticked = (_read(value) for value in ticked_of(state, block))
        fields["checkpoints"] = [checkpoint for checkpoint in ticked if checkpoint]
    return fields


def offered_checkpoints(fields: Document, planned: Sequence[Checkpoint]) -> tuple[Checkpoint, ...]:
    """Return the checkpoints to choose from: as planned, at the draft's own times where these still fit."""
    deadline = instant(fields["deadline"]) if fields.get("deadline") else None
    own = {
        checkpoint.kind: checkpoint
        for checkpoint in checkpoints_from(fields) or ()
        if deadline is None or checkpoint.at <= deadline
    }
    usual = tuple(own.get(checkpoint.kind, checkpoint) for checkpoint in planned)
    further = own.get(CheckpointKind.EXTRA) if usual else None
    return tuple(sorted((*usual, *([further] if further else [])), key=lambda checkpoint: checkpoint.at))


def with_added(fields: Document, what: str, *added: Any) -> Document:
    """Return the draft with more of `what`. What it holds already is not doubled: a form may be sent again."""
    held = fields.get(what) or ()
    return fields | {what: [*held, *(each for each in added if each not in held)]}


def without(fields: Document, what: str, index: int) -> Document:
    """Return the draft without one thing added: `what` is a list of the brief, "smaller" or "rehearsal"."""
    if what == "smaller":
        return without_smaller(fields, index)
    if what == "rehearsal":
        return fields | {"rehearse": False}
    if what not in ("triggers", "checklist", "assumptions"):
        return fields
    return fields | {what: [each for place, each in enumerate(fields.get(what) or ()) if place != index]}


def too_short() -> Block:
    """Return the sentence that stands where checkpoints would."""
    return section("Too short for checkpoints: from hand-over to deadline are less than four working hours.")


def _kind(fields: Document, done: str) -> Block:
    kinds = tuple((kind.value, kind_label(kind)) for kind in TaskKind)
    # Beside a section and not in an input, so that a choice is reported and the line can follow.
    menu = select(Action.KIND, kinds, kind_of(fields))
    return section(f"*Kind of task*\n{done}".strip(), menu, block_id=Field.KIND)


def _checkpoints(fields: Document, offered: Sequence[Checkpoint], zone: tzinfo) -> list[Block]:
    named = checkpoints_from(fields)
    kinds = {checkpoint.kind for checkpoint in (offered if named is None else named)}
    choices = [
        (
            f"{checkpoint.kind.value}|{int(checkpoint.at.timestamp())}",
            f"{checkpoint_name(checkpoint.kind)}, {when_plain(checkpoint.at, zone)}",
        )
        for checkpoint in offered
    ]
    values = "".join(value for value, _ in choices)
    box = checkboxes_input(
        Field.CHECKPOINTS,
        "Checkpoints",
        choices,
        ticked={value for (value, _), each in zip(choices, offered, strict=True) if each.kind in kinds},
        hint="Two questions to the owner each time, in their working hours.",
    )
    # Options that change under an old id would keep ticks that no longer exist.
    digest = hashlib.sha256(values.encode()).hexdigest()[:8]
    return [box | {"block_id": f"{Field.CHECKPOINTS}.{digest}"}]


def _adding(draft_id: str, fields: Document, *, has_times: bool) -> Block:
    value = value_of(draft_id)
    room = {
        "triggers": (TRIGGERS, "Add a trigger", Action.ADD_TRIGGER),
        "checklist": (CHECKLIST_LINES, "Add a checklist line", Action.ADD_CHECKLIST),
        "assumptions": (ASSUMPTIONS, "Add an assumption", Action.ADD_ASSUMPTION),
    }
    buttons = [button("Change times", Action.CHANGE_TIMES, value)] if has_times else []
    buttons += [
        button(label, action, value)
        for what, (most, label, action) in room.items()
        if len(fields.get(what) or ()) < most
    ]
    buttons.append(button("Save as template", Action.SAVE_TEMPLATE, value))
    return actions(*buttons, block_id="adding")


def _added(draft_id: str, fields: Document) -> list[Block]:
    lines = [
        (
            "triggers",
            index,
            f"*Trigger*  {one_line(each['condition'], LINE_CHARACTERS)}: "
            f"<@{each['goes_to']}>, asked to answer within {minutes_in_words(each['minutes'])}",
        )
        for index, each in enumerate(fields.get("triggers") or ())
    ]
    for what, label in (("checklist", "Checklist"), ("assumptions", "We assume")):
        lines += [
            (what, index, f"*{label}*  {one_line(each, LINE_CHARACTERS)}")
            for index, each in enumerate(fields.get(what) or ())
        ]
    return [
        section(
            line,
            button("Remove", f"{Action.REMOVE}.{place}", value_of(draft_id, f"{what}:{index}")),
            block_id=f"added.{place}",
        )
        for place, (what, index, line) in enumerate(lines, start=1)
    ]


def _read(value: str) -> dict[str, Any] | None:
    kind, _, text = value.partition("|")
    seconds = number_in(text, digits=10)
    if kind not in {known.value for known in IN_A_BRIEF} or seconds is None:
        return None
    return {"kind": kind, "at": seconds}
