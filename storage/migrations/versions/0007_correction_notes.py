"""Correction notes, rescues, help, questions that wait for a correction, and work taken over after shipping."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_TO_THE_DELEGATION = (
    ["enterprise_id", "team_id", "delegation_id"],
    ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
)


def upgrade() -> None:
    """Make the step."""
    op.add_column("delegations", sa.Column("taken_over_at", sa.BigInteger(), nullable=True))
    op.add_column("questions", sa.Column("comes_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "correction_notes",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("reader_id", _ID, nullable=False),
        sa.Column("channel_id", _ID, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(*_TO_THE_DELEGATION, name=op.f("fk_correction_notes_delegations")),
        sa.PrimaryKeyConstraint(
            "delegation_id", "number", "enterprise_id", "team_id", name="pk_correction_notes"
        ),
    )
    op.create_table(
        "rescues",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("manager_id", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(*_TO_THE_DELEGATION, name=op.f("fk_rescues_delegations")),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_rescues"),
    )
    op.create_index(
        "ix_rescues_manager", "rescues", ["manager_id", "delegation_id", "enterprise_id", "team_id"]
    )
    op.create_table(
        "help_given",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Text(), server_default="", nullable=False),
        sa.Column("answers", _ID, nullable=False),
        sa.ForeignKeyConstraint(*_TO_THE_DELEGATION, name=op.f("fk_help_given_delegations")),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_help_given"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("help_given")
    op.drop_index("ix_rescues_manager", "rescues")
    op.drop_table("rescues")
    op.drop_table("correction_notes")
    op.drop_column("questions", "comes_at")
    op.drop_column("delegations", "taken_over_at")
