"""Our own copy of people and channels, with what they say themselves about their time."""

from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    Table,
)

from storage.columns import (
    flag,
    instant,
    key,
    tenant,
    text,
    text_id,
)
from storage.tables.metadata import metadata

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
