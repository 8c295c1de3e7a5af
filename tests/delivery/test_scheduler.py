"""The wake-ups: on time, by sweep, and many missed ones as one."""

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import SettableClock
from bot.delivery.scheduler import WakeUps

SOON = timedelta(seconds=0.05)


class CountingEvent(asyncio.Event):
    """An event that counts how often it was set."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def set(self) -> None:
        """Set it."""
        self.count += 1
        super().set()


@pytest.fixture
def wake() -> CountingEvent:
    """What the wake-ups set."""
    return CountingEvent()


@pytest.fixture
async def wake_ups(clock: SettableClock, wake: CountingEvent) -> AsyncIterator[WakeUps]:
    """Wake-ups that sweep so seldom that no test sees it, started, and with their first wake behind them."""
    wake_ups = WakeUps(clock, wake, tick_seconds=300)
    wake_ups.start()
    wake.clear()
    yield wake_ups
    wake_ups.stop()


async def is_woken(wake: asyncio.Event, seconds: float = 5.0) -> bool:
    """Wait for the event, and say whether it came."""
    try:
        await asyncio.wait_for(wake.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def test_it_wakes_at_the_start(clock: SettableClock, wake: CountingEvent) -> None:
    """What was left from before the start is looked at without waiting for a tick."""
    wake_ups = WakeUps(clock, wake, tick_seconds=300)
    wake_ups.start()
    assert wake.is_set()
    assert wake_ups.is_running
    wake_ups.stop()


async def test_what_is_due_wakes_at_once(
    wake_ups: WakeUps, clock: SettableClock, wake: CountingEvent
) -> None:
    """No scheduler lies between a commit and the worker."""
    wake_ups.at(clock.now())
    assert wake.is_set()


async def test_it_wakes_when_the_story_gets_there(
    wake_ups: WakeUps, clock: SettableClock, wake: CountingEvent
) -> None:
    """The alarm rings after as much real time as the story has left to go, and not before."""
    wake_ups.at(clock.now() + SOON)
    assert not wake.is_set()
    assert await is_woken(wake)


async def test_an_earlier_time_brings_the_alarm_forward_and_a_later_one_does_not_put_it_off(
    wake_ups: WakeUps, clock: SettableClock, wake: CountingEvent
) -> None:
    """The next due time is the earliest that anybody named."""
    wake_ups.at(clock.now() + timedelta(days=400))
    wake_ups.at(clock.now() + SOON)
    wake_ups.at(clock.now() + timedelta(hours=1))
    assert await is_woken(wake)


async def test_after_it_rang_it_can_be_set_again(
    wake_ups: WakeUps, clock: SettableClock, wake: CountingEvent
) -> None:
    """A later time than that of the alarm that rang is taken."""
    for times in (1, 2):
        wake.clear()
        wake_ups.at(clock.now() + SOON * times)
        assert await is_woken(wake)


async def test_a_jump_wakes_at_once_and_sets_the_alarm_anew(
    wake_ups: WakeUps, clock: SettableClock, wake: CountingEvent
) -> None:
    """What was a day away is soon, once the clock has been moved: the worker looks, and names that time again."""
    due_at = clock.now() + timedelta(days=1)
    wake_ups.at(due_at)
    clock.jump_to(due_at - SOON)
    wake_ups.reset()
    assert wake.is_set()
    wake.clear()
    wake_ups.at(due_at)
    assert not wake.is_set()
    assert await is_woken(wake)


async def test_it_sweeps(clock: SettableClock, wake: CountingEvent) -> None:
    """What nobody announced, such as another replica's work, is looked for at every tick."""
    wake_ups = WakeUps(clock, wake, tick_seconds=0.02)
    wake_ups.start()
    for _ in range(3):
        wake.clear()
        assert await is_woken(wake)
    wake_ups.stop()


async def test_sweeps_that_were_missed_are_one_and_none_is_too_late(
    clock: SettableClock, wake: CountingEvent
) -> None:
    """After the process was held up for many ticks it sweeps at once, and once for all of them."""
    wake_ups = WakeUps(clock, wake, tick_seconds=0.2)
    wake_ups.start()
    wake.clear()
    threading.Event().wait(0.7)  # holds up the event loop itself
    held_up = wake.count
    assert await is_woken(wake)
    assert wake.count - held_up == 1
    wake_ups.stop()


async def test_after_stopping_nothing_wakes(clock: SettableClock, wake: CountingEvent) -> None:
    """It can be stopped twice, and an alarm set afterwards stays silent."""
    wake_ups = WakeUps(clock, wake, tick_seconds=0.02)
    wake_ups.start()
    wake_ups.stop()
    wake_ups.stop()
    await asyncio.sleep(0)
    wake.clear()
    wake_ups.at(clock.now() + timedelta(seconds=0.03))
    assert not await is_woken(wake, 0.1)
    assert not wake_ups.is_running
