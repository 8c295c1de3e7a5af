"""People and channels: from memory, from our own tables while they are fresh, else from Slack."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from bot.delivery.cache import Remembered
from bot.delivery.calls import CallFailed, Line
from bot.delivery.clients import Clients
from bot.delivery.outcomes import MISSING_SCOPE, Outcome, Verdict
from bot.delivery.pacing import Pacing
from bot.delivery.slack_objects import channel_of, person_of
from bot.domain.people import Channel, Person, Tenant
from bot.metrics import Metrics
from bot.usecases.ports import Clock, SlackUnavailable, Unavailable, UnitOfWork, UnitsOfWork

PERSON_AGE: Final = timedelta(hours=1)
CHANNEL_AGE: Final = timedelta(minutes=5)
MEMORY_SECONDS: Final = 60.0
"""How long an answer stays in this process's memory: short, since other processes may know better."""

CALL_SECONDS: Final = 2.0
"""How long Slack may take: a listener has less than three seconds in all."""

TURN_SECONDS: Final = 1.0
"""How much of that may go by until it is the call's turn; where that is further away, an older copy will do."""

NOT_FOR_US: Final = ("conversations.members", MISSING_SCOPE)
"""A question that may go without an answer: the scopes for it are optional."""

PAGES, PAGE_SIZE = 10, 999  # Slack takes no thousand
NEVER: Final = datetime.fromtimestamp(0, UTC)

log = structlog.get_logger(__name__)


class SlackDirectory:
    """Implements the port `Directory`; no transaction is open while Slack is asked.

    Where Slack does not answer, an older copy will do; without one, `Unavailable` is raised.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        clients: Clients,
        clock: Clock,
        pacing: Pacing,
        metrics: Metrics | None = None,
        *,
        call_seconds: float = CALL_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Put a directory together; `call_seconds` is how long one call to Slack may take, its turn included."""
        self._units = units
        self._clients = clients
        self._clock = clock
        self._pacing = pacing
        self._metrics = metrics or Metrics()
        self._call_seconds = call_seconds
        self._people = Remembered[Person](MEMORY_SECONDS, monotonic)
        self._channels = Remembered[Channel](MEMORY_SECONDS, monotonic)

    async def person(self, tenant: Tenant, user_id: str) -> Person | None:
        """Return the member, or None where the workspace has none of this id."""
        remembered = self._people.get((tenant, user_id))
        if remembered:
            return remembered
        async with self._units(tenant) as work:
            copy = await work.people.person(user_id)
        if copy and self._is_fresh(copy[1], PERSON_AGE):
            return self._people.put((tenant, user_id), copy[0])
        try:
            answer = await self._ask(tenant, user_id, "users.info", user=user_id)
        except Unavailable:
            if copy is None:
                raise
            return copy[0]
        if answer is None:
            return None
        person = person_of(answer["user"], tenant)
        if copy:
            person = replace(person, preferences=copy[0].preferences)
        await self._store(tenant, lambda work, at: work.people.put_person(person, at))
        return self._people.put((tenant, user_id), person)

    async def channel(self, tenant: Tenant, channel_id: str) -> Channel | None:
        """Return the channel as the bot sees it, or None where it may not see it."""
        remembered = self._channels.get((tenant, channel_id))
        if remembered:
            return remembered
        async with self._units(tenant) as work:
            copy = await work.people.channel(channel_id)
        if copy and self._is_fresh(copy[1], CHANNEL_AGE) and _can_be_used(copy[0]):
            return self._channels.put((tenant, channel_id), copy[0])
        try:
            answer = await self._ask(tenant, channel_id, "conversations.info", channel=channel_id)
        except Unavailable:
            if copy is None:
                raise
            return copy[0]
        if answer is None:
            return None
        channel = channel_of(answer["channel"])
        if copy:
            channel = replace(channel, days_off=copy[0].days_off, unasked=copy[0].unasked)
        await self._store(tenant, lambda work, at: work.people.put_channel(channel, at))
        return self._channels.put((tenant, channel_id), channel) if _can_be_used(channel) else channel

    async def is_member(self, tenant: Tenant, channel_id: str, user_id: str) -> bool:
        """Say whether the person is in the channel; False where the bot may not look. Raises `Unavailable`."""
        of_page: dict[str, Any] = {"channel": channel_id, "limit": PAGE_SIZE}
        for _ in range(PAGES):
            page = await self._ask(tenant, channel_id, "conversations.members", **of_page)
            if page is None:
                return False
            if user_id in page["members"]:
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False
            of_page["cursor"] = cursor
        log.warning("directory.too_many_members", channel=channel_id)
        return False

    async def forget_person(self, tenant: Tenant, user_id: str) -> None:
        """Ask Slack anew when this person is needed next; our copy serves only while Slack does not answer."""
        self._people.forget((tenant, user_id))
        async with self._units(tenant) as work:
            copy = await work.people.person(user_id)
            if copy:
                await work.people.put_person(copy[0], NEVER)
                await work.commit()

    def forget(self, tenant: Tenant, who_or_where: str) -> None:
        """Read our own tables anew when this person or channel is needed next: they have said something new."""
        self._people.forget((tenant, who_or_where))
        self._channels.forget((tenant, who_or_where))

    def _is_fresh(self, at: datetime, age: timedelta) -> bool:
        return timedelta(0) <= self._clock.now() - at < age

    async def _ask(self, tenant: Tenant, about: str, method: str, **arguments: Any) -> dict[str, Any] | None:
        """Return Slack's answer, or None where there is no such thing for us. Raises `SlackUnavailable`."""
        client = await self._clients.client_for(tenant)
        if client is None:
            raise SlackUnavailable("not_installed")
        line = Line(client, tenant, about, self._pacing, self._metrics, patience_seconds=TURN_SECONDS)
        try:
            async with asyncio.timeout(self._call_seconds):
                return await line.call(method, **arguments)
        except CallFailed as failed:
            outcome = failed.outcome
        except TimeoutError:
            outcome = Outcome(Verdict.LATER, "timeout")
        if outcome.verdict is Verdict.DEAD_PLACE or (method, outcome.error) == NOT_FOR_US:
            return None
        log.warning("directory.slack_unavailable", method=method, error=outcome.error)
        raise SlackUnavailable(outcome.error, outcome.retry_after)

    async def _store(self, tenant: Tenant, put: Callable[[UnitOfWork, datetime], Awaitable[None]]) -> None:
        """Keep what Slack said; if that fails, it is asked again the next time."""
        try:
            async with self._units(tenant) as work:
                await put(work, self._clock.now())
                await work.commit()
        except Unavailable as error:
            log.warning("directory.not_stored", error=type(error).__name__)


def _can_be_used(channel: Channel) -> bool:
    """Say whether we can post there. Where not, somebody is about to invite us: it is asked about each time."""
    return channel.has_bot and not channel.is_archived
