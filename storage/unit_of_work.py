"""Units of work: one transaction over the stores of one tenant, and a word to the sender after it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Self

from bot.domain.people import Tenant
from bot.usecases.guard_stores import (
    Corrections,
    Flags,
    HelpGiven,
    Intentions,
    Pages,
    Premortems,
    Proposals,
    Rescues,
)
from bot.usecases.ports import Clock
from bot.usecases.stores import Delegations, Drafts, Nudges, People, Records, Reviews, Templates
from storage.connections import Connections
from storage.corrections import SqlCorrections
from storage.delegations import SqlDelegations
from storage.drafts import SqlDrafts
from storage.flags import SqlFlags
from storage.help_given import SqlHelpGiven
from storage.inserts import Insert, insert_new
from storage.intentions import SqlIntentions
from storage.nudges import SqlNudges
from storage.owed_log import ChangedNudges
from storage.pages import SqlPages
from storage.people import SqlPeople
from storage.premortems import SqlPremortems
from storage.proposals import SqlProposals
from storage.records import SqlRecords
from storage.rescues import SqlRescues
from storage.reviews import SqlReviews
from storage.tables import receipts
from storage.templates import SqlTemplates
from storage.transaction import TenantTransaction


class SqlUnitsOfWork:
    """Implements the port `UnitsOfWork` on `connections`.

    After each commit that planned or moved nudges, `on_due` is called with the earliest of their due times.
    """

    def __init__(self, connections: Connections, on_due: Callable[[datetime], None], clock: Clock) -> None:
        self._connections = connections
        self._on_due = on_due
        self._clock = clock

    def __call__(self, tenant: Tenant, late_since: datetime | None = None) -> "SqlUnitOfWork":
        """Return a unit of work that sees this tenant's rows and no others.

        What is planned in it for now is late since `late_since`, where it is the work of a step that was held up.
        """
        return SqlUnitOfWork(self._connections, tenant, self._on_due, self._clock, late_since)


class SqlUnitOfWork:
    """Implements the port `UnitOfWork`; it can be entered again once it was left, never while it is open.

    All that it does raises `Unavailable` where the database is out of reach or busy.
    """

    delegations: Delegations
    drafts: Drafts
    templates: Templates
    records: Records
    reviews: Reviews
    flags: Flags
    intentions: Intentions
    nudges: Nudges
    people: People
    pages: Pages
    proposals: Proposals
    corrections: Corrections
    rescues: Rescues
    help_given: HelpGiven
    premortems: Premortems

    def __init__(
        self,
        connections: Connections,
        tenant: Tenant,
        on_due: Callable[[datetime], None],
        clock: Clock,
        late_since: datetime | None = None,
    ) -> None:
        self.tenant = tenant
        self._late_since = late_since
        self._connections = connections
        self._on_due = on_due
        self._clock = clock
        self._transaction: TenantTransaction | None = None
        self._changed = ChangedNudges(tenant.team_id)

    async def __aenter__(self) -> Self:
        """Begin. Raises `RuntimeError` where it is open already."""
        if self._transaction is not None:
            raise RuntimeError("this unit of work is open already: pass on what was read instead")
        transaction = TenantTransaction(self._connections, self.tenant)
        await transaction.__aenter__()
        self._transaction = transaction
        self._changed = ChangedNudges(self.tenant.team_id)
        self.delegations = SqlDelegations(transaction)
        self.drafts = SqlDrafts(transaction)
        self.templates = SqlTemplates(transaction)
        self.records = SqlRecords(transaction)
        self.reviews = SqlReviews(transaction)
        self.flags = SqlFlags(transaction)
        self.intentions = SqlIntentions(transaction)
        self.nudges = SqlNudges(transaction, self._clock, self._changed, self._late_since)
        self.people = SqlPeople(transaction)
        self.pages = SqlPages(transaction)
        self.proposals = SqlProposals(transaction)
        self.corrections = SqlCorrections(transaction)
        self.rescues = SqlRescues(transaction)
        self.help_given = SqlHelpGiven(transaction)
        self.premortems = SqlPremortems(transaction)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and close."""
        transaction, self._transaction = self._open, None
        await transaction.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        """Make it durable, log which nudges have changed, then wake the sender for what has become due."""
        await self._changed.commit(self._open)
        due = self._changed.earliest
        self._changed.clear()
        if due is not None:
            self._on_due(due)

    async def first_time(self, receipt: str) -> bool:
        """Say whether this inbound event id is new, and remember it in the same transaction."""
        remembered = {"receipt": receipt, "at": self._clock.now()}
        return await self._open.write(_remember(self._open.dialect), remembered) == 1

    @property
    def _open(self) -> TenantTransaction:
        if self._transaction is None:
            raise RuntimeError("a unit of work is used inside `async with` only")
        return self._transaction


@cache
def _remember(dialect: str) -> Insert:
    return insert_new(receipts, dialect, "receipt")
