"""Who holds how much of what is claimed: one workspace with a great deal due leaves room for the others."""

from collections import Counter
from collections.abc import Collection

from bot.domain.people import Tenant


class Shares:
    """Counts what is held, `limit` at most.

    A workspace that has its share, half of that, is passed over until it is down to half of it: so claims stay large.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.share = max(1, limit // 2)
        self._held: Counter[Tenant] = Counter()
        self._full: set[Tenant] = set()

    @property
    def held(self) -> int:
        """How many are held of all workspaces."""
        return self._held.total()

    @property
    def room(self) -> int:
        """How many may be claimed at once."""
        return max(0, min(self.share, self.limit - self.held))

    @property
    def full(self) -> Collection[Tenant]:
        """The workspaces that have their share."""
        return frozenset(self._full)

    def take(self, tenant: Tenant) -> None:
        """Count one that was claimed."""
        self._held[tenant] += 1
        if self._held[tenant] >= self.share:
            self._full.add(tenant)

    def give_back(self, tenant: Tenant) -> bool:
        """Count one that is settled; True where the workspace has room again since."""
        self._held[tenant] -= 1
        left = self._held[tenant]
        if not left:
            del self._held[tenant]
        if tenant in self._full and left <= self.share // 2:
            self._full.discard(tenant)
            return True
        return False
