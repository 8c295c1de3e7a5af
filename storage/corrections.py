"""Correction notes, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, select

from bot.domain.correction import CorrectionNote
from storage.inserts import Insert, insert_into, put
from storage.rows import from_row, to_values
from storage.tables import correction_notes, of_tenant
from storage.transaction import TenantTransaction

_ABOUT: Final = of_tenant(correction_notes) & (
    correction_notes.c.delegation_id == bindparam("about_delegation")
)
_LATEST: Final = select(correction_notes).where(_ABOUT).order_by(correction_notes.c.number.desc()).limit(1)
_GET: Final = select(correction_notes).where(_ABOUT, correction_notes.c.number == bindparam("of_number"))


class SqlCorrections:
    """Implements the port `Corrections`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, note: CorrectionNote) -> None:
        """Store a new note."""
        self._transaction.hold_back(_add(self._transaction.dialect), to_values(note))

    async def latest(self, delegation_id: str) -> CorrectionNote | None:
        """Return the latest note of a delegation, or None where no miss asked for one."""
        row = await self._transaction.read_one(_LATEST, {"about_delegation": delegation_id})
        return from_row(CorrectionNote, row) if row else None

    async def get(self, delegation_id: str, number: int) -> CorrectionNote | None:
        """Return the note of this number, or None."""
        about = {"about_delegation": delegation_id, "of_number": number}
        row = await self._transaction.read_one(_GET, about)
        return from_row(CorrectionNote, row) if row else None

    async def save(self, note: CorrectionNote) -> None:
        """Store the note's present state."""
        self._transaction.hold_back(_save(self._transaction.dialect), to_values(note))


@cache
def _add(dialect: str) -> Insert:
    return insert_into(correction_notes, dialect)


@cache
def _save(dialect: str) -> Insert:
    return put(correction_notes, dialect, "delegation_id", "number")
