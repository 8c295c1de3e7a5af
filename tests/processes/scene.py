"""The stand-in workspace in this process, the bot in another, and people who try again when something fails."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.manifest import read_manifest
from bot.playground.acting.actor import Actor, Modal, Outcome, VisibleMessage, text_of
from bot.playground.acting.reading import controls
from bot.playground.cast import CLOUD_COSTS, MAYA, NOOR, SAM, northwind
from bot.playground.server import PlaygroundServer
from tests.databases import Database
from tests.processes.file_clock import StoryClock
from tests.processes.load import Load
from tests.processes.nursery import Bot, Nursery
from tests.processes.owed import Owed, eventually

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # both are at work: 10:00 in London, 11:00 in Paris
LEASE = timedelta(seconds=61)
"""After which a nudge that a dead bot was sending is anybody's again."""

STOP_SECONDS = 10.0
"""The longest that a bot may take to stop when it is asked to."""

PATIENCE_SECONDS = 20.0
TRIES = 4
AGAIN = ("again in a moment", "once more")
"""How the bot asks for another try."""


class Scene:
    """A workspace, one or more bots in it, and the people of the story."""

    def __init__(
        self, nursery: Nursery, database: Database, folder: Path, *, transport: str = "socket", **options: Any
    ) -> None:
        """Set the scene; `options` go to the stand-in workspace, and may hold its `manifest`."""
        self.clock = StoryClock(folder / "clock", MONDAY)
        self.leases = StoryClock(folder / "leases", MONDAY)
        """The time of leases, which goes on with real seconds and never jumps with the story's."""

        manifest = options.pop("manifest", None) or read_manifest()
        options = {"rates_enforced": False, **options}
        self.workspace = northwind(self.clock, manifest, transport=transport, **options)
        self.maya, self.sam, self.noor = (Actor(self.workspace, each) for each in (MAYA, SAM, NOOR))
        self.owed = Owed(database)
        self.bots: list[Bot] = []
        self.kills = self.cut_off = 0  # of them in the middle of sending
        self._nursery = nursery
        self._database = database
        self._folder = folder
        self._server = PlaygroundServer(self.workspace, self.clock)
        self._is_up = asyncio.Event()
        self._doom_after: float | None = None
        self._dooms: list[asyncio.Task[None]] = []
        self._loads: list[Load] = []

    async def open(self) -> None:
        """Open the workspace, without a bot."""
        await self._server.start()

    async def close(self) -> None:
        """Close the workspace; whoever bore the bots ends them."""
        for doom in self._dooms:
            doom.cancel()
        await asyncio.gather(*self._dooms, return_exceptions=True)
        await self._server.stop()
        for load in self._loads:
            await load.close()
        await self.owed.close()

    def load(self) -> Load:
        """Return a source of many due nudges, which draws nobody's attention until it is asked for some."""
        self._loads.append(Load(self.workspace, self._database))
        return self._loads[-1]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a bot in this workspace."""
        app, over_http = self.workspace.app, self.workspace.transport == "http"
        return {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_API_URL": self._server.api_url,
            "DATABASE_URL": self._database.url,
            "PORT": "0",
            "LEEWAY_AFTER_ACTION_MINUTES": "60",
            **(
                {"SLACK_SIGNING_SECRET": app.signing_secret}
                if over_http
                else {"SLACK_APP_TOKEN": app.app_token}
            ),
        }

    # -- the bot

    async def start_bot(self, **settings: str) -> Bot:
        """Start a bot, a first time or again, and wait until it is ready."""
        bot = self._nursery.start(self._folder, self.environment | settings)
        self.bots.append(bot)
        self.is_reached_at(f"http://127.0.0.1:{await bot.ready()}")
        return bot

    def is_reached_at(self, address: str) -> None:
        """Let people act on a bot that is ready, whose HTTP server has this address."""
        if self.workspace.transport == "http":
            self.workspace.request_url = f"{address}/slack/events"
        self._is_up.set()

    async def has_misbehaved(self) -> bool:
        """Say whether every planned misbehaviour of Slack is under way or over."""
        return not self.workspace.misbehaviour._planned

    async def kill_bot(self) -> None:
        """Kill every bot without a warning, and wait until Slack has noticed."""
        self._is_up.clear()
        for bot in self.bots:
            bot.send(signal.SIGKILL)
        for bot in self.bots:
            await bot.ended()
        self.bots.clear()
        self.kills += 1
        await self.workspace.until(lambda: not self.workspace.sockets.count)

    async def kill(self, bot: Bot) -> None:
        """Kill one bot of several without a warning."""
        self.bots.remove(bot)
        bot.send(signal.SIGKILL)
        assert await bot.ended() == -signal.SIGKILL, f"it had ended before:\n{bot.log[-2000:]}"
        self.kills += 1

    async def stop_bots(self) -> None:
        """Ask every bot to stop, and wait until they have, and until Slack has done what they asked of it."""
        for bot in self.bots:
            bot.send(signal.SIGTERM)
        for bot in self.bots:
            assert await bot.ended(STOP_SECONDS) == 0, bot.log[-2000:]
        self.bots.clear()
        await self.workspace.until(lambda: not self.workspace.calls.under_way)

    async def kill_and_restart(self) -> None:
        """Kill the bot and start it again: at once, or a minute later where it was sending something.

        What a dead bot was sending is its own until its lease ends. What is only due may be so too: PostgreSQL may
        still be at the last statement of a client that is gone.
        """
        await self.kill_bot()
        self.cut_off += bool(await self.owed.being_sent())
        self.leases.advance(LEASE)
        await self.start_bot()

    async def disconnect(self, *, abruptly: bool) -> None:
        """End every bot's connection, as Slack does now and then, with a word of it or without."""
        await self._server.disconnect_sockets(abruptly=abruptly)

    # -- time

    async def at(self, instant: datetime) -> None:
        """Jump to an instant, unless it is past, and tell the bots.

        What is owed by now is sent first: told in another order, it would be another story.
        """
        await self.quiet()
        self._begin_the_end()
        if instant > self.clock.now():
            self.clock.jump_to(instant)
            self.wake()

    def wake(self) -> None:
        """Let every bot look at once what is due."""
        for bot in self.bots:
            bot.send(signal.SIGUSR1)

    async def come(self, kind: str, subject: str = "") -> None:
        """Jump to the moment for which a nudge is planned, unless that is past already."""
        await self.quiet()  # what is owed by now may plan it
        due_at = await self.owed.due_at(kind, subject)
        await self.at(due_at or self.clock.now())

    async def quiet(self) -> None:
        """Wait until all that is due was sent, and written down."""

        async def is_quiet() -> bool:
            return not await self.owed.due(self.clock.now())

        try:
            await eventually(is_quiet, PATIENCE_SECONDS)
        except TimeoutError:
            due = await self.owed.due(self.clock.now())
            raise TimeoutError(f"still owed: {due}\n{self.account()}") from None

    # -- what is seen

    async def message(
        self, actor: Actor, words: str, *, besides: VisibleMessage | None = None
    ) -> VisibleMessage:
        """Wait for a DM to `actor` that says `words`, another than `besides`, and return the newest."""
        known = besides.ts if besides else ""
        return await self._seen(
            lambda: [one for one in actor.dm_messages() if words in text_of(one) and one.ts != known], words
        )

    async def in_thread(self, words: str) -> VisibleMessage:
        """Wait for a message of the after-action in the team channel that says `words`, and return the newest."""
        return await self._seen(lambda: [one for one in self.thread() if words in text_of(one)], words)

    def thread(self) -> list[VisibleMessage]:
        """Return what the bot wrote in the team channel, in threads and outside."""
        roots = self.maya.messages(CLOUD_COSTS)
        found = [message for root in roots for message in self.maya.thread(CLOUD_COSTS, root.ts)]
        return [message for message in found if message.user == self.workspace.app.bot_user_id]

    async def until_message(self, message: VisibleMessage, words: str) -> None:
        """Wait until a message was edited so that it says `words`."""
        await self.workspace.until(
            lambda: words in text_of(self.maya.look_again(message)), seconds=PATIENCE_SECONDS
        )

    async def until_sent(self, kind: str, actor: Actor | None = None) -> None:
        """Wait until a nudge of a kind, to `actor` or to the thread, is sent, and written down as sent."""

        async def is_sent() -> bool:
            return bool((await self.owed.statuses())[kind, actor.id if actor else "", "sent"])

        await eventually(is_sent)

    async def _seen(self, looking: Callable[[], list[VisibleMessage]], words: str) -> VisibleMessage:
        try:
            await self.workspace.until(looking, seconds=PATIENCE_SECONDS)
        except TimeoutError as error:
            raise TimeoutError(f"nobody said {words!r}: {error}\n{self.account()}") from None
        return looking()[-1]

    def account(self) -> str:
        """Return what the bots that live have said last, for a failure."""
        return "\n".join("\n".join(bot.log.splitlines()[-30:]) for bot in self.bots)

    # -- what people do

    def doom(self, after_seconds: float) -> None:
        """Kill and restart the bot that long after the next thing that somebody or the clock does."""
        self._doom_after = after_seconds

    async def calm(self) -> None:
        """Wait until every doom has struck."""
        await asyncio.gather(*self._dooms)

    def _begin_the_end(self) -> None:
        after_seconds, self._doom_after = self._doom_after, None

        async def strike(seconds: float) -> None:
            await asyncio.sleep(seconds)
            await self.kill_and_restart()

        if after_seconds is not None:
            self._dooms.append(asyncio.create_task(strike(after_seconds)))

    async def presses(self, actor: Actor, message: VisibleMessage, button: str) -> None:
        """Press a button that does something at once; after an error it may be gone, since it was done."""

        async def press() -> Outcome:
            blocks = actor.look_again(message).blocks
            if was_pressed and not any(button in control.names for control in controls(blocks)):
                return Outcome("", actor.modal, [])
            was_pressed.append(True)
            return await actor.click(message, button)

        was_pressed: list[bool] = []
        await self.does(press)

    async def opens(self, doing: Callable[[], Awaitable[Outcome]]) -> Modal:
        """Do what opens a form, until it is open."""
        outcome = await self.does(doing, lambda outcome: outcome.modal is not None)
        assert outcome.modal is not None
        return outcome.modal

    async def does(
        self, doing: Callable[[], Awaitable[Outcome]], is_done: Callable[[Outcome], bool] = lambda _: True
    ) -> Outcome:
        """Do something as people do: where Slack shows an error, or the bot asks for it, do it again."""
        outcome: Outcome | None = None
        for _ in range(TRIES):
            await asyncio.wait_for(self._is_up.wait(), PATIENCE_SECONDS)
            self._begin_the_end()
            outcome = await doing()
            if outcome.ok and is_done(outcome) and not asks_again(outcome):
                return outcome
        raise AssertionError(f"after {TRIES} tries: {outcome}\n{self.account()}")


def asks_again(outcome: Outcome) -> bool:
    """Say whether the bot whispered that it could not, and to try again."""
    return any(words in text_of(one) for one in outcome.ephemeral for words in AGAIN)


def dice(seed: int, most_seconds: float) -> Callable[[], float]:
    """Return a source of moments between 0 and `most_seconds`, the same ones for the same seed."""
    source = random.Random(seed)
    return lambda: source.uniform(0, most_seconds)
