"""What the tables are made of: the tenant, keys, instants, texts, flags and choices, each always the same."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
)
from sqlalchemy import text as sql

from storage.instant import UtcDateTime


def tenant() -> tuple[Column[Any], Column[Any]]:
    """Return the two columns that say whose row it is."""
    return text_id("enterprise_id"), text_id("team_id")


def key(*columns: str) -> PrimaryKeyConstraint:
    """Return the primary key: `columns`, of one tenant."""
    return PrimaryKeyConstraint(*of_one_tenant(*columns))


def of_one_tenant(*columns: str) -> tuple[str, ...]:
    """Return the columns of an index: `columns`, then the tenant.

    What tells rows apart comes first. Of indexes that all begin with the tenant PostgreSQL takes any one while
    it has no statistics yet, and then reads the tenant's rows from end to end.
    """
    return (*columns, "enterprise_id", "team_id")


def row_number() -> Column[Any]:
    """Return a key that keeps the order of writing among rows of one instant.

    It never leaves the database, so it alone may do without the tenant.
    """
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("row_number", kind, primary_key=True, autoincrement=True)


def refers_to(table: str, **columns: str) -> ForeignKeyConstraint:
    """Return the tie to a row of the same tenant in `table`: our columns by their names there."""
    there = ["enterprise_id", "team_id", *columns]
    here = ["enterprise_id", "team_id", *columns.values()]
    return ForeignKeyConstraint(here, [f"{table}.{name}" for name in there])


def text_id(name: str) -> Column[Any]:
    """Return a column for an opaque id; both databases order it by its bytes."""
    kind = String().with_variant(String(collation="C"), "postgresql")
    return Column(name, kind, nullable=False)


def text(name: str) -> Column[Any]:
    """Return a column for words, empty where nothing was said."""
    return Column(name, Text, nullable=False, server_default="")


def instant(name: str, *, optional: bool = False) -> Column[Any]:
    """Return a column for an instant."""
    return Column(name, UtcDateTime, nullable=optional)


def flag(name: str) -> Column[Any]:
    """Return a column for yes or no, no where nothing is said."""
    return Column(name, Boolean, nullable=False, server_default=sql("false"))


def number(name: str) -> Column[Any]:
    """Return a column for a whole number."""
    return Column(name, Integer, nullable=False)


def document(name: str, *, optional: bool = False) -> Column[Any]:
    """Return a column for a JSON document."""
    return Column(name, JSON(none_as_null=True) if optional else JSON, nullable=optional)


def count(name: str) -> Column[Any]:
    """Return a column that counts from zero."""
    return Column(name, Integer, nullable=False, server_default=sql("0"))


def choice(
    name: str, choices: type[StrEnum], *, optional: bool = False, start: StrEnum | None = None
) -> Column[Any]:
    """Return a column for one of `choices`: stored as its words, and read back as the member it is."""
    kind = Enum(choices, native_enum=False, length=40, values_callable=_words)  # wide enough for any to come
    return Column(name, kind, nullable=optional, server_default=start)


def one_of(column: str, choices: type[StrEnum]) -> CheckConstraint:
    """Return the check that `column` holds one of `choices`.

    With OR: SQLite makes the list behind an IN anew for each row that is written.
    """
    return CheckConstraint(either(column, _words(choices)), name=column)


def either(column: str, words: Iterable[str]) -> str:
    """Return the condition that `column` is one of `words`, as SQL."""
    return " OR ".join(f"{column} = '{word}'" for word in words)


def _words(choices: Any) -> list[str]:
    return [choice.value for choice in choices]
