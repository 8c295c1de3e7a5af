"""What the use cases need from outside: a clock, a directory, and units of work over the stores of one tenant."""

from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from bot.domain.people import Channel, Person, Tenant
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
from bot.usecases.stores import Delegations, Drafts, Nudges, People, Records, Reviews, Templates


class Clock(Protocol):
    """The time that due times and dates go by."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class Unavailable(Exception):
    """The database or Slack cannot be reached or is busy; nothing was written, and it can be tried again.

    `retry_after` is in seconds, where it is known when trying again makes sense.
    """

    def __init__(self, why: str = "", retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class SlackUnavailable(Unavailable):
    """It was Slack that did not answer."""


class AlreadyThere(Exception):
    """What was to be added is there already, and nothing of the transaction was written."""


class Directory(Protocol):
    """People and channels of a workspace, from our own tables where they are fresh, else from Slack.

    Never called while a transaction is open: a miss is a call to Slack.
    """

    async def person(self, tenant: Tenant, user_id: str) -> Person | None:
        """Return the member, or None where the workspace has none of this id."""
        ...

    async def channel(self, tenant: Tenant, channel_id: str) -> Channel | None:
        """Return the channel as the bot sees it, or None where it may not see it."""
        ...

    async def is_member(self, tenant: Tenant, channel_id: str, user_id: str) -> bool:
        """Say whether the person is in the channel; False where the bot may not look."""
        ...

    async def forget_person(self, tenant: Tenant, user_id: str) -> None:
        """Ask Slack anew when this person is needed next: something about them has changed."""
        ...

    def forget(self, tenant: Tenant, who_or_where: str) -> None:
        """Read our own tables anew when this person or channel is needed next."""
        ...


class UnitOfWork(Protocol):
    """One transaction over the stores of one tenant: rolled back unless committed."""

    tenant: Tenant
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

    async def __aenter__(self) -> Self:
        """Begin."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and close."""
        ...

    async def commit(self) -> None:
        """Make it durable, then wake the sender for what has become due."""
        ...

    async def first_time(self, receipt: str) -> bool:
        """Say whether this inbound event id is new, and remember it in the same transaction."""
        ...


class UnitsOfWork(Protocol):
    """Opens units of work: `async with units(tenant) as work`."""

    def __call__(self, tenant: Tenant, late_since: datetime | None = None) -> UnitOfWork:
        """Return a unit of work that sees this tenant's rows and no others.

        `late_since` is for a step of the clock that was held up: what it plans for now should have come then.
        """
        ...
