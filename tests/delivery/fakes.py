"""Stand-ins for what delivery works with, each obeying its port."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from bot.blocks.message import Message
from bot.delivery.gateway import StillOwed
from bot.delivery.outcomes import Outcome, Verdict, sent
from bot.delivery.outgoing import Outgoing, Post, Sendable
from bot.domain.nudge import SUSPENDED, Claim, Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Channel, Person, Tenant
from bot.usecases.ports import Clock, Unavailable

OURS = Tenant("", "T0NORTH001")
THEIRS = Tenant("", "T0SOUTH001")


class RealTime:
    """Monotonic time that a test moves; sleeping moves it."""

    def __init__(self, seconds: float = 1000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let time pass, for this sleeper at once."""
        self.seconds += seconds


class FakeAlarm:
    """Notes for when it was set."""

    def __init__(self) -> None:
        self.times: list[datetime] = []

    def at(self, due_at: datetime) -> None:
        """Note the time."""
        self.times.append(due_at)


@dataclass
class Row:
    """A nudge as it stands in the fake table."""

    nudge: Nudge
    status: str = "scheduled"
    attempts: int = 0
    token: int = 0
    revision: int = 1
    is_suspect: bool = False
    looks: int = 0
    blind: int = 0
    channel: str = ""
    ts: str = ""
    error: str = ""
    lease_until: datetime | None = None
    late_since: datetime | None = None

    @property
    def wake_at(self) -> datetime | None:
        """When it can be claimed, or None for never."""
        return {"scheduled": self.nudge.due_at, "sending": self.lease_until}.get(self.status)


