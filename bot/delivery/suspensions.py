"""Workspaces in which nothing can be sent for now: their nudges wait in the table, and one is tried now and then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.delivery.ports import Outbox
from bot.domain.people import Tenant
from bot.usecases.ports import Clock, Unavailable

SUSPENSION: Final = timedelta(hours=1)
"""Until a workspace is tried again whose token is dead or that shuts us out: somebody there has to act first."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Suspension:
    """Until when nothing is tried in a workspace, and Slack's word for why."""

    until: datetime
    error: str


class Suspensions:
    """Holds up what is owed in a workspace. It is written down, so it holds for other senders and after a restart."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._known: dict[Tenant, Suspension] = {}

    def of(self, tenant: Tenant) -> Suspension | None:
        """Return the suspension of a workspace, as far as this sender knows of one."""
        known = self._known.get(tenant)
        return known if known and known.until > self._clock.now() else None

    async def begin(self, tenant: Tenant, error: str) -> Suspension:
        """Suspend the workspace, unless it is suspended already."""
        known = self.of(tenant)
        if known:
            return known
        suspension = self._known[tenant] = Suspension(self._clock.now() + SUSPENSION, error)
        try:
            held_up = await self._outbox.suspend(tenant, suspension.until, error)
        except Unavailable:
            held_up = 0  # each is tried by itself, and held up then
        log.error("workspace_suspended", team=tenant.team_id, error=error, nudges=held_up)
        return suspension

    async def end(self, tenant: Tenant) -> None:
        """Have all that was held up go on: the workspace can be reached. Raises `Unavailable`."""
        self._known.pop(tenant, None)
        held_up = await self._outbox.resume(tenant)
        if held_up:
            log.info("workspace_resumed", team=tenant.team_id, nudges=held_up)
