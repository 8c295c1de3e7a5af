"""What both have agreed while the work is under way becomes the next version of the brief, whoever proposed it.

It was weighed against the brief as it stood, so whatever else is proposed by then is off the table with it: agreed to
later, it would undo what was agreed since.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.brief import Brief
from bot.domain.checkpoints import Checkpoint
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.deadline import owe_the_work, put_the_word_away
from bot.usecases.hours import hours_of_both
from bot.usecases.negotiate import planned_as_agreed, version_of
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import UnitOfWork
from bot.usecases.premortem.start import end_writing_before_deadline


async def next_version(
    before: Delegation, brief: Brief, author_id: str, work: UnitOfWork, now: datetime
) -> Delegation:
    """Save and return the delegation with `brief` for its next version. Part of the transaction that agrees to it.

    Where the deadline moves, all that hangs on it moves with it; what was answered is not asked again. The move stays
    with whoever has it: a word that is waited for is due when it was. A brief that the manager proposes meanwhile is
    off the table.
    """
    moves = brief.deadline != before.brief.deadline
    planned = await _planned(before, brief.deadline, work, now) if moves else before.brief.checkpoints
    is_the_owners = before.state is State.IN_PROGRESS and before.move is Role.OWNER
    after = replace(
        before,
        brief=replace(brief, checkpoints=planned),
        brief_number=before.brief_number + 1,
        move_until=brief.deadline if is_the_owners else before.move_until,
        changed_at=now,
        change=None,
    )
    await work.delegations.save(after)
    await work.delegations.add_version(version_of(after, author_id))
    if before.change:
        about = before.change.subject
        await work.nudges.refresh(
            nudge(after, NudgeKind.CHANGE_PROPOSED, now, to=after.owner_id, about=about)
        )
    if moves:
        await owe_the_work(after, work, now)
        await put_the_word_away(before, work, now)
        await end_writing_before_deadline(after, work, now)
    return after


async def _planned(
    before: Delegation, deadline: datetime, work: UnitOfWork, now: datetime
) -> tuple[Checkpoint, ...]:
    """Plan the checkpoints for the deadline. What was answered is not asked again."""
    owner_hours, _ = await hours_of_both(work, before)
    return tuple(
        [
            each
            for each in planned_as_agreed(before, deadline, owner_hours, now)
            if not await work.records.checkpoint_answer(before.id, each.kind)
        ]
    )
