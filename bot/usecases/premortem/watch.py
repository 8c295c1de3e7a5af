"""Watch for a state and a date: the check that runs itself, and the owner's answer to it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.lifecycle import Role
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import AT_WORK, Decision, Risk, moved_check, reminder_at
from bot.domain.record import Event, HistoryEntry
from bot.usecases.owed_nudges import cards, hours_of_both, nudge, show
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """The owner says whether the state is there."""

    delegation_id: str
    actor_id: str
    risk_id: str
    is_there: bool


async def ask_about(check: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Have the card show that a check has come, and owe the one reminder for the next working morning."""
    async with work:
        delegation = await work.delegations.get(check.delegation_id)
        now = clock.now()
        risks = await work.premortems.revealed(delegation.id)
        risk = next((each for each in risks if each.check_name == check.subject), None)
        if risk is None or delegation.state not in AT_WORK or not risk.waits_at(now):
            return
        hours, _ = await hours_of_both(work, delegation)
        at = reminder_at(now, hours)
        if at < delegation.brief.deadline:
            _, reminder = check_messages(risk, delegation, at)
            await work.nudges.plan(reminder)
        await work.nudges.refresh(*cards(delegation, now))
        await work.commit()


async def answer_check(command: AnswerCheck, work: UnitOfWork, clock: Clock) -> Risk:
    """Keep the owner's answer; where the state is not there, tell the manager what the owner does instead.

    The first answer stands. Raises `Refused` to anybody but the owner, and after the work.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if delegation.role_of(command.actor_id) is not Role.OWNER:
            raise Refused("The owner says whether it is there. You read it where it matters.")
        risk = await find_risk(delegation, command.risk_id, work)
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
            await work.nudges.plan(
                nudge(delegation, NudgeKind.RISK_FELL_BACK, now, to=delegation.manager_id, about=risk.id)
            )
        await show(work, delegation, now)
        await work.commit()
    return answered


def check_messages(risk: Risk, delegation: Delegation, at: datetime) -> tuple[Nudge, Nudge]:
    """Return the check and its reminder. A check whose time was changed is another one."""
    owner = delegation.owner_id
    return (
        nudge(delegation, NudgeKind.RISK_CHECK, at, to=owner, about=risk.check_name),
        nudge(delegation, NudgeKind.RISK_REMINDER, at, to=owner, about=risk.check_name),
    )


async def owe_check(risk: Risk, delegation: Delegation, work: UnitOfWork) -> None:
    """Owe the check of a watched risk at its time."""
    if risk.check_at:
        check, _ = check_messages(risk, delegation, risk.check_at)
        await work.nudges.plan(check)


async def plan_checks_anew(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Move the checks that wait where the owner's hours or the deadline have changed: earlier, never later."""
    if delegation.state not in AT_WORK:
        return
    risks = await work.premortems.revealed(delegation.id)
    if not risks:
        return
    hours, _ = await hours_of_both(work, delegation)
    for risk in risks:
        at = moved_check(risk, now, delegation.brief.deadline, hours)
        if at:
            moved = replace(risk, check_at=at)
            await work.premortems.decide(moved)
            await owe_check(moved, delegation, work)


async def find_risk(delegation: Delegation, risk_id: str, work: UnitOfWork) -> Risk:
    """Return a risk that was revealed to the two. Raises `NotFound`."""
    for risk in await work.premortems.revealed(delegation.id):
        if risk.id == risk_id:
            return risk
    raise NotFound
