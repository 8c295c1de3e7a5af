"""Yellow flags, to whom they were forwarded, and what owners intend."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "flags",
        *_begins("id", "delegation_id"),
        _words("seen"),
        sa.Column("sureness", sa.String(40), nullable=False),
        _words("intended"),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_due", sa.BigInteger(), nullable=False),
        _words("link"),
        sa.Column("deputy_id", _ID, nullable=False),
        sa.Column("chased_at", sa.BigInteger(), nullable=True),
        sa.Column("given_back_at", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.String(40), nullable=True),
        _words("words"),
        sa.Column("answered_by", _ID, nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        *_ends("flags"),
    )
    _index("ix_flags_delegation", "flags", "raised_at")
    op.create_table(
        "forwards",
        *_begins("id", "delegation_id", "flag_id", "to_id"),
        _words("words"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_ends("forwards"),
    )
    _index("ix_forwards_delegation", "forwards", "at")
    op.create_table(
        "intentions",
        *_begins("id", "delegation_id"),
        _words("what"),
        _words("why"),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("deputy_id", _ID, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=True),
        _words("words"),
        sa.Column("settled_by", _ID, nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        *_ends("intentions"),
    )
    _index("ix_intentions_delegation", "intentions", "stated_at")
    op.add_column("questions", _words("asked_by"))


def downgrade() -> None:
    """Take the step back; the flags and intentions are lost, and so are the messages about them."""
    op.execute("DELETE FROM nudges WHERE kind LIKE 'flag%' OR kind LIKE 'intention%'")
    op.execute("UPDATE questions SET about = 'work' WHERE about = 'flag'")
    op.drop_column("questions", "asked_by")
    for table in ("intentions", "forwards", "flags"):
        op.drop_table(table)


def _begins(*ids: str) -> list[sa.Column[str]]:
    return [sa.Column(name, _ID, nullable=False) for name in ("enterprise_id", "team_id", *ids)]


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _ends(table: str) -> tuple[sa.Constraint, ...]:
    there = [f"delegations.{name}" for name in ("enterprise_id", "team_id", "id")]
    return (
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"], there, name=op.f(f"fk_{table}_delegations")
        ),
    )


def _index(name: str, table: str, instant: str) -> None:
    op.create_index(name, table, ["delegation_id", "enterprise_id", "team_id", instant])
