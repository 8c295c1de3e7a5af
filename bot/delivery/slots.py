"""Slots: how many attempts are under way at a time. One workspace never has them all, and one more always gets on."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.people import Tenant


class Slots:
    """`number` slots in all, of which a workspace has at most half of what the others leave: 8, 4, 2, 1 of sixteen.

    So where Slack hangs for some, there is room for the next. What is given back goes to who has the fewest.
    """

    def __init__(self, number: int) -> None:
        self._free = number
        self._taken: Counter[Tenant] = Counter()
        self._waiting: dict[Tenant, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def taken(self, tenant: Tenant) -> AsyncIterator[None]:
        """Wait for a slot of this workspace, and have it for the length of a block."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tenant, deque()).append(turn)
        self._hand_out()
        try:
            await turn
            yield
        finally:
            if not turn.cancelled():
                self._give_back(tenant)

    def _hand_out(self) -> None:
        while (tenant := self._next()) is not None:
            turn = self._waiting[tenant].popleft()
            if not self._waiting[tenant]:
                del self._waiting[tenant]
            if turn.cancelled():
                continue
            self._free -= 1
            self._taken[tenant] += 1
            turn.set_result(None)

    def _next(self) -> Tenant | None:
        """Return whose turn is next among those who may have one more."""
        waiting = [tenant for tenant in self._waiting if self._may_have_one_more(tenant)]
        return min(waiting, key=lambda tenant: self._taken[tenant], default=None)

    def _may_have_one_more(self, tenant: Tenant) -> bool:
        has = self._taken[tenant]
        return self._free > 0 and (has == 0 or has < self._free)

    def _give_back(self, tenant: Tenant) -> None:
        self._free += 1
        self._hand_out()  # to others first: the one that gives it back still counts as having it
        self._taken[tenant] -= 1
        if not self._taken[tenant]:
            del self._taken[tenant]
        self._hand_out()
