"""The clock that follows another, never ahead of what it was told; and the one that only goes on."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build
from bot.clock import ASK_AGAIN_SECONDS, FOLLOW_SECONDS, FollowingClock, SteadyClock, SystemClock
from bot.running import clocks_of
from bot.settings import Settings
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


def test_the_steady_clock_goes_with_the_seconds_and_not_with_the_date() -> None:
    """It shows no date of ours, so that none is taken for one of it: it is always long before."""
    seconds = Seconds()
    clock = SteadyClock(seconds)
    begun = clock.now()
    seconds.passed += 90
    assert clock.now() - begun == timedelta(seconds=90)
    assert SteadyClock().now() < NOON - 1000 * HOUR


def test_leases_go_by_what_all_senders_share_and_nobody_sets() -> None:
    """The seconds of one machine where the file is of one; else the clock of the database, for lack of another."""
    due, leases = clocks_of(Settings(_env_file=None, database_url="sqlite:///leeway.db"))
    assert (type(due), type(leases)) == (SystemClock, SteadyClock)
    due, leases = clocks_of(Settings(_env_file=None, database_url="postgresql://leeway@db/leeway"))
    assert isinstance(due, FollowingClock)
    assert leases is due


async def test_until_it_has_asked_it_goes_by_the_machine() -> None:
    """And its seconds pass."""
    seconds = Seconds()
    clock = FollowingClock(NOON, seconds)
    seconds.passed = 90
    assert clock.now() == NOON + timedelta(seconds=90)


class Asked:
    """A shared clock, asked over a line on which question and answer take their time."""

    def __init__(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self.there = self.back = 0.0
        self.fault: Exception | None = None
        self.jumped = timedelta()

    @property
    def now(self) -> datetime:
        """What it shows."""
        return NOON + self.jumped + timedelta(seconds=self._seconds.passed)

    async def __call__(self) -> datetime:
        """Say what it showed when the question arrived."""
        self._seconds.passed += self.there
        instant = self.now
        self._seconds.passed += self.back
        if self.fault:
            raise self.fault
        return instant


async def test_once_asked_it_goes_by_the_answer() -> None:
    """Taken for the time at which it arrives, and carried on from there."""
    seconds = Seconds()
    clock, asked = FollowingClock(NOON + HOUR, seconds), Asked(seconds)
    asked.there = asked.back = 0.125
    assert await clock.follow(asked)
    assert asked.now - clock.now() == timedelta(seconds=0.125)
    seconds.passed += 10
    assert asked.now - clock.now() == timedelta(seconds=0.125)


@pytest.mark.parametrize(("there", "back"), [(0.25, 0.0), (0.0, 0.25), (9.0, 0.0), (0.0, 9.0), (4.5, 4.5)])
async def test_it_is_never_ahead_however_slow_the_answer(there: float, back: float) -> None:
    """Wherever the time went, for a connection, for the server or for the way back: nothing is sent before its time."""
    seconds = Seconds()
    clock, asked = FollowingClock(NOON + HOUR, seconds), Asked(seconds)
    asked.there, asked.back = there, back
    for _ in range(3):
        await clock.follow(asked)
        assert clock.now() <= asked.now
        seconds.passed += 60
        assert clock.now() <= asked.now


async def test_a_slow_answer_counts_only_where_there_is_no_better_one() -> None:
    """It would set the clock back by what it took; a quick one, once heard, stands for as long as it may be right."""
    seconds = Seconds()
    clock, asked = FollowingClock(NOON + HOUR, seconds), Asked(seconds)
    asked.back = 3.0
    assert not await clock.follow(asked)
    assert asked.now - clock.now() == timedelta(seconds=3)
    asked.back = 0.0
    assert await clock.follow(asked)
    asked.back = 3.0
    assert not await clock.follow(asked)
    assert clock.now() == asked.now


async def test_nobody_sends_by_a_clock_that_was_never_told() -> None:
    """Where the database is out of reach at the start, this machine's clock may be ahead: the worker waits for it."""
    settings = Settings(_env_file=None, database_url="postgresql://leeway@127.0.0.1:1/leeway")
    seconds = Seconds()
    clock = FollowingClock(NOON + HOUR, seconds)
    application = build(settings, clock)
    with pytest.raises(Unavailable):
        await application.give_way()
    await clock.follow(Asked(seconds))
    await application.give_way()


@pytest.mark.parametrize("back", [0.0, 3.0])
async def test_it_follows_where_the_shared_clock_is_set(back: float) -> None:
    """Forth and back: that one decides, and all replicas with it, though its answers be slow."""
    seconds = Seconds()
    clock, asked = FollowingClock(NOON, seconds), Asked(seconds)
    await clock.follow(asked)
    asked.back = back
    for jump in (HOUR, -HOUR):
        asked.jumped = jump
        await clock.follow(asked)
        assert asked.now - clock.now() == timedelta(seconds=back)


async def test_where_nobody_answers_it_goes_on() -> None:
    """By what it knew before."""
    clock, asked = FollowingClock(NOON, Seconds()), Asked(Seconds())
    asked.fault = Unavailable()
    assert not await clock.follow(asked)
    assert clock.now() == NOON
    assert not clock.is_told


async def test_it_goes_on_following_whatever_goes_wrong() -> None:
    """Soon again after a fault of any kind, or a slow answer; in a minute after a good one."""
    seconds = Seconds()
    clock, asked = FollowingClock(NOON, seconds), Asked(seconds)
    pauses: list[float] = []
    faults = [Unavailable(), KeyError("a bug"), None, None]
    asked.back = 3.0

    async def sleep(pause: float) -> None:
        pauses.append(pause)
        if not faults:
            raise asyncio.CancelledError
        asked.fault = faults.pop(0)
        if not faults:
            asked.back = 0.0

    with pytest.raises(asyncio.CancelledError):
        await clock.go_on_following(asked, sleep)
    assert pauses == [ASK_AGAIN_SECONDS] * 4 + [FOLLOW_SECONDS]
    assert clock.now() == asked.now
