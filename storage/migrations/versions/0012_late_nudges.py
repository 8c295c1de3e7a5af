"""An index of what waits and has been put off: how late the latest is must be told while everything is late."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_IS_LATE = sa.text("wake_at IS NOT NULL AND late_since IS NOT NULL")


def upgrade() -> None:
    """Make the step."""
    op.create_index(
        "ix_nudges_late", "nudges", ["late_since"], sqlite_where=_IS_LATE, postgresql_where=_IS_LATE
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_nudges_late", "nudges")
