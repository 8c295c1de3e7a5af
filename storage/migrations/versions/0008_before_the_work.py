"""What is agreed before the work: rehearsals, levels, readiness, and templates."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the step."""
    op.add_column("delegations", sa.Column("rehearsal_of", sa.Text(), server_default="", nullable=False))
    op.add_column("delegations", sa.Column("manager_level", sa.String(40), nullable=True))
    op.add_column("delegations", sa.Column("acceptance", sa.JSON(), nullable=True))
    op.add_column("delegations", sa.Column("change", sa.JSON(), nullable=True))
    op.create_table(
        "templates",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("name", _ID, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_templates"),
        sa.UniqueConstraint("author_id", "name", "enterprise_id", "team_id", name=op.f("uq_templates_name")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("templates")
    op.drop_column("delegations", "change")
    op.drop_column("delegations", "acceptance")
    op.drop_column("delegations", "manager_level")
    op.drop_column("delegations", "rehearsal_of")
