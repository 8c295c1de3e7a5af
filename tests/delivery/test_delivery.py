"""A nudge's whole way, from the outbox to the stand-in Slack."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import SettableClock
from bot.delivery.clients import SingleWorkspaceClients
from bot.delivery.gateway import Gateway
from bot.delivery.pacing import Pacing
from bot.delivery.scheduler import WakeUps
from bot.delivery.worker import Worker
from bot.playground.cast import JONAS, MAYA, NOOR, SAM
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import FakeOutbox, FakeRenderer, RealTime

PEOPLE = (MAYA, SAM, NOOR, JONAS)


class Delivery:
    """All of delivery on one outbox."""

    def __init__(self, clients: SingleWorkspaceClients, clock: SettableClock) -> None:
        self.clock = clock
        self.time = RealTime()
        self.outbox = FakeOutbox(clock)
        self.renderer = FakeRenderer()
        wake = asyncio.Event()
        pacing = Pacing(self.time, self.time.sleep)
        self.wake_ups = WakeUps(clock, wake, tick_seconds=300)
        gateway = Gateway(clients, pacing, clock)
        self.worker = Worker(self.outbox, self.renderer, gateway, pacing, clock, wake, self.wake_ups)

    def pass_time(self, seconds: float) -> None:
        """Let the story's time and real time pass."""
        self.time.seconds += seconds
        self.clock.advance(timedelta(seconds=seconds))

    async def run(self) -> None:
        """Send what is due until nothing is left to send, however long that takes."""
        for _ in range(20):
            await self.worker.run_due()
            if all(row.status == "sent" for row in self.outbox.rows.values()):
                return
            self.pass_time(60)


@pytest.fixture
async def delivery(clients: SingleWorkspaceClients, clock: SettableClock) -> AsyncIterator[Delivery]:
    """Delivery, put together as the bot does it."""
    delivery = Delivery(clients, clock)
    yield delivery
    await delivery.worker.stop(2)
    delivery.wake_ups.stop()


def texts(workspace: Workspace, person: str) -> list[str]:
    """Return what the bot has written to somebody, in order."""
    return [message.text for message in workspace.channel_messages(workspace.direct_message(person).id)]


@pytest.mark.parametrize(
    "how",
    [
        "rate_limited:2",
        "http_500",
        "http_500_after_accepting",
        "drop_after_accepting",
        "refuse_connection",
        "error:internal_error",
        "error_after_accepting:fatal_error",
        "error:brand_new",
    ],
)
async def test_whatever_slack_does_each_nudge_is_one_message_and_in_order(
    delivery: Delivery, workspace: Workspace, how: str
) -> None:
    """A third of the posts go wrong; in the end everybody has each of their messages once, as they fell due."""
    for number in range(12):
        delivery.outbox.owe(f"n{number:02}", to=PEOPLE[number % 4], due_in=number - 20)
    workspace.misbehave("chat.postMessage", how, times=4)
    await delivery.run()
    for place, person in enumerate(PEOPLE):
        expected = [f"n{number:02}" for number in range(place, 12, 4)]
        found = texts(workspace, person)
        assert (sorted(found) if how == "error:brand_new" else found) == expected


async def test_a_wake_up_sends_what_falls_due(delivery: Delivery, workspace: Workspace) -> None:
    """The alarm, the worker and the gateway together: a nudge owed in a moment is there a moment later."""
    delivery.wake_ups.start()
    delivery.worker.start()
    delivery.outbox.owe("n1", to=SAM, due_in=0.05)
    delivery.wake_ups.at(delivery.outbox.rows["n1"].nudge.due_at)
    delivery.clock.advance(timedelta(seconds=0.05))
    await workspace.until(lambda: texts(workspace, SAM) == ["n1"])
