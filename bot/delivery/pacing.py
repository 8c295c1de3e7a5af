"""Slack's speed limits, kept on our side: one message a second per channel, so many calls a minute per workspace."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.domain.people import Tenant


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, and `per_minute` in the long run."""

    per_minute: float
    burst: float

    @property
    def per_second(self) -> float:
        """The refill, a little under Slack's: calls do not arrive as evenly as they are sent."""
        return self.per_minute / 60 * STEADY


STEADY: Final = 0.98

CHANNEL: Final = Limit(60, 3)
POSTS: Final = Limit(240, 240)
"""Of one workspace; Slack says "several hundred" a minute."""

TIER_2, TIER_3, TIER_4 = Limit(20, 10), Limit(50, 25), Limit(100, 50)
METHODS: Final[dict[str, Limit]] = {
    "chat.postMessage": POSTS,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "views.publish": TIER_4,
}

PATIENCE_SECONDS: Final = 3.0
"""The longest wait for a turn while a nudge is held; a longer one is waited out in the table."""

MANY: Final = 20_000
"""Buckets kept in memory before those are dropped that stand full."""


class Bucket:
    """A token bucket, computed from the instants that it is given; it never looks at a clock.

    A token may be taken at a later instant than now: then it is reserved, and the next one comes after it.
    """

    def __init__(self, limit: Limit, now: float) -> None:
        self._limit = limit
        self._tokens = limit.burst
        self._at = now

    def ready_at(self, now: float) -> float:
        """Return the first instant, `now` or later, at which there is a token."""
        tokens = self._tokens_at(now)
        return now if tokens >= 1 else now + (1 - tokens) / self._limit.per_second

    def take(self, at: float) -> None:
        """Use one token at the instant `at`."""
        self._tokens = self._tokens_at(at) - 1
        self._at = at

    def empty(self, now: float) -> None:
        """Leave nothing for now: Slack counts otherwise than we do."""
        self._tokens = min(self._tokens_at(now), 0.0)
        self._at = now

    def is_full(self, now: float) -> bool:
        """Say whether it is as good as new."""
        return self._tokens_at(now) >= self._limit.burst

    def _tokens_at(self, instant: float) -> float:
        # Before `_at` (a reservation) this is less than was there, and so on the safe side.
        grown = self._tokens + (instant - self._at) * self._limit.per_second
        return min(self._limit.burst, grown)


@dataclass(frozen=True, slots=True)
class Turn:
    """A call's turn, `seconds` from now. Where it is not `granted`, nothing was reserved: ask again then."""

    seconds: float
    granted: bool = True


class Pacing:
    """The buckets of every workspace. All times are seconds of `monotonic`, real time."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._patience = patience_seconds
        self._buckets: dict[tuple[Tenant, str], Bucket] = {}
        self._blocked: dict[tuple[Tenant, str], float] = {}
        self._sent_away: dict[tuple[Tenant, str], float] = {}

    def reserve(self, tenant: Tenant, method: str, channel: str = "") -> Turn:
        """Reserve the next turn of this method in this workspace and, for a new message, in this channel."""
        now = self._monotonic()
        turn, buckets = self._next_turn(now, tenant, method, channel)
        for bucket in buckets:
            bucket.take(now + turn.seconds)
        return turn

    def out_of_reach(self, tenant: Tenant, method: str, channel: str = "") -> Turn | None:
        """Return the refusal that `reserve` would give, or None where it would grant a turn."""
        turn, _ = self._next_turn(self._monotonic(), tenant, method, channel)
        return None if turn.granted else turn

    def _next_turn(self, now: float, tenant: Tenant, method: str, channel: str) -> tuple[Turn, list[Bucket]]:
        buckets = {key: self._bucket(key, limit, now) for key, limit in _limits(tenant, method, channel)}
        ready = {key: bucket.ready_at(now) for key, bucket in buckets.items()}
        ready[tenant, method] = max(ready[tenant, method], self._blocked.get((tenant, method), now))
        slowest = max(ready, key=lambda key: ready[key])
        turn = ready[slowest]
        if turn - now > self._patience:
            return Turn(self._queue_up(slowest, turn, method) - now, granted=False), []
        return Turn(turn - now), list(buckets.values())

    async def acquire(self, tenant: Tenant, method: str, channel: str = "") -> Turn:
        """Reserve a turn and wait for it; where it is not granted, return at once."""
        turn = self.reserve(tenant, method, channel)
        if turn.granted and turn.seconds > 0:
            await self._sleep(turn.seconds)
        return turn

    def penalise(self, tenant: Tenant, method: str, seconds: float) -> None:
        """Let nobody call this method in this workspace for `seconds`: Slack has said 429."""
        now = self._monotonic()
        key = (tenant, method)
        self._blocked[key] = max(self._blocked.get(key, now), now + seconds)
        self._bucket(key, _limit_of(method), now).empty(now)

    def _queue_up(self, key: tuple[Tenant, str], turn: float, method: str) -> float:
        """Return when to ask again, each one later than the one before: together they would be sent away again."""
        limit = CHANNEL if key[1] != method else _limit_of(method)
        again = max(turn, self._sent_away.get(key, 0.0) + 1 / limit.per_second)
        self._sent_away[key] = again
        return again

    def _bucket(self, key: tuple[Tenant, str], limit: Limit, now: float) -> Bucket:
        if key not in self._buckets:
            if len(self._buckets) >= MANY:
                self._tidy_up(now)
            self._buckets[key] = Bucket(limit, now)
        return self._buckets[key]

    def _tidy_up(self, now: float) -> None:
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}
        self._blocked = {key: until for key, until in self._blocked.items() if until > now}
        self._sent_away = {key: until for key, until in self._sent_away.items() if until > now}


def _limits(tenant: Tenant, method: str, channel: str) -> list[tuple[tuple[Tenant, str], Limit]]:
    limits = [((tenant, method), _limit_of(method))]
    if method == "chat.postMessage" and channel:
        limits.append(((tenant, f"#{channel}"), CHANNEL))
    return limits


def _limit_of(method: str) -> Limit:
    return METHODS.get(method, TIER_2)
