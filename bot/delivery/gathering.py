"""Gathering: a digest waits for what was held up and is still on its way to its person, in whichever process."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.nudge import LATE, Nudge
from bot.domain.people import Tenant
from bot.usecases.ports import UnitOfWork

LONGEST_GATHERING: Final = timedelta(minutes=2)
"""How long one process has a digest wait at most: the lease of a sender that died runs out meanwhile."""

FORGOTTEN: Final = timedelta(hours=1)
"""After which no digest waits any more that another process may have drawn."""


class Gathering:
    """Says whether a digest goes on waiting; since when it does is known to this process alone."""

    def __init__(self) -> None:
        self._since: dict[tuple[Tenant, str], datetime] = {}

    async def goes_on(self, digest: Nudge, now: datetime, work: UnitOfWork) -> bool:
        """Say whether something is still to come that goes into the digest, and has not been waited for too long."""
        if not await work.nudges.still_comes(digest.recipient, now - LATE):
            return False
        self._since = {each: since for each, since in self._since.items() if now - since < FORGOTTEN}
        return now - self._since.setdefault((digest.tenant, digest.id), now) < LONGEST_GATHERING
