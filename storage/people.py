"""Our own copy of the people and channels of one tenant."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, update

from bot.domain.people import Channel, Person
from bot.domain.preferences import Preferences
from bot.domain.preferences_document import days_to_document, preferences_to_document
from storage.inserts import Insert, put
from storage.lists import is_one_of
from storage.mapping import channel_from, channel_values, person_from, person_values
from storage.tables import channels, of_tenant, people
from storage.transaction import TenantTransaction

_PERSON: Final = select(people).where(of_tenant(people), people.c.user_id == bindparam("this"))
_CHANNEL: Final = select(channels).where(of_tenant(channels), channels.c.channel_id == bindparam("this"))

_PREFER: Final = (
    update(people)
    .where(of_tenant(people), people.c.user_id == bindparam("this"))
    .values(preferences=bindparam("said", type_=people.c.preferences.type))
)
_TAKE_OFF: Final = (
    update(channels)
    .where(of_tenant(channels), channels.c.channel_id == bindparam("this"))
    .values(days_off=bindparam("said", type_=channels.c.days_off.type))
)
_UNASK: Final = (
    update(channels)
    .where(of_tenant(channels), channels.c.channel_id == bindparam("this"))
    .values(unasked=bindparam("said", type_=channels.c.unasked.type))
)


class SqlPeople:
    """Implements the port `People`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def put_person(self, person: Person, at: datetime) -> None:
        """Store what Slack said of a member at `at`."""
        self._transaction.hold_back(
            _put_person(self._transaction.dialect), {**person_values(person), "seen_at": at}
        )

    async def person(self, user_id: str) -> tuple[Person, datetime] | None:
        """Return the member and when Slack said so, or None."""
        row = await self._transaction.read_one(_PERSON, {"this": user_id})
        return (person_from(row), row.seen_at) if row else None

    async def persons(self, user_ids: Sequence[str]) -> dict[str, Person]:
        """Return those of the members that we know, by user id."""
        if not user_ids:
            return {}
        rows = await self._transaction.read(
            _persons(self._transaction.dialect), {"these": sorted(set(user_ids))}
        )
        return {row.user_id: person_from(row) for row in rows}

    async def prefer(self, user_id: str, preferences: Preferences) -> None:
        """Store what a person whom we know said about their time."""
        said = {"this": user_id, "said": preferences_to_document(preferences)}
        self._transaction.hold_back(_PREFER, said)

    async def put_channel(self, channel: Channel, at: datetime) -> None:
        """Store what Slack said of a channel at `at`."""
        self._transaction.hold_back(
            _put_channel(self._transaction.dialect), {**channel_values(channel), "seen_at": at}
        )

    async def take_off(self, channel_id: str, days_off: frozenset[date]) -> None:
        """Store the days off of the team of a channel that we know."""
        said = {"this": channel_id, "said": days_to_document(days_off)}
        self._transaction.hold_back(_TAKE_OFF, said)

    async def unask(self, channel_id: str, rules: frozenset[str]) -> None:
        """Store the phrasing rules that the team of a channel that we know wants no questions from."""
        self._transaction.hold_back(_UNASK, {"this": channel_id, "said": sorted(rules)})

    async def channel(self, channel_id: str) -> tuple[Channel, datetime] | None:
        """Return the channel and when Slack said so, or None."""
        row = await self._transaction.read_one(_CHANNEL, {"this": channel_id})
        return (channel_from(row), row.seen_at) if row else None


@cache
def _persons(dialect: str) -> Select[Any]:
    return select(people).where(of_tenant(people), is_one_of(people.c.user_id, "these", dialect))


@cache
def _put_person(dialect: str) -> Insert:
    return put(people, dialect, "user_id", but=("preferences",))


@cache
def _put_channel(dialect: str) -> Insert:
    return put(channels, dialect, "channel_id", but=("days_off", "unasked"))
