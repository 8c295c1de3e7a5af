"""The whole bot in the stand-in workspace: real Socket Mode or signed HTTP, SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest

from bot.app import Application, build
from bot.clock import SettableClock
from bot.delivery.pacing import Pacing
from bot.domain.delegation import Delegation
from bot.domain.nudge import NudgeStatus
from bot.domain.people import Tenant
from bot.manifest import read_manifest
from bot.playground.acting.actor import Actor, VisibleMessage, text_of
from bot.playground.cast import CLOUD_COSTS, MAYA, SAM, northwind
from bot.playground.server import PlaygroundServer
from bot.settings import Settings
from tests.databases import Database

HERE = Path(__file__).parent
ONE_PLACE = pytest.mark.parametrize(("database", "transport"), [("sqlite", "socket")], indirect=True)
"""For what is the same everywhere: SQLite and Socket Mode alone, where the rest runs on all four."""
manifest = cache(read_manifest)  # read once, and not for each flow
TICK_SECONDS = 0.02
"""Between two looks of a bot that is not told when its clock was set."""
TWO_PLACES = pytest.mark.parametrize(
    ("database", "transport"),
    [("sqlite", "socket"), pytest.param("postgres", "http", marks=pytest.mark.postgres)],
    indirect=True,
)
"""For what hangs on the database and hardly on the transport: each of either once."""

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # both are at work: 10:00 in London, 11:00 in Paris


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what goes over the wire as slow, all but the story: a third of a second each, and there are hundreds."""
    for item in items:
        if HERE in item.path.parents and item.path.name != "test_story.py":
            item.add_marker(pytest.mark.slow)


@dataclass
class World:
    """A workspace with the bot in it, on one clock, and the two whom the story is about."""

    database: Database
    transport: str
    clock: SettableClock = field(default_factory=lambda: SettableClock(MONDAY))
    application: Application | None = None
    minutes: float = 15
    """The length of an after-action, read when the bot starts."""
    command: str = "/delegate"
    """The command's name, read when the bot starts."""

    ack_seconds: float = 3.0
    """Real seconds that the workspace waits for an answer, as Slack does."""

    leaps: bool = True
    """Whether the bot is told that the clock was set; else time went by while it was up. Read when it starts."""

    def __post_init__(self) -> None:
        self.workspace = northwind(
            self.clock,
            deepcopy(manifest()),
            transport=self.transport,
            rates_enforced=False,
            ack_seconds=self.ack_seconds,
        )
        self.server = PlaygroundServer(self.workspace, self.clock)
        self.maya = Actor(self.workspace, MAYA)
        self.sam = Actor(self.workspace, SAM)

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
            leeway_after_action_minutes=self.minutes,
            leeway_command=self.command,
            leeway_tick_seconds=5 if self.leaps else TICK_SECONDS,
            port=0,
        )
        self.application = build(settings, self.clock, unhurried())
        if self.leaps:
            self.clock.on_jump(self.application.clock_jumped)
        await self.application.start()
        if self.transport == "http":
            self.workspace.request_url = f"http://127.0.0.1:{self.application.port}/slack/events"

    async def stop(self) -> None:
        """Stop the bot, then close the workspace."""
        if self.application:
            await self.application.stop()
        await self.server.stop()

    async def restart_bot(self) -> None:
        """Stop the bot and start it again, with the settings as they are now."""
        if self.application:
            await self.application.stop()
        await self.start_bot()

    async def message(self, actor: Actor, words: str) -> VisibleMessage:
        """Wait for a DM to `actor` that says `words`, and return the newest."""
        await self.workspace.until(lambda: bool(self._saying(actor, words)))
        return self._saying(actor, words)[-1]

    async def card(self, actor: Actor, words: str) -> VisibleMessage:
        """Wait until the living card of `actor`, the first of their DMs, says `words`, and return it."""
        await self.workspace.until(
            lambda: bool(actor.dm_messages()) and words in text_of(actor.dm_messages()[0])
        )
        return actor.dm_messages()[0]

    async def quiet(self) -> None:
        """Return once nothing is due and nothing is on its way: what has not been sent by then will not be."""
        if self.application is None:
            raise RuntimeError("the bot is not running")
        async with asyncio.timeout(20):
            while await self._is_under_way():  # noqa: ASYNC110 - the database tells nobody when it is quiet
                await asyncio.sleep(0)  # lets the worker go on

    async def _is_under_way(self) -> bool:
        if self.application is None:
            return False
        outbox, oversight = self.application.outbox, self.application.oversight
        if (await oversight.counts())[NudgeStatus.SENDING]:
            return True
        due = await outbox.next_due()
        is_due = due is not None and due <= self.clock.now()
        return is_due or bool((await oversight.counts())[NudgeStatus.SENDING])

    def count(self, actor: Actor, words: str) -> int:
        """Return how many DMs to `actor` say `words` now."""
        return len(self._saying(actor, words))

    def _saying(self, actor: Actor, words: str) -> list[VisibleMessage]:
        return [message for message in actor.dm_messages() if words in text_of(message)]

    async def in_thread(self, words: str) -> VisibleMessage:
        """Wait for a message of the after-action in the team channel that says `words`."""
        await self.workspace.until(lambda: bool(self._in_threads(words)))
        return self._in_threads(words)[-1]

    def _in_threads(self, words: str) -> list[VisibleMessage]:
        roots = [root for root in self.maya.messages(CLOUD_COSTS) if not root.is_ephemeral]
        found = [message for root in roots for message in self.maya.thread(CLOUD_COSTS, root.ts)]
        return [message for message in found if words in text_of(message)]

    async def stored(self, actor: Actor) -> list[Delegation]:
        """Return the delegations of `actor` as they are written down, ongoing ones first."""
        if self.application is None:
            raise RuntimeError("the bot is not running")
        async with self.application.units(Tenant("", self.workspace.team.id)) as work:
            return await work.delegations.of_person(actor.id)

    async def later(self, **by: float) -> None:
        """Let time pass once everything has arrived: `hours=1`, `days=1`."""
        await self.quiet()
        self.clock.advance(timedelta(**by))

    async def at(self, instant: datetime) -> None:
        """Jump to an instant once everything has arrived."""
        await self.quiet()
        self.clock.jump_to(instant)


def unhurried() -> Pacing:
    """Return a pacing that holds nothing back: these flows are about words, the limits have tests of their own."""
    return Pacing(monotonic=count(step=3600.0).__next__)


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """Each of Slack's two ways in turn."""
    return str(request.param)


@pytest.fixture
def ack_seconds(monkeypatch: pytest.MonkeyPatch) -> float:
    """Ten times the patience of Slack's and ours: these flows are about what is answered, on however busy a machine.

    A module that looks at the patience itself has a fixture of this name that leaves all as it is.
    """
    monkeypatch.setattr(import_module("handlers.listening"), "DEADLINE_SECONDS", 25.0)
    monkeypatch.setattr("storage.connections.LISTENER_PATIENCE_SECONDS", 15.0)
    return 30.0


@pytest.fixture
async def world(database: Database, transport: str, ack_seconds: float) -> AsyncIterator[World]:
    """A running workspace with the bot in it."""
    world = World(database, transport, ack_seconds=ack_seconds)
    await world.start()
    yield world
    await world.stop()
