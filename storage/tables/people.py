"""Our own copy of people and channels, with what they say themselves about their time."""

from typing import Final

from storage.columns import document, flag, instant, key, text, text_id
from storage.tables.metadata import table_of_tenants

people: Final = table_of_tenants(
    "people",
    text_id("user_id"),
    text_id("home_team_id"),  # a stranger's own workspace is not the tenant
    text("name"),
    text("zone"),
    flag("is_bot"),
    flag("is_deleted"),
    flag("is_guest"),
    flag("is_stranger"),
    instant("seen_at"),
    document("preferences", optional=True),  # the person's own words; all others are Slack's
    key("user_id"),
)

channels: Final = table_of_tenants(
    "channels",
    text_id("channel_id"),
    text("name"),
    flag("is_private"),
    flag("is_archived"),
    flag("has_bot"),
    flag("is_shared_outside"),
    instant("seen_at"),
    # The team's own words; all others are Slack's.
    document("days_off", optional=True),
    document("unasked", optional=True),
    key("channel_id"),
)
