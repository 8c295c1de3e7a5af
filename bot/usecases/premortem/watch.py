"""Watch for a state and a date: the check that runs itself."""

from dataclasses import replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import AT_WORK, Risk, moved_check
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import cards, nudge
from bot.usecases.ports import Clock, UnitOfWork


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
        at = hours.next_morning(now)
        if at < delegation.brief.deadline:
            _, reminder = check_messages(risk, delegation, at)
            await work.nudges.plan(reminder)
        await work.nudges.refresh(*cards(delegation, now))
        await work.commit()


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


async def plan_checks_anew(delegation: Delegation, work: UnitOfWork, now: datetime) -> bool:
    """Move the checks that wait where the owner's hours or the deadline have changed: earlier, never later.

    Returns whether any has moved.
    """
    if delegation.state not in AT_WORK:
        return False
    risks = await work.premortems.revealed(delegation.id)
    if not risks:
        return False
    hours, _ = await hours_of_both(work, delegation)
    has_moved = False
    for risk in risks:
        at = moved_check(risk, now, delegation.brief.deadline, hours)
        if at:
            moved = replace(risk, check_at=at)
            await work.premortems.decide(moved)
            await owe_check(moved, delegation, work)
            has_moved = True
    return has_moved
