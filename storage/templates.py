"""Briefs to start from, of one tenant; each is its author's alone."""

from functools import cache
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.domain.template import Template
from storage.inserts import Insert, insert_new
from storage.rows import from_row, to_values
from storage.tables import of_tenant, templates
from storage.transaction import TenantTransaction

_BY_AUTHOR: Final = of_tenant(templates) & (templates.c.author_id == bindparam("author"))
_THIS: Final = _BY_AUTHOR & (templates.c.id == bindparam("this"))
_GET: Final = select(templates).where(_THIS)
_OF_AUTHOR: Final = select(templates).where(_BY_AUTHOR).order_by(templates.c.name, templates.c.id)
_DELETE: Final = delete(templates).where(_THIS)


class SqlTemplates:
    """Implements the port `Templates`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def add(self, template: Template) -> bool:
        """Store the template; False where its author has one of this name."""
        statement = _add(self._transaction.dialect)
        return await self._transaction.write(statement, to_values(template)) == 1

    async def get(self, template_id: str, author_id: str) -> Template | None:
        """Return the author's template, or None where it is gone or somebody else's."""
        row = await self._transaction.read_one(_GET, {"this": template_id, "author": author_id})
        return from_row(Template, row) if row else None

    async def of_author(self, author_id: str) -> list[Template]:
        """Return the author's templates, by name."""
        rows = await self._transaction.read(_OF_AUTHOR, {"author": author_id})
        return [from_row(Template, row) for row in rows]

    async def delete(self, template_id: str, author_id: str) -> None:
        """Forget the author's template."""
        self._transaction.hold_back(_DELETE, {"this": template_id, "author": author_id})


@cache
def _add(dialect: str) -> Insert:
    return insert_new(templates, dialect, "author_id", "name")
