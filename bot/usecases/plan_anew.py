"""Plan anew what hangs on somebody's hours, once they changed: their own words, their zone, days off of a team.

What a person is asked comes within their hours: a final look and a risk's check earlier, a spot check later.
"""

from collections.abc import Collection
from datetime import datetime

from bot.domain.checkpoints import Checkpoint, CheckpointKind, moved_into
from bot.domain.delegation import Delegation
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import AT_WORK
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import UnitOfWork
from bot.usecases.premortem.watch import plan_checks_anew


async def owned_at_work(user_id: str, work: UnitOfWork) -> list[Delegation]:
    """Return what this person owns and has accepted, and has not shipped."""
    return [
        each
        for each in await work.delegations.of_person(user_id)
        if each.owner_id == user_id and each.state in AT_WORK
    ]


async def plan_anew(delegations: Collection[Delegation], work: UnitOfWork, now: datetime) -> list[Delegation]:
    """Move what waits outside of its owner's hours as they are now; return the delegations of which something moved."""
    due = await work.nudges.due_of([each.id for each in delegations], NudgeKind.CHECKPOINT)
    moved = []
    for delegation in delegations:
        has_moved = await plan_checks_anew(delegation, work, now)
        waiting = [
            Checkpoint(kind, at)
            for kind in CheckpointKind
            if (at := due.get((delegation.id, kind))) and at > now
        ]
        if waiting:
            has_moved |= await _move(waiting, delegation, work, now)
        if has_moved:
            moved.append(delegation)
    return moved


async def _move(
    waiting: Collection[Checkpoint], delegation: Delegation, work: UnitOfWork, now: datetime
) -> bool:
    hours, _ = await hours_of_both(work, delegation)
    has_moved = False
    for checkpoint in waiting:
        to = moved_into(checkpoint, now, delegation.brief.deadline, hours)
        if to.at != checkpoint.at:
            asked = nudge(
                delegation, NudgeKind.CHECKPOINT, to.at, to=delegation.owner_id, about=checkpoint.kind
            )
            has_moved |= await work.nudges.move(asked.key, to.at)
    return has_moved
