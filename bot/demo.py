"""`leeway demo`: the bot on a fresh SQLite file, in a stand-in workspace on this machine with a page."""

import asyncio
import signal
import socket
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import Application, build
from bot.clock import SettableClock
from bot.delivery.pacing import Pacing
from bot.domain.nudge_kind import NudgeKind
from bot.logs import configure_logs
from bot.manifest import read_manifest
from bot.playground.cast import northwind
from bot.playground.server import PlaygroundServer
from bot.settings import Settings
from storage.migrate import upgrade


async def run_demo(port: int, settings: Settings) -> None:
    """Run the demo until it is interrupted; `port` is the page's, and a free one is taken where it is 0 or in use.

    Of the settings, those about Leeway itself are kept; Slack and the database are the demo's own.
    """
    configure_logs("console")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="leeway-demo-") as folder:
        demo = Demo(Path(folder), port if _is_free(port) else 0, settings=settings)
        try:
            await demo.start()
            print(f"\n  Leeway's demo is at {demo.page_url}\n  Ctrl+C ends it.\n", flush=True)
            await stop.wait()
        finally:
            await demo.stop()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def next_monday(now: datetime) -> datetime:
    """Return the Monday morning after `now`, when everybody in the story is at work: a week lies ahead."""
    days = 7 - now.weekday()
    return (now + timedelta(days=days)).replace(hour=9, minute=30, second=0, microsecond=0)


class Demo:
    """The stand-in workspace and the bot in one process, on one clock that the page can move."""

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        clock: SettableClock | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.clock = clock or SettableClock(next_monday(datetime.now(UTC)))
        self._settings = settings or Settings.model_construct()
        self.workspace = northwind(self.clock, read_manifest(self._settings.leeway_command))
        self._folder = folder
        self._server = PlaygroundServer(self.workspace, self.clock, port, next_moment=self._next_moment)
        self.application: Application | None = None

    @property
    def page_url(self) -> str:
        """The page's address."""
        return self._server.page_url

    async def start(self) -> None:
        """Start the workspace, then the bot in it."""
        await self._server.start()
        database = f"sqlite:///{self._folder}/demo.db"
        await asyncio.to_thread(upgrade, database)
        app = self.workspace.app
        settings = self._settings.model_copy(
            update={
                "slack_bot_token": app.bot_token,
                "slack_app_token": app.app_token,
                "slack_transport": "socket",
                "slack_api_url": self._server.api_url,
                "database_url": database,
                "host": "127.0.0.1",
                "port": 0,
            }
        )
        # Slack's pace is real time: a turn is waited for, since the story's clock may stand still meanwhile.
        self.application = build(settings, self.clock, Pacing(patience_seconds=20))
        self.clock.on_jump(self.application.clock_jumped)
        await self.application.start()

    async def stop(self) -> None:
        """Stop the bot, then the workspace."""
        if self.application:
            await self.application.stop()
        await self._server.stop()

    async def _next_moment(self) -> tuple[datetime, str] | None:
        if self.application is None:
            return None
        coming = await self.application.oversight.coming()
        return (coming.due_at, LABELS.get(coming.kind, "the next nudge")) if coming else None


LABELS = {
    NudgeKind.OFFER_REMINDER: "a reminder of the offer",
    NudgeKind.OFFER_LAPSE: "the offer lapses",
    NudgeKind.SILENCE: "silence confirms the back-brief",
    NudgeKind.CHECKPOINT: "a checkpoint",
    NudgeKind.NOTE_REMINDER: "a reminder of the correction note",
    NudgeKind.NOTE_DUE: "the correction note is due",
    NudgeKind.QUESTION: "a question that waited",
    NudgeKind.QUESTION_HELD: "a question that waited",
    NudgeKind.FLAG_DUE: "an answer to a flag is due",
    NudgeKind.HELP_DUE: "an answer to a wish for help is due",
    NudgeKind.INTENTION_DUE: "silence lets an intention go",
    NudgeKind.PAGE_CLOCK: "a page that nobody answered goes on",
    NudgeKind.PROPOSAL_SILENCE: "a proposal ends without an answer",
    NudgeKind.DEADLINE: "the deadline",
    NudgeKind.RISK_REMINDER: "a reminder of a check",
    NudgeKind.DIGEST: "several things as one message",
    NudgeKind.PREMORTEM_REVEAL: "the reveal of a pre-mortem",
    NudgeKind.RISK_CHECK: "a check of a state and a date",
    NudgeKind.REVIEW_START: "the after-action starts",
    NudgeKind.REVIEW_REMINDER: "a reminder to write",
    NudgeKind.REVIEW_REVEAL: "the notes are shown together",
    NudgeKind.REVIEW_MANAGER: "the manager's part",
    NudgeKind.REVIEW_CHANGE: "the one change",
    NudgeKind.REVIEW_CLOSE: "the after-action closes",
}
"""What the page says comes next, by what the bot owes then."""
