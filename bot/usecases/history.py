"""Read the history of a delegation, as one of the two may read it."""

from bot.domain.delegation import Delegation
from bot.domain.history import readable
from bot.domain.record import HistoryEntry
from bot.usecases.ports import Clock, UnitOfWork


async def history_for(
    delegation: Delegation, user_id: str, work: UnitOfWork, clock: Clock
) -> list[HistoryEntry]:
    """Return what this person may read of it, oldest first. Raises `Refused` for anybody but the two."""
    role = delegation.role_of(user_id)
    async with work:
        entries = await work.records.history(delegation.id)
        questions = await work.records.questions(delegation.id)
    now = clock.now()
    held = {each.asked_at for each in questions if each.comes_at and each.comes_at > now}
    return readable(entries, role, held)
