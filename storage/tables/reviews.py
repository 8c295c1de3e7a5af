"""After-actions and what is written in them."""

from typing import Final

from sqlalchemy import Column, Float, Index, Text
from sqlalchemy import text as sql

from bot.domain.review import Fork, Mode, Phase, Prompt, Visibility
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

reviews: Final = table_of_tenants(
    "reviews",
    text_id("delegation_id"),
    number("round"),
    choice("mode", Mode),
    flag("is_async"),
    choice("phase", Phase),
    instant("starts_at"),
    Column("minutes", Float, nullable=False),
    instant("started_at", optional=True),
    instant("phase_since", optional=True),
    instant("phase_until", optional=True),
    document("change", optional=True),
    flag("change_is_late"),
    text("lesson"),
    instant("closed_at", optional=True),
    key("delegation_id", "round"),
    refers_to("delegations", id="delegation_id"),
    one_of("mode", Mode),
    one_of("phase", Phase),
)

NOTE_IN_TIME: Final = sql("NOT late")
notes: Final = table_of_tenants(
    "notes",
    row_number(),
    text_id("delegation_id"),
    number("round"),
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
