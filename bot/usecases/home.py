"""App Home: published when it is opened, and again whenever something on it changes."""

from bot.domain.identity import new_id
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Clock, UnitOfWork


async def show_home(user_id: str, event_id: str, work: UnitOfWork, clock: Clock) -> None:
    """Owe the person their Home, now; an event that Slack delivers again changes nothing."""
    async with work:
        if not await work.first_time(event_id):
            return
        await work.nudges.refresh(Nudge(new_id(), work.tenant, NudgeKind.HOME, "", user_id, clock.now()))
        await work.commit()
