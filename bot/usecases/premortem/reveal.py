"""Reveal a pre-mortem at its time, thank those who were asked, and end it with the work."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import Decision, Premortem, Risk
from bot.domain.record import Event, HistoryEntry
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.start import asked
from bot.usecases.premortem.watch import check_messages


async def reveal(step: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Show owner and manager what was written, once all are in or the time has come."""
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        premortems = await work.premortems.of(delegation.id)
        premortem = next((each for each in premortems if str(each.number) == step.subject), None)
        if premortem is None or not premortem.is_open:
            return None
        now = clock.now()
        all_are_in = set(premortem.people(delegation)) <= set(premortem.answered)
        if now < premortem.until and not all_are_in:
            return premortem.until
        revealed = replace(premortem, revealed_at=now)
        await work.premortems.save(revealed)
        await work.premortems.reveal(revealed)
        risks = await work.premortems.revealed(delegation.id)
        await work.records.note(
            HistoryEntry(delegation.id, Event.PREMORTEM_REVEALED, "", now, str(premortem.number))
        )
        await work.nudges.refresh(*asked(revealed, delegation, now))
        await work.nudges.plan(*reveals(revealed, delegation, now))
        await thank(work, delegation, [revealed], risks, now)
        await show(work, delegation, now)
        await work.commit()
    return None


def reveals(premortem: Premortem, delegation: Delegation, now: datetime) -> tuple[Nudge, Nudge]:
    """Return the messages that show the risks, to the owner and to the manager."""
    both = (delegation.owner_id, delegation.manager_id)
    first, second = (
        nudge(delegation, NudgeKind.PREMORTEM_REVEALED, now, to=person, about=str(premortem.number))
        for person in both
    )
    return first, second


async def thank(
    work: UnitOfWork,
    delegation: Delegation,
    premortems: Collection[Premortem],
    risks: Collection[Risk],
    now: datetime,
    *,
    in_any_case: bool = False,
) -> None:
    """Tell the invited what came of it, once: when every risk is decided or, `in_any_case`, now."""
    for each in premortems:
        is_open = any(risk.number == each.number and risk.decision is Decision.OPEN for risk in risks)
        if each.revealed_at and (in_any_case or not is_open):
            await work.nudges.plan(
                *(
                    nudge(delegation, NudgeKind.PREMORTEM_THANKS, now, to=person, about=str(each.number))
                    for person in each.invited
                )
            )


async def end_premortems(
    work: UnitOfWork, delegation: Delegation, now: datetime, kept: Collection[str] = ()
) -> None:
    """Have the work's end be the end of its pre-mortems: nothing is asked any more, and no button is left.

    `kept` are the ids of the guarded risks whose line was ticked at shipping. What was not revealed by then never is.
    """
    premortems = await work.premortems.of(delegation.id)
    if not premortems:
        return
    risks = await work.premortems.revealed(delegation.id)
    for premortem in premortems:
        if premortem.is_open:
            await work.premortems.save(replace(premortem, ended_at=now))
            await work.nudges.refresh(*asked(premortem, delegation, now))
        elif premortem.revealed_at:
            await work.nudges.refresh(*reveals(premortem, delegation, now))
    for risk in risks:
        if risk.waits_at(now):
            await work.nudges.refresh(*check_messages(risk, delegation, now))
        if risk.decision is Decision.GUARDED and risk.id in kept:
            await work.premortems.decide(replace(risk, kept=True))
    if delegation.state is State.SHIPPED:
        await thank(work, delegation, premortems, risks, now, in_any_case=True)
