"""After-actions and their notes, of one tenant."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, insert, or_, select, update

from bot.domain.review import Note, Review, Visibility
from storage.inserts import TENANT, Insert, insert_into, insert_new
from storage.mapping import note_values, review_from, review_values
from storage.rows import from_row
from storage.tables import NOTE_IN_TIME, notes, of_tenant, reviews
from storage.transaction import TenantTransaction

_LATEST: Final = (
    select(reviews)
    .where(of_tenant(reviews), reviews.c.delegation_id == bindparam("of_delegation"))
    .order_by(reviews.c.round.desc())
    .limit(1)
)
_LATEST_WITH_CHANGE: Final = _LATEST.where(reviews.c.change.is_not(None))
_SAVE: Final = update(reviews).where(
    of_tenant(reviews),
    reviews.c.delegation_id == bindparam("of_delegation"),
    reviews.c.round == bindparam("of_round"),
)
_IN_REVIEW: Final = (
    of_tenant(notes)
    & (notes.c.delegation_id == bindparam("of_delegation"))
    & (notes.c.round == bindparam("of_round"))
)
_IS_THERE: Final = notes.c.text != ""  # a note whose words were taken out is none
# The visibility is a condition of the statement: what may not be read never leaves the database.
_NOTES: Final = (
    select(notes)
    .where(
        _IN_REVIEW,
        notes.c.visibility == bindparam("seen_by"),
        or_(bindparam("anybody"), notes.c.author_id == bindparam("author")),
        _IS_THERE,
    )
    .order_by(notes.c.written_at, notes.c.row_number)
)
_AUTHORS: Final = select(notes.c.author_id).distinct().where(_IN_REVIEW, _IS_THERE, ~notes.c.is_tap)
_WRITE_LATE: Final = insert(notes).inline()


class SqlReviews:
    """Implements the port `Reviews`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, review: Review) -> bool:
        """Store a new review; False if this round is already there."""
        return await self._transaction.write(_add(self._transaction.dialect), review_values(review)) == 1

    async def latest(self, delegation_id: str) -> Review | None:
        """Return the latest round of a delegation's review, or None before shipping."""
        row = await self._transaction.read_one(_LATEST, {"of_delegation": delegation_id})
        return review_from(row) if row else None

    async def latest_with_change(self, delegation_id: str) -> Review | None:
        """Return the latest round that came to a change, or None where none did."""
        row = await self._transaction.read_one(_LATEST_WITH_CHANGE, {"of_delegation": delegation_id})
        return review_from(row) if row else None

    async def save(self, review: Review) -> None:
        """Store the review's present state."""
        values = review_values(review)
        of_review = {"of_delegation": values.pop("delegation_id"), "of_round": values.pop("round")}
        self._transaction.hold_back(_SAVE, {**of_review, **values})

    async def write(self, review: Review, note: Note) -> None:
        """Store a note, replacing the author's earlier answer to the same prompt while it is not late.

        Empty words take the earlier answer out.
        A late note is kept beside what was written in time, and beside other late ones.
        """
        statement = _WRITE_LATE if note.late else _write(self._transaction.dialect)
        self._transaction.hold_back(statement, note_values(review, note))

    async def notes(
        self, review: Review, visibility: Visibility, *, author_id: str | None = None
    ) -> list[Note]:
        """Return the notes of exactly this visibility, in the order of writing; of one author where named."""
        who = {"anybody": author_id is None, "author": author_id or ""}
        rows = await self._transaction.read(_NOTES, {**_of(review), "seen_by": visibility, **who})
        return [from_row(Note, row) for row in rows]

    async def authors(self, review: Review) -> set[str]:
        """Return the user ids of those who have written more than a tap, and nothing of what they wrote."""
        return {row.author_id for row in await self._transaction.read(_AUTHORS, _of(review))}


def _of(review: Review) -> dict[str, str | int]:
    return {"of_delegation": review.delegation_id, "of_round": review.round}


@cache
def _add(dialect: str) -> Insert:
    return insert_new(reviews, dialect, "delegation_id", "round")


@cache
def _write(dialect: str) -> Insert:
    insert_note = insert_into(notes, dialect)
    return insert_note.on_conflict_do_update(
        index_elements=[*TENANT, "delegation_id", "round", "author_id", "prompt"],
        index_where=NOTE_IN_TIME,
        set_={
            name: insert_note.excluded[name]
            for name in ("text", "visibility", "fork", "written_at", "is_tap")
        },
    ).inline()
