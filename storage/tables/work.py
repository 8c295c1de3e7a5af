"""Delegations and what leads to them: briefs in every version, drafts, templates, and the history."""

from typing import Final

from sqlalchemy import Index, UniqueConstraint

from bot.domain.acceptance import Level
from bot.domain.delegation import FoundBy, Outcome
from bot.domain.lifecycle import Role, State
from bot.domain.record import Event
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
    row_number,
    text,
    text_id,
)
from storage.tables.metadata import table_of_tenants

delegations: Final = table_of_tenants(
    "delegations",
    text_id("id"),
    text_id("manager_id"),
    text_id("owner_id"),
    choice("state", State),
    # The version on the table. It stands in `brief_versions` too: a read of a delegation always wants its
    # brief, and never another one, so it costs no join.
    document("brief"),
    number("brief_number"),
    choice("move", Role, optional=True),
    instant("move_until", optional=True),
    text("back_brief"),
    flag("confirmed_by_silence"),
    instant("handed_over_at"),
    instant("changed_at"),
    instant("started_at", optional=True),
    instant("shipped_at", optional=True),
    document("shipment", optional=True),
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
    document("acceptance", optional=True),
    document("change", optional=True),
    key("id"),
    one_of("state", State),
    one_of("outcome", Outcome),
    Index("ix_delegations_owner", *of_one_tenant("owner_id")),
    Index("ix_delegations_manager", *of_one_tenant("manager_id")),
)

brief_versions: Final = table_of_tenants(
    "brief_versions",
    text_id("delegation_id"),
    number("number"),
    text_id("author_id"),
    instant("at"),
    document("brief"),
    key("delegation_id", "number"),
    refers_to("delegations", id="delegation_id"),
)

drafts: Final = table_of_tenants(
    "drafts",
    text_id("id"),
    text_id("author_id"),
    text_id("about"),
    document("fields"),
    instant("updated_at"),
    key("id"),
    Index("ix_drafts_author", *of_one_tenant("author_id"), "updated_at"),
)

templates: Final = table_of_tenants(
    "templates",
    text_id("id"),
    text_id("author_id"),
    text_id("name"),
    document("fields"),
    instant("saved_at"),
    key("id"),
    UniqueConstraint(*of_one_tenant("author_id", "name"), name="name"),
)

history: Final = table_of_tenants(
    "history",
    row_number(),
    text_id("delegation_id"),
    choice("event", Event),
    text_id("actor_id"),
    instant("at"),
    text("detail"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_history_delegation", *of_one_tenant("delegation_id"), "at"),
)
