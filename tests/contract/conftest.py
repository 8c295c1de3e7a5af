"""The stores under test, on a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.clock import SettableClock
from storage.connections import Connections
from storage.outbox import SqlOutbox
from storage.oversight import SqlOversight
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import NOW, OURS, THEIRS


@pytest.fixture
def clock() -> SettableClock:
    """A clock that stands at `NOW` until it is moved."""
    return SettableClock(NOW, frozen=True)


@pytest.fixture
def leases() -> SettableClock:
    """The time that leases go by, which stands until it is moved, whatever `clock` shows."""
    return SettableClock(NOW, frozen=True)


@pytest.fixture
def woken() -> list[datetime]:
    """The due times that the sender was told, in order."""
    return []


@pytest.fixture
def units(connections: Connections, woken: list[datetime], clock: SettableClock) -> SqlUnitsOfWork:
    """Units of work on the database."""
    return SqlUnitsOfWork(connections, woken.append, clock)


@pytest.fixture
async def work(units: SqlUnitsOfWork) -> AsyncIterator[SqlUnitOfWork]:
    """An open unit of work of our tenant; what it holds back is rolled back at the end."""
    async with units(OURS) as opened:
        yield opened


@pytest.fixture
def ours(units: SqlUnitsOfWork) -> SqlUnitOfWork:
    """A unit of work of our tenant, to be opened by the test."""
    return units(OURS)


@pytest.fixture
def theirs(units: SqlUnitsOfWork) -> SqlUnitOfWork:
    """A unit of work of another tenant, to be opened by the test."""
    return units(THEIRS)


@pytest.fixture
def outbox(connections: Connections, clock: SettableClock, leases: SettableClock) -> SqlOutbox:
    """The sender's side."""
    return SqlOutbox(connections, clock, leases)


@pytest.fixture
def oversight(connections: Connections, clock: SettableClock) -> SqlOversight:
    """The operator's side."""
    return SqlOversight(connections, clock)
