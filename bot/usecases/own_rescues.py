"""A manager's own record of stepping in, read by that manager and by nobody else."""

from collections import Counter

from bot.domain.delegation import Delegation
from bot.domain.rescue import LATELY, Rescue, RescueKind
from bot.usecases.ports import Clock, UnitOfWork


async def own_rescues(delegation: Delegation, user_id: str, work: UnitOfWork) -> list[Rescue]:
    """Return what the manager has in their own record about it; nothing for anybody else."""
    if user_id != delegation.manager_id:
        return []
    async with work:
        return await work.rescues.of_manager(user_id, delegation.id)


async def rescues_lately(user_id: str, work: UnitOfWork, clock: Clock) -> Counter[RescueKind]:
    """Return how often this person stepped in lately, by kind, to be shown to them alone."""
    async with work:
        return Counter(each.kind for each in await work.rescues.since(user_id, clock.now() - LATELY))
