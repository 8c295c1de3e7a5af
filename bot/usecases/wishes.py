"""An owner's wish for help while it waits: who was asked, the one reminder, and what ends the waiting."""

from dataclasses import replace
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.flag import ANSWER_WITHIN
from bot.domain.help import HELPED_IN, Help
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.hours import hours_of
from bot.usecases.managers_word import who_is_asked
from bot.usecases.owed_nudges import about_wish, nudge, put_the_wish_away, show
from bot.usecases.ports import Clock, UnitOfWork


async def bring(wish: Help, delegation: Delegation, work: UnitOfWork) -> None:
    """Owe the wish to whoever is asked, and the look at it when its answer is due. Part of that transaction."""
    await work.nudges.plan(*about_wish(delegation, wish, wish.at))
    if wish.due_at:
        await work.nudges.plan(_step(wish, delegation, wish.due_at))


async def settle(wish: Help, delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have a wish be answered: nothing is asked about it any more. Part of the transaction that answers it."""
    if not wish.is_open:
        return
    answered = replace(wish, answered_at=now)
    await work.help_given.save(answered)
    await put_the_wish_away(work, delegation, answered, now)
    await work.nudges.move(_step(answered, delegation, now).key, now)


async def settle_by_asking(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Have a question of the manager's be the answer to what the owner asked for. Part of that transaction."""
    for wish in await work.help_given.wishes([delegation.id]):
        await settle(wish, delegation, work, now)


async def chase(step: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Take the next step of a wish whose answer is due, and return when to look again; None where that is all.

    First the reminder, and the deputy of a manager who went away meanwhile; then nobody is asked any more, and the
    owner is told so.
    """
    async with work:
        delegation = await work.delegations.get(step.delegation_id, lock=True)
        wish = await work.help_given.get(step.subject)
        if wish is None or wish.due_at is None or not wish.is_waited_for:
            return None
        if delegation.state not in HELPED_IN:
            return None
        now = clock.now()
        if now < wish.due_at:
            return wish.due_at
        if wish.reminded_at is None:
            wish = await _remind(wish, delegation, work, now)
        else:
            wish = replace(wish, given_back_at=now)
            told = nudge(delegation, NudgeKind.HELP_SILENT, now, to=delegation.owner_id, about=wish.id)
            await work.nudges.plan(told)
        await work.help_given.save(wish)
        await work.nudges.refresh(*about_wish(delegation, wish, now))
        await show(work, delegation, now)
        await work.commit()
    return wish.due_at if wish.is_waited_for else None


async def _remind(wish: Help, delegation: Delegation, work: UnitOfWork, now: datetime) -> Help:
    owing = wish.deputy_id or delegation.manager_id
    await work.nudges.plan(nudge(delegation, NudgeKind.HELP_CHASE, now, to=owing, about=wish.id))
    asked = await who_is_asked(work, delegation, now)
    deputy = wish.deputy_id or asked.stand_in
    hours = await hours_of(work, delegation, deputy or delegation.manager_id)
    due_at = hours.later_by(now, ANSWER_WITHIN)
    return replace(wish, reminded_at=now, deputy_id=deputy, due_at=due_at)


def _step(wish: Help, delegation: Delegation, at: datetime) -> Nudge:
    return nudge(delegation, NudgeKind.HELP_DUE, at, about=wish.id)
