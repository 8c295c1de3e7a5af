"""Nudges that wait for a digest, and since when a nudge is late."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_BEFORE = ("scheduled", "sending", "sent", "cancelled", "dead")
_AFTER = ("scheduled", "sending", "folded", "sent", "cancelled", "dead")


def upgrade() -> None:
    """Make the step."""
    _allow(_AFTER, sa.Column("late_since", sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("nudges", sa.Column("late_since", sa.BigInteger(), nullable=True))
    _index("ix_nudges_folded", ["recipient", "enterprise_id", "team_id"], "status = 'folded'")
    _index(
        "ix_nudges_reminders",
        ["recipient", "settled_at", "enterprise_id", "team_id"],
        "kind IN ('checkpoint', 'digest', 'offer_reminder') AND status = 'sent'",
    )


def downgrade() -> None:
    """Take the step back; what waits for a digest is owed by itself again."""
    op.execute("DELETE FROM nudges WHERE kind IN ('digest', 'unreachable')")
    op.execute("UPDATE nudges SET status = 'scheduled' WHERE status = 'folded'")
    op.drop_index("ix_nudges_reminders", "nudges")
    op.drop_index("ix_nudges_folded", "nudges")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("nudges", "late_since")
    _allow(_BEFORE)


def _allow(statuses: tuple[str, ...], *more: sa.Column[int]) -> None:
    """Have the table take these statuses. SQLite cannot change a check: the table is made anew, with `more` columns."""
    listed = "status IN ({})".format(", ".join(f"'{status}'" for status in statuses))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_nudges_status"), "nudges")
        op.create_check_constraint(op.f("ck_nudges_status"), "nudges", listed)
        return
    columns = _columns()
    kept = [column.name for column in columns]
    op.create_table(
        "nudges_anew",
        *columns,
        *more,
        sa.Column(
            "wake_at",
            sa.BigInteger(),
            sa.Computed(
                "CASE status WHEN 'scheduled' THEN due_at WHEN 'sending' THEN lease_until END", persisted=True
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(status = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_nudges_lease")),
        sa.CheckConstraint(listed, name=op.f("ck_nudges_status")),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_nudges"),
        sa.UniqueConstraint("key", "enterprise_id", "team_id", name=op.f("uq_nudges_key")),
    )
    old, new = (sa.table(name, *(sa.column(each) for each in kept)) for name in ("nudges", "nudges_anew"))
    op.execute(sa.insert(new).from_select(kept, sa.select(old)))
    op.drop_table("nudges")
    op.rename_table("nudges_anew", "nudges")
    _index("ix_nudges_dead", ["settled_at"], "status = 'dead'")
    op.create_index("ix_nudges_delegation", "nudges", ["delegation_id", "kind", "enterprise_id", "team_id"])
    _index("ix_nudges_wake", ["wake_at", "id"], "wake_at IS NOT NULL")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("recipient", _ID, nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(40), server_default="scheduled", nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("ts", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_owner", sa.Text(), server_default="", nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("suspect", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
    ]


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "nudges", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
