"""Conditions that cost little: SQLite makes the list behind IN anew for every row that is written, and OR is free.

The check and the condition of an index say what they said. They were a third of what claiming and settling a hundred
nudges costs there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_STATUSES = ("scheduled", "sending", "folded", "sent", "cancelled", "dead")
_KINDS = ("checkpoint", "digest", "offer_reminder", "risk_reminder")
_OF_A_PERSON = ["recipient", "settled_at", "enterprise_id", "team_id"]


def upgrade() -> None:
    """Make the step."""
    op.drop_index("ix_nudges_reminders", "nudges")
    _check(_either("status", _STATUSES))
    _index("ix_nudges_reminders", _OF_A_PERSON, f"status = 'sent' AND ({_either('kind', _KINDS)})")


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_nudges_reminders", "nudges")
    _check(_among("status", _STATUSES))
    _index("ix_nudges_reminders", _OF_A_PERSON, f"{_among('kind', _KINDS)} AND status = 'sent'")


def _either(column: str, words: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = '{word}'" for word in words)


def _among(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(repr, words))})"


def _check(status: str) -> None:
    """Check the status so. SQLite cannot change a check: the table is made anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_nudges_status"), "nudges")
        op.create_check_constraint(op.f("ck_nudges_status"), "nudges", status)
        return
    columns = _columns()
    kept = [column.name for column in columns]
    op.create_table(
        "nudges_anew",
        *columns,
        sa.Column(
            "wake_at",
            sa.BigInteger(),
            sa.Computed(
                "CASE status WHEN 'scheduled' THEN due_at WHEN 'sending' THEN lease_until END", persisted=True
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(status = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_nudges_lease")),
        sa.CheckConstraint(status, name=op.f("ck_nudges_status")),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_nudges"),
        sa.UniqueConstraint("key", "enterprise_id", "team_id", name=op.f("uq_nudges_key")),
    )
    old, new = (sa.table(name, *(sa.column(each) for each in kept)) for name in ("nudges", "nudges_anew"))
    op.execute(sa.insert(new).from_select(kept, sa.select(old)))
    op.drop_table("nudges")
    op.rename_table("nudges_anew", "nudges")
    _index("ix_nudges_dead", ["settled_at"], "status = 'dead'")
    _index("ix_nudges_folded", ["recipient", "enterprise_id", "team_id"], "status = 'folded'")
    _index("ix_nudges_late", ["late_since"], "wake_at IS NOT NULL AND late_since IS NOT NULL")
    _index("ix_nudges_wake", ["wake_at", "id"], "wake_at IS NOT NULL")
    op.create_index("ix_nudges_delegation", "nudges", ["delegation_id", "kind", "enterprise_id", "team_id"])


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
        sa.Column("late_since", sa.BigInteger(), nullable=True),
        sa.Column("looks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("blind", sa.Integer(), server_default=sa.text("0"), nullable=False),
    ]


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "nudges", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
