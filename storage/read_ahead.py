"""Units of work for whoever draws: what every drawing reads first has been read, for as many as ask at a time.

Drawn one by one, ten messages would go to the database some sixty times. Those who ask while others are being read for
are read for together in the next two trips, so that each still sees the state of the moment in which it is drawn.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound
from bot.domain.flag import Flag
from bot.domain.help import Help
from bot.domain.intention import Intention
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit
from bot.domain.people import Channel, Person, Tenant
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal
from bot.domain.record import BriefVersion, Question
from bot.domain.review import Review
from bot.usecases.ports import Clock, Unavailable
from storage.connections import Connections
from storage.corrections import SqlCorrections
from storage.delegations import SqlDelegations
from storage.facts import About, Facts, read_facts
from storage.flags import SqlFlags
from storage.help_given import SqlHelpGiven
from storage.intentions import SqlIntentions
from storage.nudges import SqlNudges
from storage.owed_log import ChangedNudges
from storage.pages import SqlPages
from storage.people import SqlPeople
from storage.premortems import SqlPremortems
from storage.proposals import SqlProposals
from storage.records import SqlRecords
from storage.reviews import SqlReviews
from storage.transaction import TenantTransaction
from storage.unit_of_work import SqlUnitOfWork


class ReadAhead:
    """Implements the port `Reading` on `connections`."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._wanted: dict[About, asyncio.Future[Facts]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def of(self, tenant: Tenant, delegation_id: str) -> SqlUnitOfWork:
        """Return a unit of work in which the delegation and what stands around it have been read already.

        Raises `Unavailable` where the database is out of reach.
        """
        about = (tenant, delegation_id)
        if about not in self._wanted:
            self._wanted[about] = asyncio.get_running_loop().create_future()
        facts = self._wanted[about]
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return _Informed(self._connections, tenant, self._clock, delegation_id, await asyncio.shield(facts))

    async def _read(self) -> None:
        try:
            while self._wanted:
                wanted, self._wanted = self._wanted, {}
                await self._read_for(wanted)
        finally:
            self._reading = None

    async def _read_for(self, wanted: dict[About, "asyncio.Future[Facts]"]) -> None:
        try:
            found = await read_facts(self._connections, wanted)
        except BaseException as error:
            if len(wanted) > 1 and isinstance(error, Exception) and not isinstance(error, Unavailable):
                for (
                    about,
                    each,
                ) in wanted.items():  # one of them is at fault, and it must not take the others along
                    await self._read_for({about: each})
                return
            for each in wanted.values():
                each.set_exception(error)
                each.exception()  # whoever asked may be gone
            if not isinstance(error, Exception):
                raise
            return
        for about, each in wanted.items():
            each.set_result(found[about])


class _Informed(SqlUnitOfWork):
    """A unit of work that knows some facts about one delegation, and asks the database for all else."""

    def __init__(
        self, connections: Connections, tenant: Tenant, clock: Clock, delegation_id: str, facts: Facts
    ) -> None:
        super().__init__(connections, tenant, _nobody_waits, clock)
        self._about = delegation_id
        self._facts = facts

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        about, facts = self._about, self._facts
        self.delegations = _Delegations(self._open, about, facts)
        self.records = _Records(self._open, about, facts)
        self.reviews = _Reviews(self._open, about, facts)
        self.flags = _Flags(self._open, about, facts)
        self.intentions = _Intentions(self._open, about, facts)
        self.people = _People(self._open, facts)
        self.corrections = _Corrections(self._open, about, facts)
        self.premortems = _Premortems(self._open, about, facts)
        self.nudges = _Nudges(self._open, self._clock, self._changed, about, facts)
        self.pages = _Pages(self._open, about, facts)
        self.proposals = _Proposals(self._open, about, facts)
        self.help_given = _HelpGiven(self._open, about, facts)
        return self


