"""The bet on the date, by one press: under a checkpoint's answer that has none, or where it is asked by itself."""

from dataclasses import dataclass, replace

from bot.domain.checkpoints import CheckpointKind
from bot.domain.errors import Invalid, Refused
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import CheckpointAnswer
from bot.usecases.checkpoint import AnswerCheckpoint, answer_checkpoint, only_the_owner_at_work, why_not_bet
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class Bet:
    """The owner says how sure they are of the date, in percent, at one of the checkpoints."""

    delegation_id: str
    actor_id: str
    kind: CheckpointKind
    percent: int


async def bet(command: Bet, work: UnitOfWork, clock: Clock) -> CheckpointAnswer:
    """Keep the bet with the checkpoint's answer, and have both messages of it say so; the first bet stands.

    Raises `Invalid` for what is no percentage, `Refused` where there is no answer yet, or the date has come.
    """
    if command.kind is CheckpointKind.HALF_TIME:
        at_half_time = AnswerCheckpoint(
            command.delegation_id, command.actor_id, command.kind, bet=command.percent
        )
        return await answer_checkpoint(at_half_time, work, clock)
    problem = why_not_bet(command.percent)
    if problem:
        raise Invalid({"bet": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_at_work(delegation, command.actor_id)
        now, kind = clock.now(), command.kind
        answer = await work.records.checkpoint_answer(delegation.id, kind)
        if answer is None:
            raise Refused(
                "This checkpoint has no answer yet. Press Answer; the bet on the date is part of it."
            )
        if answer.bet == command.percent:
            return answer
        if answer.bet is not None:
            raise Refused("You have bet on the date already, and that stands.")
        if now >= delegation.brief.deadline:
            raise Refused("The date has come, so there is nothing left to bet on.")
        await work.records.bet_at_checkpoint(delegation.id, kind, command.percent)
        await work.nudges.refresh(
            nudge(delegation, NudgeKind.CHECKPOINT, now, to=delegation.owner_id, about=kind),
            nudge(delegation, NudgeKind.CHECKPOINT_ANSWER, now, to=delegation.manager_id, about=kind),
        )
        await work.commit()
    return replace(answer, bet=command.percent)
