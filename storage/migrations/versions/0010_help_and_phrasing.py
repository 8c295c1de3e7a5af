"""Wishes for help that wait for an answer, and the phrasing rules that a team wants no questions from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INSTANTS = ("due_at", "reminded_at", "given_back_at", "answered_at")


def upgrade() -> None:
    """Make the step."""
    op.add_column("channels", sa.Column("unasked", sa.JSON(), nullable=True))
    for name in _INSTANTS:
        op.add_column("help_given", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("help_given", sa.Column("deputy_id", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_help_given_delegation", "help_given", ["delegation_id", "enterprise_id", "team_id", "at"]
    )


def downgrade() -> None:
    """Take the step back."""
    op.execute("DELETE FROM nudges WHERE kind IN ('help_due_step', 'help_chase', 'help_silent')")
    op.execute("DELETE FROM help_given WHERE kind = 'yes, then'")
    op.drop_index("ix_help_given_delegation", "help_given")
    for name in ("deputy_id", *_INSTANTS):
        op.drop_column("help_given", name)
    op.drop_column("channels", "unasked")
