"""The composition root: everything is put together here and nowhere else, started and stopped in order."""

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import FollowingClock, SteadyClock
from bot.delivery.clients import Clients, SingleWorkspaceClients, open_client, open_session
from bot.delivery.directory import SlackDirectory
from bot.delivery.gateway import Gateway
from bot.delivery.pacing import Pacing
from bot.delivery.rendering import Renderer
from bot.delivery.scheduler import WakeUps
from bot.delivery.worker import Worker
from bot.domain.people import Tenant
from bot.health import add_health_routes
from bot.metrics import Metrics
from bot.settings import Settings
from bot.socket_mode import SocketMode, TokenRefused, may_come_back
from bot.usecases.ports import Clock, Unavailable
from handlers import register
from handlers.bot_token import SingleWorkspace
from handlers.desk import Desk
from handlers.giving_way import InFlight
from handlers.http import BODY_BYTES, add_events_route
from storage.connections import open_both
from storage.outbox import SqlOutbox
from storage.oversight import SqlOversight
from storage.read_ahead import ReadAhead
from storage.server_time import server_time
from storage.unit_of_work import SqlUnitsOfWork

ANSWER_SECONDS = 2  # how long stopping waits for requests in flight
ASK_AGAIN_SECONDS = 5  # between two tries to learn who we are
STOP_SECONDS = 9  # how long all of stopping may take, of the ten that whoever asks for it waits
DRAIN_SECONDS = 6  # how long stopping waits for posts in flight
BOLT_LOGGER = "leeway.bolt"  # Bolt copies its level for its own loggers, one of which logs request bodies
log = structlog.get_logger(__name__)


