"""Reaching Slack: the line of Socket Mode, and telling a token that is refused from a Slack that is away."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import Verdict, classify

CONNECT_SECONDS: Final = 5
"""How long starting waits for the line, before it goes on trying in the background."""

InBackground = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]
log = structlog.get_logger(__name__)


class TokenRefused(Exception):
    """Slack refuses the token of a setting, with its own word for why."""

    def __init__(self, setting: str, error: str) -> None:
        super().__init__(f"{setting}: Slack refuses this token ({error}).")
        self.setting = setting
        self.error = error


def may_come_back(setting: str, error: Exception) -> None:
    """Raise `TokenRefused` unless trying again may help."""
    outcome = classify(error)
    if outcome.verdict is Verdict.DEAD_INSTALL:
        raise TokenRefused(setting, outcome.error) from None
    log.warning("slack_not_reached", error=outcome.error)


class SocketMode:
    """The line over which Slack brings what people do; `client` bears the app's own token."""

    def __init__(self, slack: AsyncApp, client: AsyncWebClient, app_token: str) -> None:
        self._client = client
        self._app_token = app_token
        self._handler = AsyncSocketModeHandler(slack, app_token, web_client=client)

    async def connect(self, in_background: InBackground) -> None:
        """Connect, and go on trying in the background where Slack is away. Raises `TokenRefused`."""
        socket: Any = self._handler.client
        try:
            # Asked for here, because the SDK's own loop asks for ever, and does not say why in vain.
            opened = await self._client.apps_connections_open(app_token=self._app_token)
            socket.wss_uri = opened["url"]
        except Exception as error:
            may_come_back("SLACK_APP_TOKEN", error)
        connecting = in_background(self._handler.connect_async())
        if socket.wss_uri:
            await asyncio.wait({connecting}, timeout=CONNECT_SECONDS)
        if not connecting.done():
            socket.wss_uri = None  # it serves once: the SDK's loop asks for the next one itself

    async def is_connected(self) -> bool:
        """Say whether the line stands."""
        return bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Hang up."""
        await self._handler.close_async()
