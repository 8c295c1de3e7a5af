"""The delegations of one tenant, and the versions of their briefs."""

from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Text, bindparam, cast, or_, select, update

from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound
from bot.domain.lifecycle import BEFORE_REVIEW, ENDED
from bot.domain.premortem import AT_WORK
from bot.domain.record import BriefVersion
from storage.inserts import Insert, insert_into
from storage.mapping import delegation_from, delegation_values, version_from, version_values
from storage.tables import brief_versions, delegations, of_tenant
from storage.transaction import TenantTransaction

_columns, _versions = delegations.c, brief_versions.c
_THIS: Final = of_tenant(delegations) & (_columns.id == bindparam("this"))
_GET: Final = select(delegations).where(_THIS)
_LOCK: Final = _GET.with_for_update()
_SAVE: Final = update(delegations).where(_THIS)
_HAS_ENDED: Final = or_(*(_columns.state == state for state in sorted(ENDED)))
_OF_PERSON: Final = (
    select(delegations)
    .where(
        of_tenant(delegations),
        or_(_columns.owner_id == bindparam("person"), _columns.manager_id == bindparam("person")),
    )
    .order_by(_HAS_ENDED, _columns.changed_at.desc(), _columns.id)
    .limit(bindparam("most"))
)
_BETWEEN: Final = (
    select(delegations)
    .where(
        of_tenant(delegations),
        _columns.owner_id == bindparam("owner"),
        _columns.manager_id == bindparam("manager"),
        _columns.back_brief != "",
    )
    .order_by(_columns.handed_over_at.desc(), _columns.id)
    .limit(bindparam("most"))
)
_IS_BEFORE_REVIEW: Final = or_(*(_columns.state == state for state in sorted(BEFORE_REVIEW)))
_NAMING: Final = (
    select(delegations)
    .where(
        of_tenant(delegations),
        _IS_BEFORE_REVIEW,
        # Somewhere in the document: rarely asked, and the few that are found are looked at closely.
        cast(_columns.brief, Text).like(bindparam("somewhere")),
    )
    .order_by(_columns.handed_over_at.desc(), _columns.id)
)
_AT_WORK_IN: Final = (
    select(delegations)
    .where(
        of_tenant(delegations),
        or_(*(_columns.state == state for state in sorted(AT_WORK))),
        _columns.brief["team_channel"].as_string() == bindparam("place"),
    )
    .order_by(_columns.id)
)
_VERSION: Final = select(brief_versions).where(
    of_tenant(brief_versions),
    _versions.delegation_id == bindparam("this"),
    _versions.number == bindparam("which"),
)


class SqlDelegations:
    """Implements the port `Delegations`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, delegation: Delegation) -> None:
        """Store a new delegation with the first version of its brief.

        Where one of this id is there, the next statement or the commit raises `AlreadyThere`: to ask first
        would be one more trip within the answer that Slack waits for.
        """
        self._transaction.hold_back(_add(self._transaction.dialect), delegation_values(delegation))
        await self.add_version(_first_version(delegation, delegation.handed_over_at))

    async def get(self, delegation_id: str, *, lock: bool = False) -> Delegation:
        """Return it, with `lock` held against other writers until the transaction ends. Raises `NotFound`."""
        statement = _LOCK if lock else _GET  # on SQLite a transaction holds every writer off anyway
        row = await self._transaction.read_one(statement, {"this": delegation_id})
        if row is None:
            raise NotFound
        return delegation_from(row)

    async def save(self, delegation: Delegation) -> None:
        """Store the delegation's present state; nothing happens where this tenant has none of its id."""
        values = delegation_values(delegation)
        self._transaction.hold_back(_SAVE, {"this": values.pop("id"), **values})

    async def of_person(self, user_id: str, limit: int = 100) -> list[Delegation]:
        """Return those in which the person is manager or owner: ongoing first, then the latest ended ones."""
        rows = await self._transaction.read(_OF_PERSON, {"person": user_id, "most": limit})
        return [delegation_from(row) for row in rows]

    async def naming(self, user_id: str) -> list[Delegation]:
        """Return those before shipping of which a trigger names the person, the latest handed over first."""
        rows = await self._transaction.read(_NAMING, {"somewhere": f'%"{user_id}"%'})
        found = [delegation_from(row) for row in rows]
        return [each for each in found if user_id in {trigger.goes_to for trigger in each.brief.triggers}]

    async def between(self, manager_id: str, owner_id: str, limit: int = 50) -> list[Delegation]:
        """Return those that this owner has accepted from this manager, the latest handed over first."""
        people = {"owner": owner_id, "manager": manager_id, "most": limit}
        return [delegation_from(row) for row in await self._transaction.read(_BETWEEN, people)]

    async def at_work_in(self, channel_id: str) -> list[Delegation]:
        """Return those accepted and not shipped whose after-action opens in this channel, by id."""
        rows = await self._transaction.read(_AT_WORK_IN, {"place": channel_id})
        return [delegation_from(row) for row in rows]

    async def add_version(self, version: BriefVersion) -> None:
        """Store a further version of a brief."""
        self._transaction.hold_back(_add_version(self._transaction.dialect), version_values(version))

    async def version(self, delegation_id: str, number: int) -> BriefVersion | None:
        """Return one version of a brief, or None."""
        row = await self._transaction.read_one(_VERSION, {"this": delegation_id, "which": number})
        return version_from(row) if row else None


def _first_version(delegation: Delegation, at: datetime) -> BriefVersion:
    return BriefVersion(delegation.id, delegation.brief_number, delegation.manager_id, at, delegation.brief)


@cache
def _add(dialect: str) -> Insert:
    return insert_into(delegations, dialect)


@cache
def _add_version(dialect: str) -> Insert:
    return insert_into(brief_versions, dialect)
