"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "channels",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("channel_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_bot", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_shared_outside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "enterprise_id", "team_id", name="pk_channels"),
    )
    op.create_table(
        "delegations",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("manager_id", _ID, nullable=False),
        sa.Column("owner_id", _ID, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("brief_number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(40), nullable=True),
        sa.Column("move_until", sa.BigInteger(), nullable=True),
        sa.Column("back_brief", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmed_by_silence", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("handed_over_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("shipped_at", sa.BigInteger(), nullable=True),
        sa.Column("shipment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("measured", sa.Text(), server_default="", nullable=False),
        sa.Column("found_by", sa.String(40), nullable=True),
        sa.Column("corrected_at", sa.BigInteger(), nullable=True),
        sa.Column("correction", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("outcome IN ('unknown', 'met', 'missed')", name=op.f("ck_delegations_outcome")),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'in progress', 'shipped', 'in review', 'closed', 'declined',"
            " 'withdrawn', 'taken back')",
            name=op.f("ck_delegations_state"),
        ),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_delegations"),
    )
    op.create_index(
        "ix_delegations_manager",
        "delegations",
        ["manager_id", "enterprise_id", "team_id"],
    )
    op.create_index(
        "ix_delegations_owner",
        "delegations",
        ["owner_id", "enterprise_id", "team_id"],
    )

    op.create_table(
        "drafts",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("about", _ID, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_drafts"),
    )
    op.create_index(
        "ix_drafts_author",
        "drafts",
        ["author_id", "enterprise_id", "team_id", "updated_at"],
    )

    op.create_table(
        "nudges",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("recipient", _ID, nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(40), server_default="scheduled", nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("ts", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_owner", sa.Text(), server_default="", nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("suspect", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "wake_at",
            sa.BigInteger(),
            sa.Computed(
                "CASE status WHEN 'scheduled' THEN due_at WHEN 'sending' THEN lease_until END", persisted=True
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(status = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_nudges_lease")),
        sa.CheckConstraint(
            "status IN ('scheduled', 'sending', 'sent', 'cancelled', 'dead')", name=op.f("ck_nudges_status")
        ),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_nudges"),
        sa.UniqueConstraint("key", "enterprise_id", "team_id", name=op.f("uq_nudges_key")),
    )
    op.create_index(
        "ix_nudges_dead",
        "nudges",
        ["settled_at"],
        sqlite_where=sa.text("status = 'dead'"),
        postgresql_where=sa.text("status = 'dead'"),
    )
    op.create_index("ix_nudges_delegation", "nudges", ["delegation_id", "kind", "enterprise_id", "team_id"])
    op.create_index(
        "ix_nudges_wake",
        "nudges",
        ["wake_at", "id"],
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )

    op.create_table(
        "people",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("home_team_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("zone", sa.Text(), server_default="", nullable=False),
        sa.Column("is_bot", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "enterprise_id", "team_id", name="pk_people"),
    )
    op.create_table(
        "receipts",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("receipt", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", "enterprise_id", "team_id", name="pk_receipts"),
    )
    op.create_table(
        "brief_versions",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_brief_versions_delegations",
        ),
        sa.PrimaryKeyConstraint(
            "delegation_id", "number", "enterprise_id", "team_id", name="pk_brief_versions"
        ),
    )
    op.create_table(
        "checkpoint_answers",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("on_course", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_checkpoint_answers_delegations",
        ),
        sa.PrimaryKeyConstraint(
            "delegation_id", "kind", "enterprise_id", "team_id", name="pk_checkpoint_answers"
        ),
    )
    op.create_table(
        "history",
        sa.Column(
            "row_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("actor_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_history_delegations",
        ),
        sa.PrimaryKeyConstraint("row_number", name="pk_history"),
    )
    op.create_index(
        "ix_history_delegation",
        "history",
        ["delegation_id", "enterprise_id", "team_id", "at"],
    )

    op.create_table(
        "questions",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_questions_delegations",
        ),
        sa.PrimaryKeyConstraint("id", "enterprise_id", "team_id", name="pk_questions"),
    )
    op.create_index(
        "ix_questions_delegation",
        "questions",
        ["delegation_id", "enterprise_id", "team_id", "asked_at"],
    )

    op.create_table(
        "reviews",
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("is_async", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("phase_since", sa.BigInteger(), nullable=True),
        sa.Column("phase_until", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("change_is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("lesson", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("mode IN ('full', 'clean', 'short')", name=op.f("ck_reviews_mode")),
        sa.CheckConstraint(
            "phase IN ('waiting', 'writing', 'revealed', 'manager', 'change', 'closed')",
            name=op.f("ck_reviews_phase"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id"],
            ["delegations.enterprise_id", "delegations.team_id", "delegations.id"],
            name="fk_reviews_delegations",
        ),
        sa.PrimaryKeyConstraint("delegation_id", "round", "enterprise_id", "team_id", name="pk_reviews"),
    )
    op.create_table(
        "notes",
        sa.Column(
            "row_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("enterprise_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("delegation_id", _ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("prompt", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(40), nullable=False),
        sa.Column("fork", sa.String(40), nullable=True),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "visibility IN ('thread', 'manager', 'private')", name=op.f("ck_notes_visibility")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "team_id", "delegation_id", "round"],
            ["reviews.enterprise_id", "reviews.team_id", "reviews.delegation_id", "reviews.round"],
            name="fk_notes_reviews",
        ),
        sa.PrimaryKeyConstraint("row_number", name="pk_notes"),
    )
    op.create_index(
        "ix_notes_in_time",
        "notes",
        ["delegation_id", "round", "author_id", "prompt", "enterprise_id", "team_id"],
        unique=True,
        sqlite_where=sa.text("NOT late"),
        postgresql_where=sa.text("NOT late"),
    )
    op.create_index("ix_notes_review", "notes", ["delegation_id", "round", "enterprise_id", "team_id"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("notes")
    op.drop_table("reviews")
    op.drop_table("questions")
    op.drop_table("history")
    op.drop_table("checkpoint_answers")
    op.drop_table("brief_versions")
    op.drop_table("receipts")
    op.drop_table("people")
    op.drop_table("nudges")
    op.drop_table("drafts")
    op.drop_table("delegations")
    op.drop_table("channels")
