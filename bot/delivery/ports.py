"""What the sender needs of storage, as protocols: what is owed, and units of work to draw it in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.nudge import Claim, Settlement
from bot.domain.people import Tenant
from bot.usecases.ports import UnitOfWork


class Reading(Protocol):
    """Opens units of work for drawing: what every drawing needs is read for all who ask at a time."""

    async def of(self, tenant: Tenant, delegation_id: str) -> UnitOfWork:
        """Return a unit of work in which the delegation and what stands around it have been read already."""
        ...


class Outbox(Protocol):
    """The sender's side of the nudges, over all tenants: claim with a lease, settle with its token."""

    async def claim(
        self,
        owner: str,
        limit: int,
        lease_seconds: float,
        besides: Collection[Tenant] = (),
        held: Collection[str] = (),
    ) -> list[Claim]:
        """Take up to `limit` nudges that are due, or whose lease has run out, ordered by due time.

        `besides` are the tenants that are passed over; `held` the ids of what the sender itself is still sending,
        whose leases it does not take for over.
        """
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Write results in one transaction; return those that still held their lease (a stale one changes nothing)."""
        ...

    async def standing(self, settlements: Sequence[Settlement]) -> list[Settlement]:
        """Return what stands of those that were not held any more, but for what another sender took over.

        That is as it was written down, by a `settle` whose answer was lost, or CANCELLED, where it was called off.
        """
        ...

    async def next_due(self, besides: Collection[Tenant] = ()) -> datetime | None:
        """Return when the next nudge that nobody holds is due, `besides` passed over, or None."""
        ...

    async def suspend(self, tenant: Tenant, until: datetime, error: str) -> int:
        """Let nothing of a tenant be due before `until`, for the reason `error`; return how many that held up."""
        ...

    async def resume(self, tenant: Tenant) -> int:
        """Have what `suspend` held up be due when it was planned for, at once where that is past; return its count."""
        ...
