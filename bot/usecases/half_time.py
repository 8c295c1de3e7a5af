"""Half time: the bet on the date is asked once, by the checkpoint that lies there, else by itself."""

from datetime import datetime

from bot.domain.checkpoints import CheckpointKind, at_half_time, half_time_alone
from bot.domain.delegation import Delegation
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import UnitOfWork

_FOR_SURE = (CheckpointKind.SPOT_CHECK, CheckpointKind.HALF_TIME)


async def asks_for_a_bet(delegation: Delegation, kind: CheckpointKind, work: UnitOfWork) -> bool:
    """Say whether this checkpoint is the one at half time, within an open transaction."""
    if kind in _FOR_SURE:
        return True
    if delegation.started_at is None:
        return False
    brief = delegation.brief
    hours, _ = await hours_of_both(work, delegation)
    lies_there = at_half_time(brief.checkpoints, delegation.started_at, brief.deadline, hours) is kind
    return lies_there and not await _has_been_asked(delegation, work)


async def bet_by_itself(delegation: Delegation, work: UnitOfWork, now: datetime) -> list[Nudge]:
    """Return the question to owe where no checkpoint asks it; none where it was asked, or half time is past.

    Past it is where the deadline has moved, and the two have just spoken about the date.
    """
    if delegation.started_at is None:
        return []
    brief = delegation.brief
    hours, _ = await hours_of_both(work, delegation)
    alone = half_time_alone(brief.checkpoints, delegation.started_at, brief.deadline, hours)
    if alone is None or alone.at < now or await _has_been_asked(delegation, work):
        return []
    return [nudge(delegation, NudgeKind.CHECKPOINT, alone.at, to=delegation.owner_id, about=alone.kind)]


async def _has_been_asked(delegation: Delegation, work: UnitOfWork) -> bool:
    asked = [await work.records.asked_at_checkpoint(delegation.id, kind) for kind in _FOR_SURE]
    answers = [await work.records.checkpoint_answer(delegation.id, kind) for kind in CheckpointKind]
    return any(asked) or any(answer.bet is not None for answer in answers if answer)
