"""What people and teams say about their own time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step."""
    op.add_column("people", sa.Column("preferences", sa.JSON(), nullable=True))
    op.add_column("channels", sa.Column("days_off", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("channels", "days_off")
    op.drop_column("people", "preferences")
