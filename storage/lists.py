"""A list as one bound value: the statement's text stays the same, however long the list is."""

from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY


def is_one_of(column: ColumnElement[Any], values: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a text is one of the list that is bound as `values`."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(values, type_=JSON)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(values, type_=ARRAY(Text)))
