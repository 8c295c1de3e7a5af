"""A list as one bound value: the statement's text stays the same, however long the list is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    column,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from bot.domain.people import Tenant


def is_one_of(text: ColumnElement[Any], values: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a text is one of the list that is bound as `values`."""
    if dialect == "sqlite":
        each = func.json_each(bindparam(values, type_=JSON)).table_valued("value")
        return text.in_(select(each.c.value))
    return text == any_(bindparam(values, type_=ARRAY(Text)))


def listed(columns: Mapping[str, TypeEngine[Any]], dialect: str) -> FromClause:
    """Return a table of rows that are bound by `rows`, with these columns."""
    given = bindparam("rows", type_=JSON)
    if dialect == "sqlite":
        each = func.json_each(given).table_valued("value")
        parts = [
            type_coerce(func.json_extract(each.c.value, f"$[{place}]"), kind).label(name)
            for place, (name, kind) in enumerate(columns.items())
        ]
        return select(*parts).select_from(each).subquery("listed")
    typed = [column(name, kind) for name, kind in columns.items()]
    return func.json_to_recordset(given).table_valued(*typed).render_derived("listed", with_types=True)


def rows(columns: Iterable[str], values: Sequence[Mapping[str, Any]], dialect: str) -> dict[str, Any]:
    """Return what `listed` takes for these rows; values are plain. SQLite is quicker at places than at names."""
    if dialect == "sqlite":
        return {"rows": [[row[name] for name in columns] for row in values]}
    return {"rows": values}


def rows_of_tenants(table: Table, name: ColumnElement[str], dialect: str) -> Select[Any]:
    """Return the query for the rows of `table` whose tenant and `name` are one of those that `named` binds.

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
    columns = (name, table.c.enterprise_id, table.c.team_id)
    is_named = and_(*(ours == part for ours, part in zip(columns, parts, strict=True)))
    return select(table).select_from(each).join(table, is_named)


def named(names: Iterable[tuple[Tenant, str]], dialect: str) -> dict[str, Any]:
    """Return what `rows_of_tenants` takes for these tenants and names."""
    rows = sorted({(name, tenant.enterprise_id, tenant.team_id) for tenant, name in names})
    if dialect == "sqlite":
        return {"names": rows}
    return {f"names_{place}": [row[place] for row in rows] for place in range(3)}
