"""What is agreed before the work: rehearsals, levels, readiness, and templates."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step."""
    op.add_column("delegations", sa.Column("rehearsal_of", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("delegations", "rehearsal_of")
