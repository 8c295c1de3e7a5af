"""Web API clients: one per workspace, all on one HTTP session, and none that repeats a call by itself."""

from typing import Final, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.people import Tenant

CALL_SECONDS: Final = 10.0
CONNECT_SECONDS: Final = 5.0


class Clients(Protocol):
    """Where the sender finds the client of a workspace."""

    async def client_for(self, tenant: Tenant) -> AsyncWebClient | None:
        """Return the workspace's client, or None where Leeway is not installed (any more)."""
        ...


def open_session() -> aiohttp.ClientSession:
    """Return the session that all clients share; whoever opened it closes it.

    A client with a session ignores its own timeout, so that the session's has to be right. Time to connect is
    limited by itself: what was never connected was certainly not sent.
    """
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS)
    )


def open_client(token: str | None, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client that never repeats a call: the SDK's own retry posts twice when a connection drops."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


class SingleWorkspaceClients:
    """Implements `Clients` for one bot token: that of the only workspace, or of the only one that is served."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def client_for(self, tenant: Tenant) -> AsyncWebClient | None:
        """Return the one client there is."""
        return self._client
