"""Somebody cannot be reached: whoever shares work with them is told of all of it at once."""

from bot.domain.lifecycle import BEFORE_REVIEW, ENDED
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import Clock, UnitOfWork


async def tell_the_other(news: Nudge, work: UnitOfWork, clock: Clock) -> None:
    """Owe the other of the two word of each task between them, so that the next one that fails is no news.

    `news` names the person who is gone, and is about the task whose message did not reach them.
    """
    if news.recipient:  # it is that word already
        return
    async with work:
        failed = await work.delegations.get(news.delegation_id)
        if failed.state in ENDED:
            return
        both = {failed.owner_id, failed.manager_id}
        between_them = [
            each
            for each in await work.delegations.of_person(news.subject)
            if each.id != failed.id
            and {each.owner_id, each.manager_id} == both
            and each.state in BEFORE_REVIEW
        ]
        other = failed.manager_id if news.subject == failed.owner_id else failed.owner_id
        now = clock.now()
        await work.nudges.plan(
            *(
                nudge(each, NudgeKind.UNREACHABLE, now, to=other, about=news.subject)
                for each in (failed, *between_them)
            )
        )
        await work.commit()
