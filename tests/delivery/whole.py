"""All of delivery on one outbox, against the stand-in Slack."""

import asyncio
from datetime import timedelta

from bot.clock import SettableClock
from bot.delivery.clients import SingleWorkspaceClients
from bot.delivery.gateway import Gateway
from bot.delivery.pacing import Pacing
from bot.delivery.scheduler import WakeUps
from bot.delivery.worker import Worker
from bot.playground.workspace.workspace import Workspace
from tests.delivery.fakes import FakeOutbox, FakeRenderer, RealTime


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
        gateway = Gateway(clients, pacing)
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

    async def run_for(self, time: timedelta) -> None:
        """Send what is due whenever something is, for so long."""
        until = self.clock.now() + time
        while True:
            await self.worker.run_due()
            due = await self.outbox.next_due()
            if due is None or due > until:
                break
            self.pass_time(max(1.0, (due - self.clock.now()).total_seconds()))
        self.pass_time(max(0.0, (until - self.clock.now()).total_seconds()))


def texts(workspace: Workspace, person: str) -> list[str]:
    """Return what the bot has written to somebody, in order."""
    return [message.text for message in workspace.channel_messages(workspace.direct_message(person).id)]
