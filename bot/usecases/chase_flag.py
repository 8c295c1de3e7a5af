"""Chase the answer to a flag: once to whoever owes it, once to the deputy, then the owner has the move again."""

from dataclasses import replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.flag import ANSWER_WITHIN, Flag
from bot.domain.lifecycle import Act, Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.record import Event, HistoryEntry
from bot.usecases.hours import hours_of
from bot.usecases.managers_word import pass_over, who_is_asked
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork


async def chase(step: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Take the next step of a flag whose answer is due, and return when to look again; None where that is all.

    First the reminder (and, for a manager who went away meanwhile, the deputy); then the deputy, where one was
    named and does not know yet; then nobody is asked any more, and the owner is told so.
    """
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        flag = await work.flags.get(step.subject)
        if flag is None or not flag.holds_the_move or delegation.state is not State.IN_PROGRESS:
            return None
        now = clock.now()
        if now < flag.answer_due:
            return flag.answer_due
        asked = await who_is_asked(work, delegation, now)
        deputy = asked.deputy if flag.chased_at else asked.stand_in
        if flag.chased_at is None:
            flag = await _remind(delegation, flag, deputy, work, now)
        elif deputy and not flag.deputy_id:
            flag = await _pass_on(delegation, flag, deputy, work, now)
        else:
            flag = await _give_back(delegation, flag, work, now)
        await work.flags.save(flag)
        # The move stays where it is, until the new time, or goes back to the owner: no person acted.
        chased = await pass_over(work, delegation, Act.ANSWER_FLAG, Role.CLOCK, now)
        thanks = nudge(chased, NudgeKind.FLAG_THANKS, now, to=chased.owner_id, about=flag.id)
        await work.nudges.refresh(thanks)
        await show(work, chased, now)
        await work.commit()
    return flag.answer_due if flag.holds_the_move else None


async def _remind(delegation: Delegation, flag: Flag, deputy: str, work: UnitOfWork, now: datetime) -> Flag:
    owing = flag.deputy_id or delegation.manager_id
    await work.nudges.plan(nudge(delegation, NudgeKind.FLAG_CHASE, now, to=owing, about=flag.id))
    await work.records.note(HistoryEntry(delegation.id, Event.FLAG_CHASED, "", now, flag.seen))
    flag = replace(flag, chased_at=now)
    if deputy and not flag.deputy_id:
        return await _pass_on(delegation, flag, deputy, work, now)
    hours = await hours_of(work, delegation, owing)
    return replace(flag, answer_due=hours.later_by(now, ANSWER_WITHIN))


async def _pass_on(delegation: Delegation, flag: Flag, deputy: str, work: UnitOfWork, now: datetime) -> Flag:
    await work.nudges.plan(nudge(delegation, NudgeKind.FLAG, now, to=deputy, about=flag.id))
    await work.records.note(HistoryEntry(delegation.id, Event.FLAG_PASSED_ON, "", now, flag.seen))
    hours = await hours_of(work, delegation, deputy)
    return replace(flag, deputy_id=deputy, answer_due=hours.later_by(now, ANSWER_WITHIN))


async def _give_back(delegation: Delegation, flag: Flag, work: UnitOfWork, now: datetime) -> Flag:
    await work.nudges.plan(
        nudge(delegation, NudgeKind.FLAG_SILENT, now, to=delegation.owner_id, about=flag.id)
    )
    await work.records.note(HistoryEntry(delegation.id, Event.FLAG_UNANSWERED, "", now, flag.seen))
    return replace(flag, given_back_at=now)
