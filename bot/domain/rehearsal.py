"""A rehearsal: a practice delegation of its own, which is closed before the task itself is offered."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo
from bot.domain.brief import TASK_CHARACTERS, Brief, why_not_deadline

PREFIX: Final = "Rehearsal: "
FRIENDLY: Final = BlastRadius(Audience.FRIENDLY, Undo.SAME_DAY, Rollback.TRIED, Scope.PART, Notice.HOURS)
"""How far a mistake reaches in a rehearsal, by what a rehearsal is."""


def rehearsal_for(brief: Brief, deadline: datetime) -> Brief:
    """Return the brief of the practice round: the same bar and guards, a friendly radius, a deadline of its own.

    Its checkpoints are left to the plan. A task that is too long for the prefix loses its end, never the prefix.
    """
    room = TASK_CHARACTERS - len(PREFIX)
    task = brief.task if len(brief.task) <= room else f"{brief.task[: room - 1].rstrip()}…"
    return replace(
        brief,
        task=f"{PREFIX}{task}",
        deadline=deadline,
        blast_radius=FRIENDLY,
        checkpoints=(),
        smaller=(),
        override="",
    )


def rehearsed_task(rehearsal: Brief) -> str:
    """Return the name of the task that a rehearsal is for."""
    return rehearsal.task.removeprefix(PREFIX)


def why_not_rehearsal(deadline: datetime | None, task_due: datetime, now: datetime) -> str | None:
    """Return the sentence that says why a rehearsal cannot be due then, or None where it can."""
    if deadline is not None and deadline >= task_due > now:
        return "Pick a time before the deadline of the task itself: the rehearsal comes first."
    return why_not_deadline(deadline, now)
