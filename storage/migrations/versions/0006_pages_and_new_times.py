"""Triggers hit with their pages, proposals under way, the bet on the date, and what was asked at checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "hits",
        *_of_a_delegation("hits"),
        sa.Column("id", _ID, nullable=False),
        sa.Column("condition", sa.Text(), server_default="", nullable=False),
        sa.Column("respond_in_minutes", sa.Integer(), nullable=False),
        sa.Column("goes_to", _ID, nullable=False),
        sa.Column("actor_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("saw", sa.Text(), server_default="", nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("acknowledged_by", _ID, nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("unanswered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_hits"),
    )
    op.create_index("ix_hits_delegation", "hits", ["delegation_id", "enterprise_id", "team_id", "at"])
    op.create_table(
        "proposals",
        *_of_a_delegation("proposals"),
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_proposals"),
    )
    op.create_index(
        "ix_proposals_delegation", "proposals", ["delegation_id", "enterprise_id", "team_id", "at"]
    )
    op.create_table(
        "checkpoint_questions",
        *_of_a_delegation("checkpoint_questions"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "delegation_id", "kind", "enterprise_id", "team_id", name="pk_checkpoint_questions"
        ),
    )
    op.add_column("checkpoint_answers", sa.Column("bet", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("checkpoint_answers", "bet")
    op.drop_table("checkpoint_questions")
    op.drop_table("proposals")
    op.drop_table("hits")


def _of_a_delegation(table: str) -> tuple[sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name=f"fk_{table}_delegations",
        ),
    )
