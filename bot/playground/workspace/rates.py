"""Slack's rate limits, on real time: tiers per method, one message a second per channel, posts per workspace."""

import math
from collections.abc import Callable

CHANNEL_BURST = 3
POSTS_PER_MINUTE = 240
"""Slack says "several hundred" posts a minute per workspace."""

TIER_1, TIER_2, TIER_3, TIER_4, SPECIAL = 1, 20, 50, 100, 600
PER_MINUTE: dict[str, int] = {
    "apps.connections.open": TIER_1,
    "auth.test": SPECIAL,
    "chat.getPermalink": SPECIAL,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "team.info": TIER_3,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}
"""Calls a minute (the rate limit line of each method page); chat.postMessage has its own two limits."""

CONNECTIONS_BURST = 10
"""apps.connections.open: as many at once as an app may hold sockets, then one a minute."""


class Bucket:
    """A token bucket: `burst` at once, refilled at `per_second`."""

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left = burst
        self._seen = now

    def wait(self, now: float) -> float:
        """Return the seconds until there is room for one; 0 when there is."""
        self._left = min(self._burst, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        return 0.0 if self._left >= 1 else (1 - self._left) / self._per_second

    def take(self) -> None:
        """Use one."""
        self._left -= 1


class Rates:
    """Every bucket of the one app in the one workspace."""

    def __init__(self, monotonic: Callable[[], float], *, enforced: bool) -> None:
        self._monotonic = monotonic
        self.enforced = enforced
        self._buckets: dict[str, Bucket] = {}

    def retry_after(self, method: str, channel: str) -> int:
        """Count a call; return 0 if it may pass, else the whole seconds for `Retry-After`."""
        if not self.enforced:
            return 0
        now = self._monotonic()
        buckets = [self._bucket(key, *limits, now) for key, limits in _limits(method, channel).items()]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait > 0:
            return max(1, math.ceil(wait))
        for bucket in buckets:
            bucket.take()
        return 0

    def _bucket(self, key: str, burst: float, per_second: float, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(burst, per_second, now))


def _limits(method: str, channel: str) -> dict[str, tuple[float, float]]:
    """Return the buckets that a call has to pass: key -> (burst, refill per second)."""
    if method == "chat.postMessage":
        return {
            f"channel {channel}": (CHANNEL_BURST, 1.0),
            "posts": (POSTS_PER_MINUTE, POSTS_PER_MINUTE / 60),
        }
    if method == "apps.connections.open":
        return {method: (CONNECTIONS_BURST, TIER_1 / 60)}
    per_minute = PER_MINUTE.get(method)
    return {method: (per_minute, per_minute / 60)} if per_minute else {}
