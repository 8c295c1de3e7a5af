"""Alembic's entry: runs the steps on the connection that `storage.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from storage.instant import UtcDateTime
from storage.tables import metadata


def _in_plain_types(kind: str, item: Any, _: Any) -> str | Literal[False]:
    # A step says what the database holds, and must go on saying it when our own types have changed.
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_in_plain_types,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
