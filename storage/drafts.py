"""Briefs in the making, of one tenant."""

from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.domain.record import Draft
from storage.inserts import TENANT, Insert, insert_into
from storage.rows import from_row, to_values
from storage.tables import drafts, of_tenant
from storage.transaction import TenantTransaction

_THIS: Final = of_tenant(drafts) & (drafts.c.id == bindparam("this"))
_BY_AUTHOR: Final = drafts.c.author_id == bindparam("author")
_GET: Final = select(drafts).where(_THIS, _BY_AUTHOR)
_LATEST: Final = (
    select(drafts)
    .where(of_tenant(drafts), _BY_AUTHOR, drafts.c.about == "", drafts.c.updated_at > bindparam("since"))
    .order_by(drafts.c.updated_at.desc(), drafts.c.id)
    .limit(1)
)
_DELETE: Final = delete(drafts).where(_THIS)


class SqlDrafts:
    """Implements the port `Drafts`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def save(self, draft: Draft) -> None:
        """Store or replace the draft. Somebody else's draft of the same id is left alone."""
        self._transaction.hold_back(_save(self._transaction.dialect), to_values(draft))

    async def get(self, draft_id: str, author_id: str) -> Draft | None:
        """Return the author's draft, or None where it is gone or somebody else's."""
        row = await self._transaction.read_one(_GET, {"this": draft_id, "author": author_id})
        return from_row(Draft, row) if row else None

    async def latest(self, author_id: str, since: datetime) -> Draft | None:
        """Return the author's newest draft of a new brief changed after `since`, or None."""
        row = await self._transaction.read_one(_LATEST, {"author": author_id, "since": since})
        return from_row(Draft, row) if row else None

    async def delete(self, draft_id: str) -> None:
        """Forget the draft."""
        self._transaction.hold_back(_DELETE, {"this": draft_id})


@cache
def _save(dialect: str) -> Insert:
    insert = insert_into(drafts, dialect)
    return insert.on_conflict_do_update(
        index_elements=[*TENANT, "id"],
        set_={name: insert.excluded[name] for name in ("about", "fields", "updated_at")},
        where=drafts.c.author_id == insert.excluded.author_id,
    )
