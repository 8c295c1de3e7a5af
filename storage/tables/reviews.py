"""After-actions and what is written in them."""

from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Index,
    Integer,
    Table,
    Text,
)
from sqlalchemy import text as sql

from bot.domain.review import Fork, Mode, Phase, Prompt, Visibility
from storage.columns import (
    choice,
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
from storage.tables.metadata import metadata

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
