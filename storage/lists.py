"""A list as one bound value: the statement's text stays the same, however long the list is."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bot.domain.people import Tenant


def is_one_of(column: ColumnElement[Any], values: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a text is one of the list that is bound as `values`."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(values, type_=JSON)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(values, type_=ARRAY(Text)))


def rows_of_tenants(table: Table, column: ColumnElement[str], dialect: str) -> Select[Any]:
    """Return the query for the rows of `table` whose tenant and `column` are one of those that `named` binds.

    The names are the outer loop, so that each is one look into an index that holds all three.
    """
    if dialect == "sqlite":
        each = func.json_each(bindparam("names", type_=JSON)).table_valued("value")
        parts: list[ColumnElement[Any]] = [
            func.json_extract(each.c.value, f"$[{place}]") for place in range(3)
        ]
    else:
        lists = [bindparam(f"names_{place}", type_=ARRAY(Text)) for place in range(3)]
        each = func.unnest(*lists).table_valued("name", "enterprise", "team").render_derived()
        parts = [part.collate("C") for part in (each.c.name, each.c.enterprise, each.c.team)]
    columns = (column, table.c.enterprise_id, table.c.team_id)
    is_named = and_(*(ours == part for ours, part in zip(columns, parts, strict=True)))
    return select(table).select_from(each).join(table, is_named)


def named(names: Iterable[tuple[Tenant, str]], dialect: str) -> dict[str, Any]:
    """Return what `rows_of_tenants` takes for these tenants and names."""
    rows = sorted({(name, tenant.enterprise_id, tenant.team_id) for tenant, name in names})
    if dialect == "sqlite":
        return {"names": rows}
    return {f"names_{place}": [row[place] for row in rows] for place in range(3)}
