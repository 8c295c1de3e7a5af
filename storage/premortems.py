"""Pre-mortems and the risks named in them, of one tenant."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, true, update

from bot.domain.premortem import Premortem, Risk
from storage.inserts import Insert, insert_new
from storage.mapping import premortem_from, premortem_values
from storage.rows import from_row, to_values
from storage.tables import of_tenant, premortems, risks
from storage.transaction import TenantTransaction

_OF: Final = (
    select(premortems)
    .where(of_tenant(premortems), premortems.c.delegation_id == bindparam("of_delegation"))
    .order_by(premortems.c.number)
)
_SAVE: Final = update(premortems).where(
    of_tenant(premortems),
    premortems.c.delegation_id == bindparam("of_delegation"),
    premortems.c.number == bindparam("of_number"),
)
_IN_IT: Final = (
    of_tenant(risks)
    & (risks.c.delegation_id == bindparam("of_delegation"))
    & (risks.c.number == bindparam("of_number"))
)
_BY_AUTHOR: Final = _IN_IT & (risks.c.author_id == bindparam("author"))
_WRITTEN_BY: Final = select(risks).where(_BY_AUTHOR).order_by(risks.c.place)
_TAKE_OUT: Final = delete(risks).where(_BY_AUTHOR)
_WRITE: Final = insert(risks).inline()
_REVEAL: Final = update(risks).where(_IN_IT).values(is_revealed=true())
# What is not revealed never leaves the database, but to its author.
_REVEALED: Final = (
    select(risks)
    .where(of_tenant(risks), risks.c.delegation_id == bindparam("of_delegation"), risks.c.is_revealed)
    .order_by(risks.c.number, risks.c.id)
)
_DECIDE: Final = update(risks).where(of_tenant(risks), risks.c.id == bindparam("this"))
_WRITTEN: Final = (
    "delegation_id",
    "number",
    "author_id",
    "place",
    "text",
    "written_at",
    "with_name",
    "is_revealed",
)


class SqlPremortems:
    """Implements the port `Premortems`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, premortem: Premortem) -> bool:
        """Store a new pre-mortem; False if this number is already there."""
        return (
            await self._transaction.write(_add(self._transaction.dialect), premortem_values(premortem)) == 1
        )

    async def save(self, premortem: Premortem) -> None:
        """Store the pre-mortem's present state."""
        values = premortem_values(premortem)
        for name in ("delegation_id", "number"):
            values.pop(name)
        self._transaction.hold_back(_SAVE, {**_in(premortem), **values})

    async def of(self, delegation_id: str) -> list[Premortem]:
        """Return a delegation's pre-mortems, oldest first."""
        return [
            premortem_from(row) for row in await self._transaction.read(_OF, {"of_delegation": delegation_id})
        ]

    async def write(self, premortem: Premortem, author_id: str, risks: Sequence[Risk]) -> None:
        """Store an author's risks in place of their earlier ones."""
        self._transaction.hold_back(_TAKE_OUT, {**_in(premortem), "author": author_id})
        self._transaction.hold_back(_WRITE, *(to_values(risk) for risk in risks))

    async def written_by(self, premortem: Premortem, author_id: str) -> list[Risk]:
        """Return what one author wrote, in their order, revealed or not."""
        rows = await self._transaction.read(_WRITTEN_BY, {**_in(premortem), "author": author_id})
        return [from_row(Risk, row) for row in rows]

    async def reveal(self, premortem: Premortem) -> None:
        """Have what was written be seen from now on."""
        self._transaction.hold_back(_REVEAL, _in(premortem))

    async def revealed(self, delegation_id: str) -> list[Risk]:
        """Return the risks of a delegation that have been revealed, and no others, by pre-mortem and id."""
        rows = await self._transaction.read(_REVEALED, {"of_delegation": delegation_id})
        return [from_row(Risk, row) for row in rows]

    async def decide(self, risk: Risk) -> None:
        """Store what became of a risk; its text and its author stay."""
        values = {name: value for name, value in to_values(risk).items() if name not in _WRITTEN}
        self._transaction.hold_back(_DECIDE, {"this": values.pop("id"), **values})


def _in(premortem: Premortem) -> dict[str, str | int]:
    return {"of_delegation": premortem.delegation_id, "of_number": premortem.number}


@cache
def _add(dialect: str) -> Insert:
    return insert_new(premortems, dialect, "delegation_id", "number")