class Application:
    """The bot, built and not yet started. `port` is the HTTP port once it is."""

    def __init__(self, settings: Settings, clock: Clock, pacing: Pacing, leases: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.port = settings.port
        self._pacing = pacing
        self.metrics = Metrics()
        self._in_flight = InFlight(self.metrics)
        self._wake = asyncio.Event()
        self._wake_ups = WakeUps(clock, self._wake, settings.leeway_tick_seconds)
        self._listening, self._working = open_both(settings.database_url)
        self.units = SqlUnitsOfWork(self._listening, self._wake_ups.at, clock)
        self.outbox = SqlOutbox(self._working, clock, leases)
        self.oversight = SqlOversight(self._working, clock)
        self._authorize = SingleWorkspace(settings.slack_bot_token)
        self._session: aiohttp.ClientSession | None = None
        self._socket: SocketMode | None = None
        self._server: web.AppRunner | None = None
        self._renderer: Renderer | None = None
        self.worker: Worker | None = None
        self.slack: AsyncApp | None = None
        self._workspace: Tenant | None = None  # once Slack has said which it is
        self._background: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Open the session, learn who we are, start the worker and the clock, then let Slack in.

        Where Slack cannot be reached the bot starts all the same, goes on trying, and readiness says so.
        Raises `TokenRefused` where Slack can be reached and refuses a token.
        """
        if isinstance(self.clock, FollowingClock):
            ask = partial(server_time, self._working)
            await self.clock.follow(ask)
            self._in_background(self.clock.go_on_following(ask))
        self._session = open_session(self.metrics)
        client = open_client(self.settings.slack_bot_token, self.settings.slack_api_url, self._session)
        if not await self._introduce(client):
            self._in_background(self._introduce_later(client))
        clients = SingleWorkspaceClients(client)
        directory = SlackDirectory(self.units, clients, self.clock, self._pacing, self.metrics)
        self.worker = self._build_worker(clients)
        self.slack = self._bolt(
            # Without a token: each request's client gets the one that it was authorised for.
            open_client(None, self.settings.slack_api_url, self._session),
            Desk(
                self.units,
                directory,
                self.clock,
                self.metrics,
                self.settings.leeway_command,
                self.settings.leeway_after_action_minutes,
            ),
        )
        self._wake_ups.start()
        self.worker.start()
        self._in_background(self._go_on())
        await self._serve()
        if self.settings.transport == "socket":
            await self._connect()
        log.info("started", transport=self.settings.transport, port=self.port)

    async def stop(self) -> bool:
        """Stop claiming, keep answering what is in flight, then close the doors and the database.

        Return whether all of that came to its end in time: what hangs is left as it is, leases run out by themselves.
        """
        closing = asyncio.create_task(self._close())
        await asyncio.wait({closing}, timeout=STOP_SECONDS)
        if not closing.done():
            log.warning("stopped_in_the_middle")
            return False
        closing.result()
        log.info("stopped")
        return True

    async def _close(self) -> None:
        self._wake_ups.stop()
        if self.worker:
            await self.worker.stop(DRAIN_SECONDS)
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._in_flight.until_idle(ANSWER_SECONDS)
        if self._socket:
            await self._socket.close()
        if self._server:
            await self._server.cleanup()
        if self._session:
            await self._session.close()
        await self._listening.close()
        await self._working.close()

    async def checks(self) -> dict[str, bool]:
        """Say what of that which the bot hangs on is there: database, Slack, clock."""
        return {
            "database": await self._database_answers(),
            "slack": await self._slack_is_near(),
            "clock": self._wake_ups.is_running and self.worker is not None and self.worker.is_running,
        }

    async def measured(self) -> bytes:
        """Return what operators measure, in Prometheus' text format."""
        try:
            backlog = await self.oversight.backlog()
        except Unavailable:
            return self.metrics.text_without_database()
        behind = (self.clock.now() - backlog.since).total_seconds() if backlog.since else 0.0
        return self.metrics.text(backlog.number, behind, backlog.dead)

    def clock_jumped(self) -> None:
        """Look again at what is due: a settable clock was moved."""
        if self._renderer:
            self._renderer.clock_jumped()
        self._wake_ups.reset()

    async def give_way(self) -> None:
        """Let those in flight go first. Raises `Unavailable` until the shared clock has answered: ours may be ahead."""
        if isinstance(self.clock, FollowingClock) and not self.clock.is_told:
            raise Unavailable("the clock of the database")
        await self._in_flight.give_way()

    def _build_worker(self, clients: Clients) -> Worker:
        """The worker waits longer for the database than a listener may, and gives way to those in flight."""
        units = SqlUnitsOfWork(self._working, self._wake_ups.at, self.clock)
        reading = ReadAhead(self._working, self.clock)
        directory = SlackDirectory(units, clients, self.clock, self._pacing, self.metrics)
        self._renderer = Renderer(units, reading, directory, self.clock, self.metrics)
        return Worker(
            self.outbox,
            self._renderer,
            Gateway(clients, self._pacing, self.metrics),
            self._pacing,
            self.clock,
            self._wake,
            self._wake_ups,
            give_way=self.give_way,
            metrics=self.metrics,
        )

    def _bolt(self, client: AsyncWebClient, desk: Desk) -> AsyncApp:
        slack = AsyncApp(
            name="leeway",  # else Bolt looks through the whole stack, and reads its sources, for a name
            logger=logging.getLogger(BOLT_LOGGER),
            client=client,
            authorize=self._authorize,
            signing_secret=self.settings.slack_signing_secret,
            request_verification_enabled=self.settings.transport == "http",
            process_before_response=True,
            raise_error_for_unhandled_request=True,
        )
        register(slack, desk, self._in_flight)
        return slack

    async def _introduce(self, client: AsyncWebClient) -> bool:
        """Ask Slack who we are; False where it cannot be reached."""
        try:
            answer = await client.auth_test()
        except Exception as error:
            may_come_back("SLACK_BOT_TOKEN", error)
            return False
        told = dict(answer.data) if isinstance(answer.data, dict) else {}
        self._authorize.learn(told)
        self._workspace = Tenant(str(told.get("enterprise_id") or ""), str(told.get("team_id") or ""))
        return True

    async def _introduce_later(self, client: AsyncWebClient) -> None:
        try:
            while not self._workspace:
                await asyncio.sleep(ASK_AGAIN_SECONDS)
                await self._introduce(client)
            await self._go_on()
        except TokenRefused as refused:
            log.error("token_refused", setting=refused.setting, error=refused.error)

    async def _go_on(self) -> None:
        """Have what was held up go on, now that Slack takes our token."""
        if not (self._workspace and self.worker):
            return
        while True:
            try:
                await self.worker.suspensions.end(self._workspace)
                break
            except Unavailable as error:
                log.warning("database_unavailable", doing="resume", error=type(error).__name__)
                await asyncio.sleep(ASK_AGAIN_SECONDS)
        self._wake.set()

    async def _connect(self) -> None:
        if self.slack is None or self._session is None:
            raise RuntimeError("connected before it was built")
        token = self.settings.slack_app_token
        client = open_client(token, self.settings.slack_api_url, self._session)
        self._socket = SocketMode(self.slack, client, token)
        await self._socket.connect(self._in_background)

    def _in_background(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(doing)
        self._background.append(task)
        return task

    async def _serve(self) -> None:
        server = web.Application(client_max_size=BODY_BYTES)
        add_health_routes(server, self.checks, self.measured)
        if self.slack and self.settings.transport == "http":
            add_events_route(server, self.slack)
        self._server = web.AppRunner(server, access_log=None)
        await self._server.setup()
        await web.TCPSite(self._server, self.settings.host, self.settings.port).start()
        addresses: list[Any] = self._server.addresses
        self.port = addresses[0][1]

    async def _database_answers(self) -> bool:
        try:
            await self.outbox.next_due()
        except Exception as error:
            log.warning("database_not_ready", error=type(error).__name__)
            return False
        return True

    async def _slack_is_near(self) -> bool:
        if self.settings.transport == "socket":
            return self._socket is not None and await self._socket.is_connected()
        return self._workspace is not None


def build(
    settings: Settings, clock: Clock, pacing: Pacing | None = None, leases: Clock | None = None
) -> Application:
    """Return the application for these settings and this clock; nothing has been opened yet.

    `pacing` is Slack's speed limits as we keep to them, by default the real ones. `leases` is the time that leases go
    by, which all processes on the database share; by default this machine's steady seconds.
    """
    return Application(settings, clock, pacing or Pacing(), leases or SteadyClock())
