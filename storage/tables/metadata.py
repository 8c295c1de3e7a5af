"""What all tables share: one set of them, how their constraints are named, and the condition of one tenant."""

from typing import Final

from sqlalchemy import (
    ColumnElement,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
)

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
