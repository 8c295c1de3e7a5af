"""How a listener is run: one deadline, one parsed visit, requests in flight counted for a soft stop."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refused
from bot.domain.people import Tenant
from handlers.desk import Desk
from handlers.visit import Answer, Listener, Payload, Visit

DEADLINE_SECONDS = 2.5  # Slack waits three for the acknowledgement; the rest is for the way there and back
GIVING_WAY_SECONDS = 0.25  # at most, before each thing that is sent: with many at a time, above Slack's pace
QUIET_SECONDS = 0.005  # whoever works through something asks again at once
log = structlog.get_logger(__name__)


class InFlight:
    """Counts the requests that are being answered, so that stopping and sending can wait for them."""

    def __init__(self) -> None:
        self._running = 0
        self._quiet_from = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> "InFlight":
        self._running += 1
        self._idle.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self._running -= 1
        if not self._running:
            self._quiet_from = asyncio.get_running_loop().time() + QUIET_SECONDS
            self._idle.set()

    async def until_idle(self, seconds: float) -> None:
        """Wait until nothing is in flight, at most `seconds`."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("requests_cut_off", running=self._running)

    async def give_way(self) -> None:
        """Let those who wait for an answer go first, and whoever comes right after them, for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVING_WAY_SECONDS):
                while wait := self._until_quiet():
                    await asyncio.sleep(wait)
                    await self._idle.wait()

    def _until_quiet(self) -> float:
        """Return the seconds that are to be waited at least, 0 where it is quiet."""
        return (
            QUIET_SECONDS if self._running else max(0.0, self._quiet_from - asyncio.get_running_loop().time())
        )


def listening(
    table: Mapping[str, Listener], name_of: Callable[[Payload], str], desk: Desk, in_flight: InFlight
) -> Callable[..., Awaitable[None]]:
    """Return the one Bolt listener for a kind of payload: it finds its row in `table` and runs it.

    `name_of` reads the row's name from the payload. An unknown name is an old message's: refused in words.
    """

    async def listen(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        with in_flight:
            async with asyncio.timeout(DEADLINE_SECONDS):
                tenant = Tenant(context.enterprise_id or "", context.team_id or "")
                visit = Visit(desk, tenant, body, client)
                listener = table.get(name_of(body), _unknown)
                answer = await listener(visit)
                await ack(**(answer or {}))

    return listen


async def _unknown(visit: Visit) -> Answer:
    raise Refused(
        f"This message is from an older version of me. `{visit.desk.command} list` shows what is open now."
    )
