"""Slack's user and conversation objects, as the domain's people and channels."""

from collections.abc import Mapping
from typing import Any

from bot.domain.people import Channel, Person, Tenant


def person_of(user: Mapping[str, Any], tenant: Tenant) -> Person:
    """Return the member that Slack's user object describes, by the name that people go by."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return Person(
        user_id=user["id"],
        team_id=str(user.get("team_id") or tenant.team_id),
        name=next((str(name) for name in names if name), user["id"]),
        zone=str(user.get("tz") or "UTC"),
        is_bot=bool(user.get("is_bot")),
        is_deleted=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
    )


def channel_of(conversation: Mapping[str, Any]) -> Channel:
    """Return the channel that Slack's conversation object describes."""
    return Channel(
        channel_id=conversation["id"],
        name=str(conversation.get("name") or ""),
        is_private=bool(conversation.get("is_private") or conversation.get("is_im")),
        is_archived=bool(conversation.get("is_archived")),
        has_bot=bool(conversation.get("is_member")),
        is_shared_outside=bool(conversation.get("is_ext_shared")),
    )
