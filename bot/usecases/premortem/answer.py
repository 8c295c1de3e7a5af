"""The owner's answer to a check: the state is there, or what they said for that case happens."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.identity import new_id
from bot.domain.lifecycle import Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import AT_WORK, TO_THE_MINIMUM, Decision, Risk
from bot.domain.proposal import ProposalKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.new_time import put_the_minimum
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.watch import check_messages


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """The owner says whether the state is there."""

    delegation_id: str
    actor_id: str
    risk_id: str
    is_there: bool


async def answer_check(command: AnswerCheck, work: UnitOfWork, clock: Clock) -> Risk:
    """Keep the owner's answer; where the state is not there, what the owner said then happens.

    Falling back to the minimum is proposed to the manager, as the button does it; of anything else the manager hears
    in the owner's words. The first answer stands. Raises `Refused` to anybody but the owner, and after the work.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if delegation.role_of(command.actor_id) is not Role.OWNER:
            raise Refused("The owner says whether it is there. You read it where it matters.")
        risk = await _find_risk(delegation, command.risk_id, work)
        if risk.is_there is command.is_there:
            return risk
        if risk.is_there is not None:
            raise Refused(
                "You have answered this one, and that answer stands. The brief can change otherwise."
            )
        if delegation.state not in AT_WORK or risk.decision is not Decision.WATCHED:
            raise Refused("This is not watched any more. Your card shows how it stands.")
        now = clock.now()
        answered = replace(risk, is_there=command.is_there, answered_at=now)
        await work.premortems.decide(answered)
        said = "there" if command.is_there else "not there"
        await work.records.note(HistoryEntry(delegation.id, Event.RISK_CHECKED, command.actor_id, now, said))
        await work.nudges.refresh(*check_messages(answered, delegation, now))
        if not command.is_there:
            await _fall_back(answered, delegation, work, now)
        await show(work, delegation, now)
        await work.commit()
    return answered


async def _fall_back(risk: Risk, delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Propose the minimum where that is what was said and can be, else tell the manager what the owner does."""
    minimum = delegation.brief.minimum_shippable if delegation.state is State.IN_PROGRESS else ""
    if risk.fallback != TO_THE_MINIMUM or not minimum:
        fell_back = NudgeKind.RISK_FELL_BACK
        await work.nudges.plan(nudge(delegation, fell_back, now, to=delegation.manager_id, about=risk.id))
        return
    proposals = await work.proposals.of([delegation.id])
    if not any(each.is_open and each.kind is ProposalKind.MINIMUM for each in proposals):
        await put_the_minimum(new_id(), f"Not there: {risk.state}", delegation, work, now)


async def _find_risk(delegation: Delegation, risk_id: str, work: UnitOfWork) -> Risk:
    """Return a risk that was revealed to the two. Raises `NotFound`."""
    for risk in await work.premortems.revealed(delegation.id):
        if risk.id == risk_id:
            return risk
    raise NotFound
