"""Slack's speed limits, kept on our side: one message a second per channel, so many calls a minute per workspace."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from math import inf
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
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "users.info": TIER_4,
    "views.publish": TIER_4,
}

PATIENCE_SECONDS: Final = 3.0
"""The longest wait for a turn while a nudge is held; a longer one is waited out in the table."""

LATE_SECONDS: Final = 60.0
"""How late somebody may come for their place, and still not be taken for a new one."""

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


class Queue:
    """Those who were sent away from one limit, and when each is to ask again: one after the other, a token apart.

    Whoever asks before that keeps their place. One that nobody comes for is forgotten.
    """

    def __init__(self, limit: Limit) -> None:
        self._apart = 1 / limit.per_second
        self._places: dict[Hashable, float] = {}  # in the order of their times

    def lets_pass(self, who: Hashable, now: float, by: float) -> bool:
        """Say whether `who` takes nobody's turn: nobody waits any more, or their own time comes `by` then."""
        return self.is_over(now) or self._places.get(who, inf) <= by

    def place(self, who: Hashable, ready_at: float, now: float) -> float:
        """Return when `who` is to ask again, where the limit itself has a token at `ready_at`."""
        if self._places.get(who, now) <= now:
            self.leave(who)
            self._forget_those_before(now - LATE_SECONDS)
            self._places[who] = max(ready_at, self._last() + self._apart)
        return self._places[who]

    def leave(self, who: Hashable) -> None:
        """Give up the place of `who`, if there is one."""
        self._places.pop(who, None)

    def is_over(self, now: float) -> bool:
        """Say whether everybody's time has come."""
        return self._last() <= now

    def _last(self) -> float:
        return next(reversed(self._places.values()), 0.0)

    def _forget_those_before(self, instant: float) -> None:
        while self._places:
            who, at = next(iter(self._places.items()))
            if at >= instant:
                return
            del self._places[who]


@dataclass(frozen=True, slots=True)
class Turn:
    """A call's turn, `seconds` from now. Where it is not `granted`, nothing was reserved: ask again then."""

    seconds: float
    granted: bool = True


Key = tuple[Tenant, str]
"""What is limited: a method in a workspace, or a channel of it."""


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
        self._buckets: dict[Key, Bucket] = {}
        self._blocked: dict[Key, float] = {}
        self._queues: dict[Key, Queue] = {}

    def reserve(
        self,
        tenant: Tenant,
        method: str,
        channel: str = "",
        who: Hashable = None,
        patience_seconds: float | None = None,
    ) -> Turn:
        """Reserve the next turn of this method in this workspace and, for a new message, in this channel.

        Where that is further away than one is patient, nothing is reserved but a place in the queue, for the caller
        `who`: they keep it, however often they ask before its time. Without a name each caller is a new one. While
        others wait there, whoever's time is not near gets only what nobody has come for.
        """
        refusal = self.send_away(tenant, method, channel, who, patience_seconds)
        if refusal:
            return refusal
        now, limits = self._monotonic(), _limits(tenant, method, channel)
        _, ready_at = self._next_turn(limits, (tenant, method), now)
        for key, limit in limits.items():
            self._bucket(key, limit, now).take(ready_at)
            if key in self._queues:
                self._queues[key].leave(who)
        return Turn(ready_at - now)

    def send_away(
        self,
        tenant: Tenant,
        method: str,
        channel: str = "",
        who: Hashable = None,
        patience_seconds: float | None = None,
    ) -> Turn | None:
        """Give `who` the place in the queue that `reserve` would give them; None where there is a turn for them."""
        now, limits = self._monotonic(), _limits(tenant, method, channel)
        slowest, ready_at = self._next_turn(limits, (tenant, method), now)
        patience = self._patience if patience_seconds is None else patience_seconds
        queue = self._queues.setdefault(slowest, Queue(limits[slowest]))
        if ready_at - now <= (patience if queue.lets_pass(who, now, now + patience) else 0):
            return None
        place = queue.place(object() if who is None else who, ready_at, now)
        return Turn(place - now, granted=False)

    async def acquire(
        self,
        tenant: Tenant,
        method: str,
        channel: str = "",
        who: Hashable = None,
        patience_seconds: float | None = None,
    ) -> Turn:
        """Reserve a turn and wait for it; where it is not granted, return at once."""
        turn = self.reserve(tenant, method, channel, who, patience_seconds)
        if turn.granted and turn.seconds > 0:
            await self._sleep(turn.seconds)
        return turn

    def _next_turn(self, limits: dict[Key, Limit], called: Key, now: float) -> tuple[Key, float]:
        """Return which of the limits is the last to have a token, and when."""
        ready = {key: self._bucket(key, limit, now).ready_at(now) for key, limit in limits.items()}
        ready[called] = max(ready[called], self._blocked.get(called, now))
        slowest = max(ready, key=lambda key: ready[key])
        return slowest, ready[slowest]

    def penalise(self, tenant: Tenant, method: str, seconds: float) -> None:
        """Let nobody call this method in this workspace for `seconds`: Slack has said 429."""
        now = self._monotonic()
        key = (tenant, method)
        self._blocked[key] = max(self._blocked.get(key, now), now + seconds)
        self._bucket(key, _limit_of(method), now).empty(now)

    def _bucket(self, key: Key, limit: Limit, now: float) -> Bucket:
        if key not in self._buckets:
            if len(self._buckets) >= MANY:
                self._tidy_up(now)
            self._buckets[key] = Bucket(limit, now)
        return self._buckets[key]

    def _tidy_up(self, now: float) -> None:
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}
        self._blocked = {key: until for key, until in self._blocked.items() if until > now}
        self._queues = {key: queue for key, queue in self._queues.items() if not queue.is_over(now)}


def _limits(tenant: Tenant, method: str, channel: str) -> dict[Key, Limit]:
    limits = {(tenant, method): _limit_of(method)}
    if method == "chat.postMessage" and channel:
        limits[tenant, f"#{channel}"] = CHANNEL
    return limits


def _limit_of(method: str) -> Limit:
    return METHODS.get(method, TIER_2)
