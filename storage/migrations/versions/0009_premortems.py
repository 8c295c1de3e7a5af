"""Pre-mortems and the risks named in them; what is asked once more about one counts as a reminder."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_REMINDERS = "kind IN ('checkpoint', 'digest', 'offer_reminder') AND status = 'sent'"
_REMINDERS_AFTER = "kind IN ('checkpoint', 'digest', 'offer_reminder', 'risk_reminder') AND status = 'sent'"


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "premortems",
        *_tenant(),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_by", _ID, nullable=False),
        sa.Column("invited", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("revealed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("delegation_id", "number", "enterprise_id", "team_id", name="pk_premortems"),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_premortems_delegations",
        ),
    )
    op.create_table(
        "risks",
        *_tenant(),
        sa.Column("id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        _flag("with_name"),
        _flag("is_revealed"),
        sa.Column("decision", sa.String(length=40), server_default="open", nullable=False),
        sa.Column("guard", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("wanted_at", sa.BigInteger(), nullable=True),
        sa.Column("check_at", sa.BigInteger(), nullable=True),
        sa.Column("fallback", sa.Text(), server_default="", nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        _flag("kept"),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_risks"),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id", "number"],
            [
                "premortems.enterprise_id",
                "premortems.team_id",
                "premortems.delegation_id",
                "premortems.number",
            ],
            name="fk_risks_premortems",
        ),
        sa.CheckConstraint(
            "decision IN ('open', 'accepted', 'guarded', 'watched')", name=op.f("ck_risks_decision")
        ),
    )
    op.create_index("ix_risks_delegation", "risks", ["delegation_id", "number", "enterprise_id", "team_id"])
    _count_as_reminders(_REMINDERS_AFTER)


def downgrade() -> None:
    """Take the step back."""
    op.execute("DELETE FROM nudges WHERE kind LIKE 'premortem%' OR kind LIKE 'risk%'")
    op.execute(
        "DELETE FROM history WHERE event IN ('started a pre-mortem', 'revealed the pre-mortem', 'decided a risk', "
        "'answered a check')"
    )
    _count_as_reminders(_REMINDERS)
    op.drop_index("ix_risks_delegation", "risks")
    op.drop_table("risks")
    op.drop_table("premortems")


def _count_as_reminders(condition: str) -> None:
    op.drop_index("ix_nudges_reminders", "nudges")
    op.create_index(
        "ix_nudges_reminders",
        "nudges",
        ["recipient", "settled_at", "enterprise_id", "team_id"],
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _tenant() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("enterprise_id", _ID, nullable=False), sa.Column("team_id", _ID, nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)
