"""Web API clients: one per workspace, all on one HTTP session, and none that repeats a call by itself."""

import json
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.timing import timed
from bot.domain.people import Tenant
from bot.metrics import Metrics

CALL_SECONDS: Final = 10.0
CONNECT_SECONDS: Final = 5.0


class Clients(Protocol):
    """Where the sender finds the client of a workspace."""

    async def client_for(self, tenant: Tenant) -> AsyncWebClient | None:
        """Return the workspace's client, or None where Leeway is not installed (any more)."""
        ...


def open_session(metrics: Metrics) -> aiohttp.ClientSession:
    """Return the session that all clients share, whose calls `metrics` times; whoever opened it closes it.

    A client with a session ignores its own timeout, so that the session's has to be right. Time to connect is
    limited by itself: what was never connected was certainly not sent.
    """
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS),
        trace_configs=[timed(metrics)],
    )


class DirectClient(AsyncWebClient):
    """The SDK's client, for which a call with a JSON body is one request and nothing besides.

    The SDK prepares for files, forms and its own retries each time, which takes a third of a call's processor time.
    """

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method and return Slack's answer. Raises `SlackApiError` where that is not a good one."""
        session = self.session
        if arguments.keys() != {"json"} or session is None or session.closed:
            return await super().api_call(api_method, **arguments)
        url = self.base_url + api_method
        headers = {"Content-Type": "application/json;charset=utf-8", **self.headers}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps(arguments["json"]).encode()
        async with session.post(url, data=body, headers=headers, proxy=self.proxy) as answer:
            try:
                data = await answer.json()
            except aiohttp.ContentTypeError:
                data = {}
            except json.JSONDecodeError as error:
                raise SlackApiError("no JSON", answer) from error
        response = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=url,
            req_args=arguments,
            data=data,
            headers=answer.headers,  # type: ignore[arg-type]  # not a dict: a dict would not find names in another case
            status_code=answer.status,
        )
        response.validate()
        return response


def open_client(token: str | None, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client that never repeats a call: the SDK's own retry posts twice when a connection drops."""
    return DirectClient(token=token, base_url=base_url, session=session, retry_handlers=[])


class SingleWorkspaceClients:
    """Implements `Clients` for one bot token: that of the only workspace, or of the only one that is served."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def client_for(self, tenant: Tenant) -> AsyncWebClient | None:
        """Return the one client there is."""
        return self._client
