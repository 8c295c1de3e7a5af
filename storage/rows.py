"""Rows to domain objects and back: a column bears the name of the field that it holds.

The tenant's own columns are filled in by the transaction. What differs is said in `storage.mapping`.
"""

from typing import Any, TypeVar

from bot.domain.people import Tenant
from storage.prepared import Row

Values = dict[str, Any]
Thing = TypeVar("Thing")


def to_values(thing: Any, **others: Any) -> Values:
    """Return every column of a `thing`, a dataclass: its fields, with `others` in the place of those of their names."""
    plain = {name: getattr(thing, name) for name in _fields(type(thing)) if name not in others}
    plain.pop("tenant", None)
    return plain | others


def from_row(kind: type[Thing], row: Row, **others: Any) -> Thing:
    """Return the object of `kind` that a row holds, with `others` in the place of the columns of their names."""
    names = _fields(kind)
    if "tenant" in names:
        others["tenant"] = tenant_of(row)
    return kind(**{name: getattr(row, name) for name in names if name not in others}, **others)


def tenant_of(row: Row) -> Tenant:
    """Return whose row it is."""
    return Tenant(row.enterprise_id, row.team_id)


def _fields(kind: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = kind.__match_args__  # what a dataclass is made from, in order
    return names
