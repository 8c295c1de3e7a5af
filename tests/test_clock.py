"""The clock that follows another: right by what it was told, steady in between."""

from datetime import UTC, datetime, timedelta

from bot.clock import FollowingClock
from bot.usecases.ports import Unavailable

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Seconds:
    """Steady seconds that pass when told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        """Return how many have passed."""
        return self.passed


async def test_until_it_has_asked_it_goes_by_the_machine() -> None:
    """And its seconds pass."""
    seconds = Seconds()
    clock = FollowingClock(NOON, seconds)
    seconds.passed = 90
    assert clock.now() == NOON + timedelta(seconds=90)


async def test_once_asked_it_goes_by_the_answer() -> None:
    """Taken for the time halfway between asking and being told."""
    seconds = Seconds()
    clock = FollowingClock(NOON + HOUR, seconds)

    async def ask() -> datetime:
        seconds.passed += 2
        return NOON

    await clock.follow(ask)
    assert clock.now() == NOON + timedelta(seconds=1)
    seconds.passed += 10
    assert clock.now() == NOON + timedelta(seconds=11)


async def test_where_nobody_answers_it_goes_on() -> None:
    """By what it knew before."""
    clock = FollowingClock(NOON, Seconds())

    async def ask() -> datetime:
        raise Unavailable

    assert not await clock.follow(ask)
    assert clock.now() == NOON
