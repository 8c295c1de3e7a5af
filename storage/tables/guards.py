"""What guards the work: pre-mortems, flags, intentions, triggers that were hit, proposals, correction notes."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    Table,
    Text,
)

from bot.domain.flag import Reply, Sureness
from bot.domain.intention import Verdict
from bot.domain.premortem import Decision
from bot.domain.proposal import Answer, ProposalKind
from storage.columns import (
    choice,
    flag,
    instant,
    key,
    of_one_tenant,
    one_of,
    refers_to,
    tenant,
    text,
    text_id,
)
from storage.tables.metadata import metadata

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