class FakeOutbox:
    """The port `Outbox`, in memory. `faults` are raised by the next calls, one each."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rows: dict[str, Row] = {}
        self.groups: list[list[Settlement]] = []
        self.faults: list[Exception] = []

    def owe(
        self,
        nudge_id: str,
        *,
        to: str = "U0SAM00001",
        kind: NudgeKind = NudgeKind.MOVE,
        due_in: float = 0,
        tenant: Tenant = OURS,
    ) -> Row:
        """Owe a nudge, due in so many seconds."""
        due_at = self._clock.now() + timedelta(seconds=due_in)
        row = Row(Nudge(nudge_id, tenant, kind, "d1", to, due_at))
        self.rows[nudge_id] = row
        return row

    async def claim(
        self,
        owner: str,
        limit: int,
        lease_seconds: float,
        besides: Collection[Tenant] = (),
        held: Collection[str] = (),
    ) -> list[Claim]:
        """Take what is due, in order of due time, but not of these tenants, and no lease of those held."""
        self._fail()
        now = self._clock.now()
        waiting = [row for row in self.rows.values() if row.nudge.tenant not in besides]
        free = [row for row in waiting if row.status != "sending" or row.nudge.id not in held]
        due = [row for row in free if row.wake_at and row.wake_at <= now]
        due.sort(key=lambda row: (row.wake_at, row.nudge.id))
        taken = due[:limit]
        for row in taken:
            row.is_suspect |= row.status == "sending"
            row.looks = max(row.looks, row.status == "sending")
            row.status = "sending"
            row.lease_until = now + timedelta(seconds=lease_seconds)
            row.token += 1
            row.attempts += 1
        return [claim_of(row) for row in taken]

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Write results down; one that lost its lease changes nothing."""
        await asyncio.sleep(0)
        self._fail()
        self.groups.append(list(settlements))
        return [settlement for settlement in settlements if self._settle(settlement)]

    async def standing(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Return what nobody else took over, as it was written down or as called off."""
        self._fail()
        rows = [(self.rows[each.claim.nudge.id], each) for each in settlements]
        return [
            Settlement(each.claim, Result.CANCELLED, each.channel, each.ts)
            if row.status == "cancelled"
            else each
            for row, each in rows
            if row.token == each.claim.token and row.status != "sending"
        ]

    def _settle(self, settlement: Settlement) -> bool:
        row = self.rows[settlement.claim.nudge.id]
        if row.status != "sending" or row.token != settlement.claim.token:
            return False
        row.channel, row.ts = settlement.channel or row.channel, settlement.ts or row.ts
        row.error, row.is_suspect, row.lease_until = settlement.error, settlement.is_suspect, None
        row.looks, row.blind = settlement.looks, settlement.blind
        if settlement.result is Result.FOLDED or settlement.result is Result.LATER:
            is_late = settlement.result is Result.FOLDED or not settlement.is_planned
            row.late_since = (row.late_since or row.nudge.due_at) if is_late else None
        if settlement.result is Result.LATER:
            row.status = "scheduled"
            row.attempts -= settlement.gives_back
            row.nudge = replace(row.nudge, due_at=settlement.due_at or self._clock.now())
        elif row.revision > settlement.claim.revision:
            row.status, row.attempts = "scheduled", 0
            row.nudge = replace(row.nudge, due_at=self._clock.now())
        else:
            row.status = settlement.result.value
        return True

    def refresh(self, nudge_id: str) -> None:
        """Owe a living message that nobody holds anew."""
        row = self.rows[nudge_id]
        row.revision += 1
        row.status, row.late_since = "scheduled", None
        row.nudge = replace(row.nudge, due_at=self._clock.now())

    def send_again(self, nudge_id: str) -> None:
        """Owe one that was given up once more, as the operator does."""
        row = self.rows[nudge_id]
        row.status, row.attempts, row.looks, row.blind, row.error = "scheduled", 0, 0, 0, ""
        row.nudge = replace(row.nudge, due_at=self._clock.now())

    async def next_due(self, besides: Collection[Tenant] = ()) -> datetime | None:
        """Return when something that nobody holds is due next."""
        self._fail()
        waiting = [row for row in self.rows.values() if row.nudge.tenant not in besides]
        return min((row.nudge.due_at for row in waiting if row.status == "scheduled"), default=None)

    async def suspend(self, tenant: Tenant, until: datetime, error: str) -> int:
        """Put off what would be due before."""
        self._fail()
        rows = [row for row in self.rows.values() if row.nudge.tenant == tenant and row.status == "scheduled"]
        held_up = [row for row in rows if row.nudge.due_at < until]
        for row in held_up:
            row.late_since = row.late_since or row.nudge.due_at
            row.nudge, row.error = replace(row.nudge, due_at=until), SUSPENDED + error
        return len(held_up)

    async def resume(self, tenant: Tenant) -> int:
        """Have it be due now."""
        held_up = [row for row in self.rows.values() if row.error.startswith(SUSPENDED)]
        for row in held_up:
            row.nudge, row.error = replace(row.nudge, due_at=self._clock.now()), ""
        return len(held_up)

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)


def claim_of(row: Row) -> Claim:
    """Return the claim on a row as it stands."""
    return Claim(
        row.nudge,
        row.token,
        row.attempts,
        row.revision,
        row.is_suspect,
        row.channel,
        row.ts,
        row.late_since,
        looks=row.looks,
        blind=row.blind,
    )


def a_claim(nudge_id: str = "n1", *, to: str = "U0SAM00001", attempts: int = 1, **about: object) -> Claim:
    """Return a claim that was not taken from any outbox."""
    nudge = Nudge(nudge_id, OURS, NudgeKind.MOVE, "d1", to, datetime.fromisoformat("2026-11-23T09:00Z"))
    return replace(Claim(nudge, 1, attempts, revision=1), **about)


Prepare = Callable[[Claim], Awaitable[Outgoing]]


class FakeRenderer:
    """Renders every nudge as a DM that says its id, unless `plans` has something else for it, or a bug."""

    def __init__(self) -> None:
        self.plans: dict[str, Outgoing | Exception | Prepare] = {}
        self.prepared: list[str] = []

    async def prepare(self, claim: Claim) -> Outgoing:
        """Render it."""
        nudge = claim.nudge
        self.prepared.append(nudge.id)
        plan = self.plans.get(nudge.id, Post(nudge.recipient or "C0CLOUD001", Message(nudge.id)))
        if isinstance(plan, Exception):
            raise plan
        return await plan(claim) if callable(plan) else plan


class FakeSender:
    """Sends nothing, and notes what it was to send; a nudge with a gate is on its way until the gate opens."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.claims: list[Claim] = []
        self.outcomes: dict[str, list[Outcome | Exception]] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.under_way = 0
        self.most_under_way = 0
        self.changed = asyncio.Event()

    async def send(self, claim: Claim, outgoing: Sendable, is_still_owed: StillOwed) -> Outcome:
        """Note it, wait at the gate, and end as planned."""
        nudge_id = claim.nudge.id
        self.claims.append(claim)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.changed.set()
        try:
            if nudge_id in self.gates:
                await self.gates[nudge_id].wait()
            else:
                await asyncio.sleep(0)
        finally:
            self.under_way -= 1
        planned = self.outcomes.get(nudge_id)
        outcome = planned.pop(0) if planned else sent("D1", f"{len(self.sent)}.0")
        if isinstance(outcome, Exception):
            raise outcome
        self.sent.append(nudge_id)
        self.changed.set()
        return outcome

    async def look(self, claim: Claim) -> Outcome:
        """Say whether it was posted before: as planned, or that it was not."""
        planned = self.outcomes.get(claim.nudge.id)
        outcome = planned.pop(0) if planned else Outcome(Verdict.NOTHING)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def until_sent(self, count: int) -> None:
        """Wait until so many were sent."""
        async with asyncio.timeout(5):
            while len(self.sent) < count:
                self.changed.clear()
                await self.changed.wait()

    async def until_under_way(self, count: int) -> None:
        """Wait until so many are on their way at once."""
        async with asyncio.timeout(5):
            while self.under_way < count:
                self.changed.clear()
                await self.changed.wait()


class FakePeople:
    """The port `People`, in memory."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[Person, datetime]] = {}
        self.channels: dict[str, tuple[Channel, datetime]] = {}

    async def put_person(self, person: Person, at: datetime) -> None:
        """Keep the member."""
        self.people[person.user_id] = (person, at)

    async def person(self, user_id: str) -> tuple[Person, datetime] | None:
        """Return the member."""
        return self.people.get(user_id)

    async def put_channel(self, channel: Channel, at: datetime) -> None:
        """Keep the channel."""
        self.channels[channel.channel_id] = (channel, at)

    async def channel(self, channel_id: str) -> tuple[Channel, datetime] | None:
        """Return the channel."""
        return self.channels.get(channel_id)


class FakeUnits:
    """The port `UnitsOfWork` as far as the directory needs it; `open` counts the transactions that are open."""

    def __init__(self) -> None:
        self.people = FakePeople()
        self.open = 0
        self.is_down = False

    def __call__(self, tenant: Tenant) -> Self:
        """Return itself: there is one tenant."""
        return self

    async def __aenter__(self) -> Self:
        """Begin."""
        if self.is_down:
            raise Unavailable("down")
        self.open += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        self.open -= 1

    async def commit(self) -> None:
        """Make it durable."""
