"""How often a message that may stand in Slack already could not be looked for, and was sent all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step."""
    op.add_column("nudges", _count("looks"))
    op.add_column("nudges", _count("blind"))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("nudges", "blind")
    op.drop_column("nudges", "looks")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
