"""The tables. Every row carries its tenant, and every key holds it."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
)
from sqlalchemy import text as sql

from bot.domain.acceptance import Level
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import FoundBy, Outcome
from bot.domain.flag import Reply, Sureness
from bot.domain.help import HelpKind
from bot.domain.intention import Verdict
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import NudgeKind, NudgeStatus
from bot.domain.premortem import Decision
from bot.domain.proposal import Answer, ProposalKind
from bot.domain.record import Event, QuestionAbout
from bot.domain.rescue import RescueKind
from bot.domain.review import Fork, Mode, Phase, Prompt, Visibility
from storage.columns import (
    choice,
    count,
    flag,
    instant,
    key,
    of_one_tenant,
    one_of,
    refers_to,
    row_number,
    tenant,
    text,
    text_id,
)
from storage.instant import UtcDateTime

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def of_tenant(table: Table) -> ColumnElement[bool]:
    """Return the condition that keeps a statement to one tenant; a `TenantTransaction` fills it in."""
    return and_(
        table.c.enterprise_id == bindparam("in_enterprise", type_=String),
        table.c.team_id == bindparam("in_team", type_=String),
    )


delegations: Final = Table(
    "delegations",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("manager_id"),
    text_id("owner_id"),
    choice("state", State),
    # The version on the table. It stands in `brief_versions` too: a read of a delegation always wants its
    # brief, and never another one, so it costs no join.
    Column("brief", JSON, nullable=False),
    Column("brief_number", Integer, nullable=False),
    choice("move", Role, optional=True),
    instant("move_until", optional=True),
    text("back_brief"),
    flag("confirmed_by_silence"),
    instant("handed_over_at"),
    instant("changed_at"),
    instant("started_at", optional=True),
    instant("shipped_at", optional=True),
    Column("shipment", JSON(none_as_null=True)),
    choice("outcome", Outcome),
    text("measured"),
    choice("found_by", FoundBy, optional=True),
    instant("corrected_at", optional=True),
    text("correction"),
    text("reason"),
    instant("ended_at", optional=True),
    instant("taken_over_at", optional=True),
    text("rehearsal_of"),
    choice("manager_level", Level, optional=True),
    Column("acceptance", JSON(none_as_null=True)),
    Column("change", JSON(none_as_null=True)),
    key("id"),
    one_of("state", State),
    one_of("outcome", Outcome),
    Index("ix_delegations_owner", *of_one_tenant("owner_id")),
    Index("ix_delegations_manager", *of_one_tenant("manager_id")),
)

brief_versions: Final = Table(
    "brief_versions",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    Column("number", Integer, nullable=False),
    text_id("author_id"),
    instant("at"),
    Column("brief", JSON, nullable=False),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)

drafts: Final = Table(
    "drafts",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("author_id"),
    text_id("about"),
    Column("fields", JSON, nullable=False),
    instant("updated_at"),
    key("id"),
    Index("ix_drafts_author", *of_one_tenant("author_id"), "updated_at"),
)

templates: Final = Table(
    "templates",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("author_id"),
    text_id("name"),
    Column("fields", JSON, nullable=False),
    instant("saved_at"),
    key("id"),
    UniqueConstraint(*of_one_tenant("author_id", "name"), name="name"),
)

history: Final = Table(
    "history",
    metadata,
    row_number(),
    *tenant(),
    text_id("delegation_id"),
    choice("event", Event),
    text_id("actor_id"),
    instant("at"),
    text("detail"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_history_delegation", *of_one_tenant("delegation_id"), "at"),
)

questions: Final = Table(
    "questions",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    choice("about", QuestionAbout),
    text("text"),
    instant("asked_at"),
    text("answer"),
    instant("answered_at", optional=True),
    text("asked_by"),
    instant("comes_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_questions_delegation", *of_one_tenant("delegation_id"), "asked_at"),
)

correction_notes: Final = Table(
    "correction_notes",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    Column("number", Integer, nullable=False),
    instant("missed_at"),
    instant("due_at"),
    text("text"),
    text_id("reader_id"),
    text_id("channel_id"),
    instant("sent_at", optional=True),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)

# Read by the manager whose they are, and by nobody else: every query names the manager.
rescues: Final = Table(
    "rescues",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text_id("manager_id"),
    choice("kind", RescueKind),
    text("text"),
    instant("at"),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_rescues_manager", *of_one_tenant("manager_id", "delegation_id")),
)

help_given: Final = Table(
    "help_given",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text_id("author_id"),
    choice("kind", HelpKind),
    text("text"),
    instant("at"),
    text("block"),
    text_id("answers"),
    key("id"),
    refers_to("delegations", id="delegation_id"),
)

checkpoint_answers: Final = Table(
    "checkpoint_answers",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    Column("questions", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    instant("answered_at"),
    flag("on_course"),
    Column("bet", Integer),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

checkpoint_questions: Final = Table(
    "checkpoint_questions",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    Column("questions", JSON, nullable=False),
    instant("asked_at"),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

hits: Final = Table(
    "hits",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text("condition"),
    Column("respond_in_minutes", Integer, nullable=False),
    text_id("goes_to"),
    text_id("actor_id"),
    instant("at"),
    instant("since"),
    text("saw"),
    Column("round", Integer, nullable=False),
    Column("pages", JSON, nullable=False),
    text_id("acknowledged_by"),
    instant("acknowledged_at", optional=True),
    instant("unanswered_at", optional=True),
    instant("ended_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_hits_delegation", *of_one_tenant("delegation_id"), "at"),
)

proposals: Final = Table(
    "proposals",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    choice("kind", ProposalKind),
    instant("at"),
    instant("until"),
    instant("before"),
    instant("deadline", optional=True),
    text("outcome"),
    text("why"),
    text("note"),
    choice("answer", Answer),
    instant("answered_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_proposals_delegation", *of_one_tenant("delegation_id"), "at"),
)

reviews: Final = Table(
    "reviews",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    Column("round", Integer, nullable=False),
    choice("mode", Mode),
    flag("is_async"),
    choice("phase", Phase),
    instant("starts_at"),
    Column("minutes", Float, nullable=False),
    instant("started_at", optional=True),
    instant("phase_since", optional=True),
    instant("phase_until", optional=True),
    Column("change", JSON(none_as_null=True)),
    flag("change_is_late"),
    text("lesson"),
    instant("closed_at", optional=True),
    key("delegation_id", "round"),
    refers_to("delegations", id="delegation_id"),
    one_of("mode", Mode),
    one_of("phase", Phase),
)

NOTE_IN_TIME: Final = sql("NOT late")
notes: Final = Table(
    "notes",
    metadata,
    row_number(),
    *tenant(),
    text_id("delegation_id"),
    Column("round", Integer, nullable=False),
    text_id("author_id"),
    choice("prompt", Prompt),
    Column("text", Text, nullable=False),
    choice("visibility", Visibility),
    choice("fork", Fork, optional=True),
    flag("late"),
    flag("is_tap"),
    instant("written_at"),
    refers_to("reviews", delegation_id="delegation_id", round="round"),
    one_of("visibility", Visibility),
    # One answer in time to each prompt; what comes late is kept beside it.
    Index(
        "ix_notes_in_time",
        *of_one_tenant("delegation_id", "round", "author_id", "prompt"),
        unique=True,
        sqlite_where=NOTE_IN_TIME,
        postgresql_where=NOTE_IN_TIME,
    ),
    Index("ix_notes_review", *of_one_tenant("delegation_id", "round")),
)

flags: Final = Table(
    "flags",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text("seen"),
    choice("sureness", Sureness),
    text("intended"),
    instant("raised_at"),
    instant("answer_due"),
    text("link"),
    text_id("deputy_id"),
    instant("chased_at", optional=True),
    instant("given_back_at", optional=True),
    choice("reply", Reply, optional=True),
    text("words"),
    text_id("answered_by"),
    instant("answered_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_flags_delegation", *of_one_tenant("delegation_id"), "raised_at"),
)

forwards: Final = Table(
    "forwards",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text_id("flag_id"),
    text_id("to_id"),
    text("words"),
    instant("at"),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_forwards_delegation", *of_one_tenant("delegation_id"), "at"),
)

intentions: Final = Table(
    "intentions",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text("what"),
    text("why"),
    instant("stated_at"),
    instant("until"),
    text_id("deputy_id"),
    choice("verdict", Verdict, optional=True),
    text("words"),
    text_id("settled_by"),
    instant("settled_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_intentions_delegation", *of_one_tenant("delegation_id"), "stated_at"),
)

premortems: Final = Table(
    "premortems",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    Column("number", Integer, nullable=False),
    text_id("opened_by"),
    Column("invited", JSON, nullable=False),
    instant("opened_at"),
    instant("until"),
    Column("answered", JSON, nullable=False),
    instant("revealed_at", optional=True),
    instant("ended_at", optional=True),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)

risks: Final = Table(
    "risks",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    Column("number", Integer, nullable=False),
    text_id("author_id"),
    Column("place", Integer, nullable=False),
    Column("text", Text, nullable=False),
    instant("written_at"),
    flag("with_name"),
    flag("is_revealed"),
    choice("decision", Decision, start=Decision.OPEN),
    text("guard"),
    text("state"),
    instant("wanted_at", optional=True),
    instant("check_at", optional=True),
    text("fallback"),
    Column("is_there", Boolean, nullable=True),
    instant("answered_at", optional=True),
    flag("kept"),
    key("id"),
    refers_to("premortems", delegation_id="delegation_id", number="number"),
    one_of("decision", Decision),
    Index("ix_risks_delegation", *of_one_tenant("delegation_id", "number")),
)

IS_WAITING: Final = sql("wake_at IS NOT NULL")
IS_FOLDED: Final = sql("status = 'folded'")
IS_REMINDER: Final = sql(
    "kind IN ('checkpoint', 'digest', 'offer_reminder', 'risk_reminder') AND status = 'sent'"
)
nudges: Final = Table(
    "nudges",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("key"),
    choice("kind", NudgeKind),
    text_id("delegation_id"),  # no foreign key: a Home belongs to a person, not to a delegation
    text_id("recipient"),
    text_id("subject"),
    instant("due_at"),
    choice("status", NudgeStatus, start=NudgeStatus.SCHEDULED),
    count("revision"),  # how often a living message was refreshed
    count("sent_revision"),
    text("channel"),
    text("ts"),
    count("attempts"),
    text("lease_owner"),
    instant("lease_until", optional=True),
    count("lease_token"),
    flag("suspect"),
    text("error"),
    instant("settled_at", optional=True),
    instant("late_since", optional=True),  # when it was planned for, where something has put it off
    # When the sender must look at it next: when it is due, or when its lease runs out, or never. Generated,
    # so that no writer can forget it; one small index of it answers every question that the sender asks.
    Column(
        "wake_at",
        UtcDateTime,
        Computed(
            "CASE status WHEN 'scheduled' THEN due_at WHEN 'sending' THEN lease_until END", persisted=True
        ),
    ),
    key("id"),
    UniqueConstraint(*of_one_tenant("key"), name="key"),
    one_of("status", NudgeStatus),
    CheckConstraint("(status = 'sending') = (lease_until IS NOT NULL)", name="lease"),
    Index("ix_nudges_wake", "wake_at", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_nudges_delegation", *of_one_tenant("delegation_id", "kind")),
    Index(
        "ix_nudges_dead",
        "settled_at",
        sqlite_where=sql("status = 'dead'"),
        postgresql_where=sql("status = 'dead'"),
    ),
    Index(
        "ix_nudges_folded", *of_one_tenant("recipient"), sqlite_where=IS_FOLDED, postgresql_where=IS_FOLDED
    ),
    Index(
        "ix_nudges_reminders",
        *of_one_tenant("recipient", "settled_at"),
        sqlite_where=IS_REMINDER,
        postgresql_where=IS_REMINDER,
    ),
)

people: Final = Table(
    "people",
    metadata,
    *tenant(),
    text_id("user_id"),
    text_id("home_team_id"),  # a stranger's own workspace is not the tenant
    text("name"),
    text("zone"),
    flag("is_bot"),
    flag("is_deleted"),
    flag("is_guest"),
    flag("is_stranger"),
    instant("seen_at"),
    Column("preferences", JSON(none_as_null=True)),  # the person's own words; all others are Slack's
    key("user_id"),
)

channels: Final = Table(
    "channels",
    metadata,
    *tenant(),
    text_id("channel_id"),
    text("name"),
    flag("is_private"),
    flag("is_archived"),
    flag("has_bot"),
    flag("is_shared_outside"),
    instant("seen_at"),
    Column("days_off", JSON(none_as_null=True)),  # the team's own words; all others are Slack's
    key("channel_id"),
)

receipts: Final = Table(
    "receipts",
    metadata,
    *tenant(),
    text_id("receipt"),
    instant("at"),
    key("receipt"),
)
