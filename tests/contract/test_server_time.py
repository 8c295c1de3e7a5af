"""Replicas on one PostgreSQL go by the server's clock, whatever their machines' clocks say."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.clock import FollowingClock
from storage.connections import open_connections
from storage.outbox import SqlOutbox
from storage.server_time import server_time
from storage.unit_of_work import SqlUnitsOfWork
from tests.contract.samples import HOUR, MINUTE, OURS, a_nudge
from tests.databases import Database


@pytest.mark.postgres
async def test_the_server_says_what_time_it_is(postgres: Database) -> None:
    """Aware, in UTC, and rising."""
    connections = open_connections(postgres.url, patience_seconds=10)
    first, second = await server_time(connections), await server_time(connections)
    await connections.close()
    assert first.tzinfo is UTC
    assert timedelta() < second - first < MINUTE


@pytest.mark.postgres
async def test_two_replicas_whose_clocks_are_an_hour_apart_behave_as_one(postgres: Database) -> None:
    """What one plans for in half an hour, the other does not take now; what is due, either takes."""
    connections = open_connections(postgres.url, patience_seconds=10)
    slow, fast = FollowingClock(datetime.now(UTC) - HOUR), FollowingClock(datetime.now(UTC) + HOUR)
    for clock in (slow, fast):
        await clock.follow(partial(server_time, connections))
    async with SqlUnitsOfWork(connections, lambda _: None, slow)(OURS) as work:
        await work.nudges.plan(
            a_nudge("due", due_at=slow.now() - MINUTE), a_nudge("later", due_at=slow.now() + 30 * MINUTE)
        )
        await work.commit()
    taken = await SqlOutbox(connections, fast, fast).claim("fast", 10, 60)
    assert [claim.nudge.id for claim in taken] == ["due"]
    assert await SqlOutbox(connections, slow, slow).claim("slow", 10, 60) == []
    await connections.close()
