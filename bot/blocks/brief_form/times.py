"""Change the times of the checkpoints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.blocks.brief_form.guards import offered_checkpoints, too_short
from bot.blocks.brief_words import checkpoint_name
from bot.blocks.fields import Field
from bot.blocks.form_values import Values, instant_of
from bot.blocks.ids import ViewId
from bot.blocks.inputs import instant_input, modal
from bot.blocks.message import View
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.document import Document, checkpoints_from, instant

_FIELD_OF = {
    CheckpointKind.SPOT_CHECK: Field.SPOT_CHECK_AT,
    CheckpointKind.FINAL_QA: Field.FINAL_QA_AT,
    CheckpointKind.EXTRA: Field.EXTRA_AT,
}


def times_view(draft_id: str, fields: Document, planned: Sequence[Checkpoint]) -> View:
    """Return the view that moves the ticked checkpoints, or all where none is; a sentence where none is planned."""
    offered = offered_checkpoints(fields, planned)
    named = {checkpoint.kind for checkpoint in checkpoints_from(fields) or ()}
    ticked = [checkpoint for checkpoint in offered if checkpoint.kind in named]
    shown = ticked or offered
    inputs = [
        instant_input(
            _FIELD_OF[checkpoint.kind],
            checkpoint_name(checkpoint.kind),
            value=int(checkpoint.at.timestamp()),
            hint="Before the deadline. It comes within the owner's working hours.",
            optional=checkpoint.kind is CheckpointKind.EXTRA,
        )
        for checkpoint in shown
    ]
    if shown and CheckpointKind.EXTRA not in {checkpoint.kind for checkpoint in shown}:
        inputs.append(
            instant_input(
                Field.EXTRA_AT,
                checkpoint_name(CheckpointKind.EXTRA),
                hint="Beyond the usual two: the owner agrees to it by accepting, or proposes to leave it out.",
                optional=True,
            )
        )
    return modal(
        ViewId.BRIEF_TIMES,
        "Checkpoint times",
        inputs or [too_short()],
        submit="Change" if inputs else "",
        close="Back",
        metadata=draft_id,
    )


def parse_times(state: Values) -> dict[str, Any]:
    """Return the checkpoints at their new times, in order of time."""
    moved = [
        {"kind": kind.value, "at": at}
        for kind, field in _FIELD_OF.items()
        if (at := instant_of(state, field)) is not None
    ]
    return {"checkpoints": sorted(moved, key=lambda checkpoint: checkpoint["at"])}


def times_problems(changed: dict[str, Any], fields: Document, now: datetime) -> dict[str, str]:
    """Return Slack's `errors` for times that lie in the past or after the deadline; empty where all fit."""
    deadline = instant(fields["deadline"]) if fields.get("deadline") else None
    errors = {}
    for checkpoint in changed["checkpoints"]:
        at = instant(checkpoint["at"])
        if at <= now or (deadline and at > deadline):
            errors[str(_FIELD_OF[CheckpointKind(checkpoint["kind"])])] = (
                "Pick a time between now and the deadline."
            )
    return errors
