"""The phrasing rules that a team wants no questions from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step."""
    op.add_column("channels", sa.Column("unasked", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("channels", "unasked")