class _Delegations(SqlDelegations):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def get(self, delegation_id: str, *, lock: bool = False) -> Delegation:
        if lock or delegation_id != self._about:
            return await super().get(delegation_id, lock=lock)
        if self._facts.delegation is None:
            raise NotFound
        return self._facts.delegation

    async def version(self, delegation_id: str, number: int) -> BriefVersion | None:
        known = self._facts.previous
        if known and delegation_id == self._about and known.number == number:
            return known
        return await super().version(delegation_id, number)


class _Records(SqlRecords):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def questions(self, delegation_id: str) -> list[Question]:
        return (
            self._facts.questions if delegation_id == self._about else await super().questions(delegation_id)
        )


class _Reviews(SqlReviews):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def latest(self, delegation_id: str) -> Review | None:
        if delegation_id != self._about:
            return await super().latest(delegation_id)
        return next(iter(self._facts.reviews), None)

    async def latest_with_change(self, delegation_id: str) -> Review | None:
        if delegation_id != self._about:
            return await super().latest_with_change(delegation_id)
        return next((each for each in self._facts.reviews if each.change), None)


class _Flags(SqlFlags):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def of(self, delegation_id: str) -> list[Flag]:
        return self._facts.flags if delegation_id == self._about else await super().of(delegation_id)


class _Intentions(SqlIntentions):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def of(self, delegation_id: str) -> list[Intention]:
        return self._facts.intentions if delegation_id == self._about else await super().of(delegation_id)


class _Corrections(SqlCorrections):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def latest(self, delegation_id: str) -> CorrectionNote | None:
        if delegation_id != self._about:
            return await super().latest(delegation_id)
        return next(iter(self._facts.notes), None)


class _People(SqlPeople):
    def __init__(self, transaction: TenantTransaction, facts: Facts) -> None:
        super().__init__(transaction)
        self._facts = facts

    async def persons(self, user_ids: Sequence[str]) -> dict[str, Person]:
        known = self._facts.people
        if not known.keys() >= set(user_ids):
            return await super().persons(user_ids)
        return {name: person for name in user_ids if (person := known[name])}

    async def channel(self, channel_id: str) -> tuple[Channel, datetime] | None:
        if channel_id not in self._facts.channels:
            return await super().channel(channel_id)
        return self._facts.channels[channel_id]


class _Pages(SqlPages):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def of(self, delegation_ids: Sequence[str]) -> list[Hit]:
        return self._facts.hits if list(delegation_ids) == [self._about] else await super().of(delegation_ids)


class _Proposals(SqlProposals):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def of(self, delegation_ids: Sequence[str]) -> list[Proposal]:
        if list(delegation_ids) != [self._about]:
            return await super().of(delegation_ids)
        return self._facts.proposals


class _HelpGiven(SqlHelpGiven):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def wishes(self, delegation_ids: Sequence[str]) -> list[Help]:
        if list(delegation_ids) != [self._about]:
            return await super().wishes(delegation_ids)
        return self._facts.wishes


class _Premortems(SqlPremortems):
    def __init__(self, transaction: TenantTransaction, about: str, facts: Facts) -> None:
        super().__init__(transaction)
        self._about, self._facts = about, facts

    async def of(self, delegation_id: str) -> list[Premortem]:
        return self._facts.premortems if delegation_id == self._about else await super().of(delegation_id)

    async def revealed(self, delegation_id: str) -> list[Risk]:
        return self._facts.risks if delegation_id == self._about else await super().revealed(delegation_id)


class _Nudges(SqlNudges):
    def __init__(
        self, transaction: TenantTransaction, clock: Clock, changed: ChangedNudges, about: str, facts: Facts
    ) -> None:
        super().__init__(transaction, clock, changed)
        self._about, self._facts = about, facts

    async def due_of(self, delegation_ids: Sequence[str], kind: NudgeKind) -> dict[tuple[str, str], datetime]:
        if list(delegation_ids) != [self._about] or kind is not NudgeKind.CHECKPOINT:
            return await super().due_of(delegation_ids, kind)
        return self._facts.checkpoints_due


def _nobody_waits(due_at: datetime) -> None:
    """Whoever draws plans nothing."""
