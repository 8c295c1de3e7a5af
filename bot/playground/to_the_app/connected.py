"""A workspace that reaches its app: what people do there, and what happens there, is delivered to it."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.playground.to_the_app.delivery import Delivery
from bot.playground.to_the_app.interactions import Interactions
from bot.playground.to_the_app.signed_http import SignedHttp
from bot.playground.to_the_app.sockets import Sockets
from bot.playground.workspace.people import Team
from bot.playground.workspace.story_clock import Clock
from bot.playground.workspace.workspace import Workspace


class ConnectedWorkspace(Workspace):
    """A workspace with its wires to the app, and `interactions`: everything that a person can do."""

    def __init__(
        self,
        team: Team,
        clock: Clock,
        manifest: Mapping[str, Any],
        *,
        transport: Literal["socket", "http"] = "socket",
        request_url: str = "",
        ack_seconds: float = 3.0,
        event_retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        **options: Any,
    ) -> None:
        """Make an empty workspace in which the app of `manifest` is installed.

        Args:
            team: The workspace's own id, name and domain.
            clock: The story's clock.
            manifest: The app's manifest, as loaded from YAML or JSON.
            transport: How the app is reached: Socket Mode, or signed HTTP at `request_url`.
            request_url: The app's one URL for commands, interactions and events; may be set later.
            ack_seconds: Real seconds that an app has to answer a delivery.
            event_retry_delays: Real seconds before each further try to deliver an event.
            options: Passed on to `Workspace`: signing_secret, rates_enforced, with_optional_scopes, monotonic.
        """
        super().__init__(team, clock, manifest, **options)
        self.transport = transport
        self.sockets = Sockets(self.changes)
        self.signed_http = SignedHttp(self.app, request_url)
        courier = self.sockets if transport == "socket" else self.signed_http
        self.delivery = Delivery(
            self, courier, ack_seconds=ack_seconds, event_retry_delays=event_retry_delays
        )
        self.interactions = Interactions(self, self.delivery)

    @property
    def request_url(self) -> str:
        """The app's one URL for commands, interactions and events, when it is reached over HTTP."""
        return self.signed_http.request_url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self.signed_http.request_url = url

    async def redeliver(self) -> None:
        """Deliver the last event once more, with the same event id and retry headers."""
        await self.delivery.redeliver()

    async def send_event(self, event: dict[str, Any]) -> bool:
        """Deliver any event that the manifest subscribes to; see `happenings.py` for the usual ones.

        Returns:
            Whether the app answered the first try; retries go on in the background.
        """
        return await self.delivery.event({"event_ts": self.times.next(), **event})
