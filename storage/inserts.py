"""INSERT that minds what is already there: the same words on both databases, in each one's own dialect."""

from collections.abc import Collection

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert

TENANT = ("enterprise_id", "team_id")


def insert_into(table: Table, dialect: str) -> Insert:
    """Return an insert into `table` that knows `ON CONFLICT`, for the dialect of this name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_new(table: Table, dialect: str, *key: str) -> Insert:
    """Return an insert that leaves a row of the same tenant and `key` as it is."""
    return insert_into(table, dialect).on_conflict_do_nothing(index_elements=[*TENANT, *key])


def put(table: Table, dialect: str, *key: str, but: Collection[str] = ()) -> Insert:
    """Return an insert that replaces a row of the same tenant and `key`, all of it but some columns."""
    insert = insert_into(table, dialect)
    kept = {*TENANT, *key, *but}
    changed = {column.name: insert.excluded[column.name] for column in table.c if column.name not in kept}
    return insert.on_conflict_do_update(index_elements=[*TENANT, *key], set_=changed)
