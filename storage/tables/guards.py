"""What guards the work: pre-mortems, flags, intentions, triggers that were hit, proposals, correction notes."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, Text

from bot.domain.flag import Reply, Sureness
from bot.domain.intention import Verdict
from bot.domain.premortem import Decision
from bot.domain.proposal import Answer, ProposalKind
from storage.columns import (
    choice,
    document,
    flag,
    instant,
    key,
    number,
    of_one_tenant,
    one_of,
    refers_to,
    text,
    text_id,
)
from storage.tables.metadata import about_a_delegation, table_of_tenants

premortems: Final = table_of_tenants(
    "premortems",
    text_id("delegation_id"),
    number("number"),
    text_id("opened_by"),
    document("invited"),
    instant("opened_at"),
    instant("until"),
    document("answered"),
    instant("revealed_at", optional=True),
    instant("ended_at", optional=True),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)

risks: Final = table_of_tenants(
    "risks",
    text_id("id"),
    text_id("delegation_id"),
    number("number"),
    text_id("author_id"),
    number("place"),
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

flags: Final = about_a_delegation(
    "flags",
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
    ordered_by="raised_at",
)

forwards: Final = about_a_delegation(
    "forwards",
    text_id("flag_id"),
    text_id("to_id"),
    text("words"),
    instant("at"),
    ordered_by="at",
)

intentions: Final = about_a_delegation(
    "intentions",
    text("what"),
    text("why"),
    instant("stated_at"),
    instant("until"),
    text_id("deputy_id"),
    choice("verdict", Verdict, optional=True),
    text("words"),
    text_id("settled_by"),
    instant("settled_at", optional=True),
    ordered_by="stated_at",
)

hits: Final = about_a_delegation(
    "hits",
    text("condition"),
    number("respond_in_minutes"),
    text_id("goes_to"),
    text_id("actor_id"),
    instant("at"),
    instant("since"),
    text("saw"),
    number("round"),
    document("pages"),
    text_id("acknowledged_by"),
    instant("acknowledged_at", optional=True),
    instant("unanswered_at", optional=True),
    instant("ended_at", optional=True),
    ordered_by="at",
)

proposals: Final = about_a_delegation(
    "proposals",
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
    ordered_by="at",
)

correction_notes: Final = table_of_tenants(
    "correction_notes",
    text_id("delegation_id"),
    number("number"),
    instant("missed_at"),
    instant("due_at"),
    text("text"),
    text_id("reader_id"),
    text_id("channel_id"),
    instant("sent_at", optional=True),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)
