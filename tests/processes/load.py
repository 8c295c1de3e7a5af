"""Load: due nudges written in bulk, each of which is really drawn and sent, and what of them stands in Slack."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from bot.domain.brief import Brief
from bot.domain.delegation import Delegation, Prediction, Shipment
from bot.domain.identity import new_id
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge, NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.playground.cast import CLOUD_COSTS, NORTHWIND, SAM
from bot.playground.workspace.conversations import Message
from bot.playground.workspace.people import Person
from bot.playground.workspace.workspace import Workspace
from storage.engine import open_engine
from storage.mapping import delegation_values, nudge_values
from storage.tables import IS_WAITING, delegations, nudges
from tests.contract.samples import a_brief
from tests.databases import Database

TENANT = Tenant("", NORTHWIND.id)
FIRST_ROUND = "1"
AT_ONCE, MICROSECOND, SECOND = timedelta(), timedelta(microseconds=1), timedelta(seconds=1)
PATIENCE_SECONDS = 30.0
"""How long the bulk of it may wait for its turn to write, while bots write on the same SQLite file."""


@dataclass(frozen=True)
class Sent:
    """A message of the bot's that stands in Slack, and the nudge that it is the message of."""

    nudge: str
    channel: str
    ts: float


@dataclass(frozen=True)
class Unsent:
    """A nudge that waits, as the table has it."""

    nudge: str
    status: NudgeStatus
    due_at: datetime
    attempts: int
    suspect: bool
    lease_owner: str


class Load:
    """Nudges for one workspace and one database: news for managers in their DMs, and posts into a channel."""

    def __init__(self, workspace: Workspace, database: Database) -> None:
        self._workspace = workspace
        self._engine = open_engine(database.url, patience_seconds=PATIENCE_SECONDS)
        self._numbers = count(1)
        self.direct: dict[str, datetime] = {}
        self.in_channel: dict[str, datetime] = {}
        """When each was due that was ever added, by its id."""

    async def close(self) -> None:
        """Close its connections."""
        await self._engine.dispose()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.direct) + len(self.in_channel)

    def people(self, number: int) -> list[str]:
        """Let so many new members into the workspace and return their user ids."""
        ids = [f"U0LOAD{next(self._numbers):06}" for _ in range(number)]
        for each in ids:
            self._workspace.add_person(Person(each, each.lower(), f"Manager {each[-6:]}"))
        return ids

    async def add(
        self, recipients: Sequence[str], in_channel: int = 0, *, ahead: timedelta = AT_ONCE
    ) -> None:
        """Owe each recipient the news that a task of theirs has shipped, and so many posts in the team channel.

        They come due in the order of the recipients, with the posts spread among them: all at once, or in the
        course of a second that begins that far `ahead`. One transaction.
        """
        now = self._workspace.now()
        shipped, news = list(_delegations(recipients, in_channel, now)), []
        for place, delegation in enumerate(shipped):
            kind, to, subject = NudgeKind.SHIPPED, delegation.manager_id, ""
            if delegation.brief.team_channel:
                kind, to, subject = NudgeKind.REVIEW_OPENING, "", FIRST_ROUND
            behind = len(shipped) - place
            due_at = now + ahead + (SECOND * (place / len(shipped)) if ahead else -MICROSECOND * behind)
            news.append(Nudge(new_id(), TENANT, kind, delegation.id, to, due_at, subject))
        async with self._engine.begin() as connection:
            await connection.execute(insert(delegations), [_row(delegation_values(each)) for each in shipped])
            await connection.execute(insert(nudges), [_row(nudge_values(each)) for each in news])
        for each in news:
            (self.direct if each.recipient else self.in_channel)[each.id] = each.due_at

    # -- what became of them

    def sent(self) -> Iterator[Sent]:
        """Return every message in Slack that is of one of these nudges."""
        bot = self._workspace.app.bot_user_id
        for channel in self._workspace.channels.values():
            for message in channel.messages.values():
                if message.user == bot and (nudge := nudge_of(message)):
                    yield Sent(nudge, channel.id, float(message.ts))

    def copies(self) -> Counter[str]:
        """Return how many messages there are of each nudge that has one."""
        return Counter(each.nudge for each in self.sent())

    def lost(self) -> set[str]:
        """Return the nudges without a message."""
        return (self.direct.keys() | self.in_channel.keys()) - self.copies().keys()

    def doubled_in_private(self) -> Counter[str]:
        """Return the copies beyond the first one of what went into DMs."""
        return _beyond_the_first(self.copies(), self.direct)

    def doubled_in_channels(self) -> Counter[str]:
        """Return the copies beyond the first one of what went into the channel."""
        return _beyond_the_first(self.copies(), self.in_channel)

    async def at_status(self, *statuses: NudgeStatus) -> set[str]:
        """Return the nudges that stand at one of these."""
        query = select(nudges.c.id).where(nudges.c.status.in_(statuses))
        async with self._engine.connect() as connection:
            return set((await connection.execute(query)).scalars())

    async def unsent(self) -> list[Unsent]:
        """Return all that still waits, for whatever time."""
        row = nudges.c
        query = select(row.id, row.status, row.due_at, row.attempts, row.suspect, row.lease_owner)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.where(IS_WAITING))
            return [Unsent(*each) for each in rows.all()]

    async def statuses(self) -> Counter[str]:
        """Return how many stand at each status."""
        async with self._engine.connect() as connection:
            return Counter(
                str(each) for each in (await connection.execute(select(nudges.c.status))).scalars()
            )


def nudge_of(message: Message) -> str:
    """Return the id of the nudge whose message it is, or nothing."""
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload.get("nudge", ""))


def _beyond_the_first(copies: Counter[str], among: dict[str, datetime]) -> Counter[str]:
    return Counter({each: copies[each] - 1 for each in among if copies[each] > 1})


def _delegations(recipients: Sequence[str], in_channel: int, now: datetime) -> Iterator[Delegation]:
    brief = a_brief(owner_id=SAM, deadline=now + timedelta(days=1))
    for_all = a_brief(owner_id=SAM, deadline=now + timedelta(days=1), team_channel=CLOUD_COSTS)
    total = len(recipients) + in_channel
    posted = 0
    for place, recipient in enumerate(recipients):
        yield _shipped(recipient, brief, now)
        while posted < in_channel and posted * total <= (place + posted + 1) * in_channel:
            posted += 1
            yield _shipped(recipient, for_all, now)


def _shipped(manager: str, brief: Brief, now: datetime) -> Delegation:
    day = timedelta(days=1)
    return Delegation(
        id=new_id(),
        tenant=TENANT,
        manager_id=manager,
        owner_id=SAM,
        brief=brief,
        brief_number=1,
        state=State.SHIPPED,
        handed_over_at=now - day,
        changed_at=now,
        move=None,
        started_at=now - day,
        shipped_at=now,
        shipment=Shipment(Prediction.MET),
    )


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "enterprise_id": TENANT.enterprise_id, "team_id": TENANT.team_id}
