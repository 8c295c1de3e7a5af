"""Who holds how much of what is claimed: whoever has a great deal due leaves room for the next, and for one more."""

from collections import Counter
from collections.abc import Collection

from bot.domain.people import Tenant


class Shares:
    """Counts what is held, `limit` at most.

    A workspace has its share when it holds as much as is left for the others. Then it is passed over until it is down
    to half of that: so claims stay large.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held: Counter[Tenant] = Counter()
        self._full: dict[Tenant, int] = {}

    @property
    def held(self) -> int:
        """How many are held of all workspaces."""
        return self._held.total()

    @property
    def free(self) -> int:
        """How many more may be held."""
        return max(0, self.limit - self.held)

    @property
    def room(self) -> int:
        """How many may be claimed at once, all of them of one workspace perhaps."""
        return (self.free + 1) // 2

    @property
    def full(self) -> Collection[Tenant]:
        """The workspaces that have their share."""
        return frozenset(self._full)

    @property
    def is_crowded(self) -> bool:
        """Whether the others hold more than is free beside those with their share: claims would be small."""
        of_others = sum(number for tenant, number in self._held.items() if tenant not in self._full)
        return not self.free or of_others > self.free

    def take(self, tenant: Tenant) -> None:
        """Count one that was claimed."""
        self._held[tenant] += 1
        free = self.free
        for each, number in self._held.items():
            if number >= free and each not in self._full:
                self._full[each] = number

    def give_back(self, tenant: Tenant) -> bool:
        """Count one that is settled; True where the workspace has room again since."""
        self._held[tenant] -= 1
        left = self._held[tenant]
        if not left:
            del self._held[tenant]
        if tenant in self._full and left <= self._full[tenant] // 2:
            del self._full[tenant]
            return True
        return False
