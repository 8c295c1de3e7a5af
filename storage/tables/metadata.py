"""What all tables share: one set of them, how their constraints are named, whose rows, and about which delegation."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Index, MetaData, Select, String, Table, and_, bindparam, select

from storage.columns import key, of_one_tenant, refers_to, tenant, text_id

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def of_tenant(table: Table) -> ColumnElement[bool]:
    """Return the condition that keeps a statement to one tenant; a `TenantTransaction` fills it in."""
    return and_(
        table.c.enterprise_id == bindparam("in_enterprise", type_=String),
        table.c.team_id == bindparam("in_team", type_=String),
    )


def table_of_tenants(name: str, *parts: Any) -> Table:
    """Return a table whose rows say whose they are."""
    return Table(name, metadata, *tenant(), *parts)


def about_a_delegation(name: str, *parts: Any, ordered_by: str = "") -> Table:
    """Return a table of things with ids of their own, of which a delegation can have several.

    With `ordered_by`, a column, those of one delegation are found in its order.
    """
    columns = (text_id("id"), text_id("delegation_id"), *parts)
    table = table_of_tenants(name, *columns, key("id"), refers_to("delegations", id="delegation_id"))
    if ordered_by:
        Index(
            f"ix_{name}_delegation",
            *(table.c[each] for each in (*of_one_tenant("delegation_id"), ordered_by)),
        )
    return table


def of_delegation(table: Table) -> Select[Any]:
    """Return the query for the rows of one delegation, which is bound as `about_delegation`."""
    return select(table).where(of_tenant(table), table.c.delegation_id == bindparam("about_delegation"))
