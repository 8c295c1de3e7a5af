"""Decide a risk: accept it, guard against it, or watch for a state and a date. The owner's call, until it ships."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.premortem import Decision, Risk, check_at, check_decides, check_guard, check_watch
from bot.domain.record import Event, HistoryEntry
from bot.usecases.hours import hours_of_both
from bot.usecases.owed_nudges import show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.reveal import reveals, thank
from bot.usecases.premortem.watch import check_messages, owe_check


@dataclass(frozen=True, slots=True)
class DecideRisk:
    """What the owner makes of a risk: a line of the checklist, or if `state` is not there by then, `fallback`."""

    delegation_id: str
    actor_id: str
    risk_id: str
    decision: Decision
    guard: str = ""
    state: str = ""
    by_when: datetime | None = None
    fallback: str = ""


async def decide(command: DecideRisk, work: UnitOfWork, clock: Clock) -> Risk:
    """Keep the decision in place of an earlier one, and owe the check where there is a date.

    Raises `Invalid` for what cannot stand, `Refused` to anybody but the owner and once its check is answered.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        check_decides(delegation, command.actor_id)
        risks = await work.premortems.revealed(delegation.id)
        risk = next((each for each in risks if each.id == command.risk_id), None)
        if risk is None:
            raise NotFound
        if risk.is_there is not None:
            raise Refused("Its check is answered, and that answer stands. Your card shows how it ended.")
        now = clock.now()
        decided = await _decided(command, risk, risks, delegation, work, now)
        if decided == risk:
            return risk
        await work.premortems.decide(decided)
        await work.records.note(
            HistoryEntry(delegation.id, Event.RISK_DECIDED, command.actor_id, now, command.decision)
        )
        if risk.waits_at(now):
            await work.nudges.refresh(*check_messages(risk, delegation, now))
        await owe_check(decided, delegation, work)
        premortems = await work.premortems.of(delegation.id)
        for premortem in premortems:
            if premortem.number == risk.number:
                await work.nudges.refresh(*reveals(premortem, delegation, now))
        others = [each for each in risks if each.id != risk.id]
        await thank(work, delegation, premortems, [*others, decided], now)
        await show(work, delegation, now)
        await work.commit()
    return decided


async def _decided(
    command: DecideRisk,
    risk: Risk,
    risks: list[Risk],
    delegation: Delegation,
    work: UnitOfWork,
    now: datetime,
) -> Risk:
    afresh = replace(
        risk, decision=command.decision, guard="", state="", wanted_at=None, check_at=None, fallback=""
    )
    if command.decision is Decision.ACCEPTED:
        return afresh
    if command.decision is Decision.GUARDED:
        others = [each for each in risks if each.id != risk.id]
        return replace(afresh, guard=check_guard(command.guard, others))
    if command.decision is not Decision.WATCHED:
        raise Invalid({"decision": "Pick one of the three; each can be changed until it ships."})
    state, wanted_at, fallback = check_watch(command.state, command.by_when, command.fallback)
    watched = replace(afresh, state=state, wanted_at=wanted_at, fallback=fallback)
    if watched == replace(risk, check_at=None):
        return risk
    hours, _ = await hours_of_both(work, delegation)
    return replace(watched, check_at=check_at(wanted_at, now, delegation.brief.deadline, hours))
