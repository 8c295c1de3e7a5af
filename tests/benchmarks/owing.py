"""Nudges that are really drawn: of each shipped delegation its manager is owed the news."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.domain.delegation import Delegation, Prediction, Shipment
from bot.domain.identity import new_id
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Channel, Person, Tenant
from storage.connections import open_connections
from storage.instant import EPOCH
from storage.unit_of_work import SqlUnitsOfWork
from tests.benchmarks.surroundings import tidy_up
from tests.contract.samples import a_brief, a_delegation, a_review

FILLING_SECONDS: Final = 600
APART: Final = timedelta(milliseconds=1)
CHANNEL: Final = Channel("C1", "cloud-costs", has_bot=True)

_OWE_AGAIN: Final = """
UPDATE nudges SET status = 'scheduled', due_at = :due, attempts = 0, channel = '', ts = '', settled_at = NULL,
sent_revision = 0 WHERE kind = 'shipped'
"""
_STILL_OWED: Final = "SELECT count(*) FROM nudges WHERE kind = 'shipped' AND status <> 'sent'"


def workspaces(number: int, name: str = "T0BENCH") -> list[Tenant]:
    """Return so many tenants."""
    return [Tenant("", f"{name}{place:03}") for place in range(number)]


def manager_of(place: int) -> str:
    """Return the user id of the manager of the delegation at this place within a workspace."""
    return f"U0MANAGER{place:05}"


async def owe(url: str, tenants: Sequence[Tenant], each: int, due_at: datetime) -> None:
    """Store `each` shipped delegations of different managers in each workspace, the news of them due from `due_at` on.

    The workspaces take turns, a millisecond apart.
    """
    connections = open_connections(url, patience_seconds=FILLING_SECONDS)
    units = SqlUnitsOfWork(connections, lambda _: None, SystemClock())
    now = datetime.now(UTC)
    for number, tenant in enumerate(tenants):
        async with units(tenant) as work:
            await work.people.put_channel(CHANNEL, now)
            for place in range(each):
                delegation = _shipped(tenant, place, now)
                for user_id, name in ((delegation.manager_id, "Manager"), (delegation.owner_id, "Owner")):
                    person = Person(user_id, tenant.team_id, f"{name} {place}", "Europe/London")
                    await work.people.put_person(person, now)
                await work.delegations.add(delegation)
                await work.reviews.add(a_review(delegation.id, tenant, starts_at=now + timedelta(days=1)))
                due = due_at + (place * len(tenants) + number) * APART
                news = (NudgeKind.SHIPPED, delegation.id, delegation.manager_id, due)
                await work.nudges.plan(Nudge(new_id(), tenant, *news))
            await work.commit()
    await connections.close()
    tidy_up(url)


async def owe_again(url: str, due_at: datetime) -> None:
    """Let all this news be owed once more, as if it had never been sent."""
    async with _connection(url) as connection:
        await connection.execute(text(_OWE_AGAIN), {"due": (due_at - EPOCH) // timedelta(microseconds=1)})
        await connection.commit()
    tidy_up(url)


async def still_owed(url: str) -> int:
    """Return how much of the news was not sent."""
    async with _connection(url) as connection:
        return int((await connection.execute(text(_STILL_OWED))).scalar_one())


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AsyncConnection]:
    connections = open_connections(url, patience_seconds=FILLING_SECONDS)
    connection = await connections.borrow()
    yield connection
    await connections.give_back(connection)
    await connections.close()


def _shipped(tenant: Tenant, place: int, now: datetime) -> Delegation:
    owner = f"U0OWNER{place:05}"
    brief = a_brief(
        task=f"Monthly cloud spend report {place}",
        owner_id=owner,
        deadline=now + timedelta(days=1),
        outcome="Finance can plan hiring on it, and sees what each team spends.",
        team_channel=CHANNEL.channel_id,
        minimum_shippable="Totals per team, no forecast.",
        checklist=("Totals per team", "Compared with last month"),
        assumptions=("The export is complete by Tuesday.",),
    )
    shipment = Shipment(
        Prediction.MET, "https://example.com/report", "The forecast follows on Monday.", (0, 1)
    )
    return a_delegation(
        new_id(),
        tenant,
        manager_id=manager_of(place),
        owner_id=owner,
        brief=brief,
        state=State.SHIPPED,
        move=Role.OWNER,
        handed_over_at=now - timedelta(days=6),
        changed_at=now,
        started_at=now - timedelta(days=5),
        shipped_at=now,
        shipment=shipment,
    )
