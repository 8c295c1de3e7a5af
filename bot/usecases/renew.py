"""Take over what has changed about somebody we know: working hours are drawn from our copy of their zone."""

from bot.usecases.owed_nudges import show
from bot.usecases.plan_anew import owned_at_work, plan_anew
from bot.usecases.ports import Clock, Directory, UnitOfWork


async def renew(user_id: str, work: UnitOfWork, directory: Directory, clock: Clock) -> None:
    """Ask Slack for the person again, and move what is planned into the hours that they now have.

    About people who have nothing to do with us nothing is asked or kept.
    """
    async with work:
        known = await work.people.person(user_id)
    if known is None:
        return
    await directory.forget_person(work.tenant, user_id)
    await directory.person(work.tenant, user_id)
    # Whether their zone differs from before is not asked: an event that comes again finds it taken over already.
    async with work:
        now = clock.now()
        for delegation in await plan_anew(await owned_at_work(user_id, work), work, now):
            await show(work, delegation, now)
        await work.commit()
