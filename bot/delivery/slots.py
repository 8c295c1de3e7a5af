"""Slots: how many attempts are under way at a time, and of one workspace at most half of that."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.people import Tenant


class Slots:
    """`number` slots in all. Where Slack hangs for one workspace, the other half is still there for all others."""

    def __init__(self, number: int) -> None:
        self._all = asyncio.Semaphore(number)
        self._share = max(1, number // 2)
        self._of: dict[Tenant, asyncio.Semaphore] = {}
        self._wanted: Counter[Tenant] = Counter()

    @asynccontextmanager
    async def taken(self, tenant: Tenant) -> AsyncIterator[None]:
        """Wait for a slot of this workspace, and have it for the length of a block."""
        of_tenant = self._of.setdefault(tenant, asyncio.Semaphore(self._share))
        self._wanted[tenant] += 1
        try:
            async with of_tenant, self._all:
                yield
        finally:
            self._wanted[tenant] -= 1
            if not self._wanted[tenant]:
                del self._wanted[tenant], self._of[tenant]
