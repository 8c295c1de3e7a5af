"""Take over what has changed about somebody we know: working hours are drawn from our copy of their zone."""

from bot.usecases.ports import Directory, UnitOfWork


async def renew(user_id: str, work: UnitOfWork, directory: Directory) -> None:
    """Ask Slack for the person again; about people who have nothing to do with us nothing is asked or kept."""
    async with work:
        known = await work.people.person(user_id)
    if known:
        await directory.forget_person(work.tenant, user_id)
        await directory.person(work.tenant, user_id)
