"""People who wait for an answer go first; what the bot says of its own accord waits a moment, and no longer."""

import asyncio
import sys

import pytest

from handlers.giving_way import InFlight


async def test_nothing_waits_where_nobody_does() -> None:
    """Without a request there is nobody to give way to."""
    in_flight = InFlight()
    await asyncio.wait_for(in_flight.give_way(), 0.01)


async def test_sending_waits_until_those_in_flight_are_answered() -> None:
    """And a moment more, since whoever works through something asks again at once."""
    in_flight = InFlight()
    with in_flight.answering("command"):
        giving_way = asyncio.create_task(in_flight.give_way())
        await asyncio.sleep(0.01)
        assert not giving_way.done()
    await asyncio.sleep(0)
    assert not giving_way.done()
    await giving_way


async def test_a_stream_of_requests_does_not_hold_sending_up_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a while it goes on beside them."""
    monkeypatch.setattr(sys.modules[InFlight.__module__], "GIVING_WAY_SECONDS", 0.02)
    in_flight = InFlight()
    with in_flight.answering("command"):
        await asyncio.wait_for(in_flight.give_way(), 1)
