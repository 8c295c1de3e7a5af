"""How a listener is run: one deadline, one parsed visit, and counted while it is in flight."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refused
from bot.domain.people import Tenant
from handlers.desk import Desk
from handlers.giving_way import InFlight
from handlers.visit import Answer, Listener, Payload, Visit

DEADLINE_SECONDS = 2.5  # Slack waits three for the acknowledgement; the rest is for the way there and back


def listening(
    payload: str,
    table: Mapping[str, Listener],
    name_of: Callable[[Payload], str],
    desk: Desk,
    in_flight: InFlight,
) -> Callable[..., Awaitable[None]]:
    """Return the one Bolt listener for a kind of `payload`: it finds its row in `table` and runs it.

    `name_of` reads the row's name from the payload. An unknown name is an old message's: refused in words.
    """

    async def listen(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        with in_flight.answering(payload):
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
