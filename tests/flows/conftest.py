"""The whole bot in the stand-in workspace: real Socket Mode or signed HTTP, SQLite or PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.app import Application, build
from bot.clock import SettableClock
from bot.delivery.pacing import Pacing
from bot.manifest import read_manifest
from bot.playground.acting import Actor, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM, northwind
from bot.playground.server import PlaygroundServer
from bot.settings import Settings
from tests.databases import Database

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # both are at work: 10:00 in London, 11:00 in Paris


@dataclass
class World:
    """A workspace with the bot in it, on one clock, and the two whom the story is about."""

    database: Database
    transport: str
    clock: SettableClock = field(default_factory=lambda: SettableClock(MONDAY))
    application: Application | None = None

    def __post_init__(self) -> None:
        self.workspace = northwind(
            self.clock, read_manifest(), transport=self.transport, rates_enforced=False
        )
        self.server = PlaygroundServer(self.workspace, self.clock)
        self.maya: Actor = self.workspace.actor(MAYA)
        self.sam: Actor = self.workspace.actor(SAM)

    async def start(self) -> None:
        """Open the workspace and let the bot in."""
        await self.server.start()
        await self.start_bot()

    async def start_bot(self) -> None:
        """Start the bot, a first time or again."""
        app = self.workspace.app
        settings = Settings(
            _env_file=None,
            slack_bot_token=app.bot_token,
            slack_app_token=app.app_token,
            slack_signing_secret=app.signing_secret,
            slack_transport=self.transport,
            slack_api_url=self.server.api_url,
            database_url=self.database.url,
            port=0,
        )
        self.application = build(settings, self.clock, unhurried())
        self.clock.on_jump(self.application.clock_jumped)
        await self.application.start()
        if self.transport == "http":
            self.workspace.request_url = f"http://127.0.0.1:{self.application.port}/slack/events"

    async def stop(self) -> None:
        """Stop the bot, then close the workspace."""
        if self.application:
            await self.application.stop()
        await self.server.stop()

    async def message(self, actor: Actor, words: str, *, buttons: str = "") -> VisibleMessage:
        """Wait for a DM to `actor` that says `words`, and return the newest."""
        await self.workspace.until(lambda: bool(self._saying(actor, words)))
        return self._saying(actor, words)[-1]

    def _saying(self, actor: Actor, words: str) -> list[VisibleMessage]:
        return [message for message in actor.dm_messages() if words in text_of(message)]

    async def in_thread(self, words: str) -> VisibleMessage:
        """Wait for a message of the after-action in the team channel that says `words`."""
        await self.workspace.until(lambda: bool(self._in_threads(words)))
        return self._in_threads(words)[-1]

    def _in_threads(self, words: str) -> list[VisibleMessage]:
        roots = self.maya.messages(CLOUD_COSTS)
        found = [message for root in roots for message in self.maya.thread(CLOUD_COSTS, root.ts)]
        return [message for message in found if words in text_of(message)]

    def later(self, **by: float) -> None:
        """Let time pass: `hours=1`, `days=1`."""
        self.clock.advance(timedelta(**by))

    def at(self, instant: datetime) -> None:
        """Jump to an instant."""
        self.clock.jump_to(instant)


def unhurried() -> Pacing:
    """Return a pacing that holds nothing back: these flows are about words, the limits have tests of their own."""
    return Pacing(monotonic=count(step=3600.0).__next__)


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """Each of Slack's two ways in turn."""
    return str(request.param)


@pytest.fixture
async def world(database: Database, transport: str) -> AsyncIterator[World]:
    """A running workspace with the bot in it."""
    world = World(database, transport)
    await world.start()
    yield world
    await world.stop()
