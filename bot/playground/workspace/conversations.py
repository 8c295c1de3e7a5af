"""Channels, DMs and group DMs, and the messages in them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """The kinds of conversation, named as in Slack's scopes (`channels:read`, `im:history`, ...)."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DM = "im"
    GROUP_DM = "mpim"


@dataclass(slots=True)
class Message:
    """One message as it stands now. `ephemeral_to` names the only person who sees it, if so."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    team: str = ""
    metadata: Json | None = None
    edited_ts: str = ""
    ephemeral_to: str = ""
    is_broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts

    def as_json(self, *, with_metadata: bool = False) -> Json:
        """Return Slack's message object; metadata only when asked for (`include_all_metadata`)."""
        message: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.team,
        }
        if self.bot_id:
            message |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.blocks:
            message["blocks"] = self.blocks
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        if self.edited_ts:
            message["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.is_broadcast:
            message["subtype"] = "thread_broadcast"
        if with_metadata and self.metadata is not None:
            message["metadata"] = self.metadata
        return message


@dataclass(slots=True)
class Conversation:
    """A conversation with its members and its messages, oldest first; in a read-only one no app may post."""

    id: str
    kind: Kind
    name: str = ""
    members: set[str] = field(default_factory=set)
    topic: str = ""
    is_archived: bool = False
    is_read_only: bool = False
    is_ext_shared: bool = False
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def name_for_app(self) -> str:
        """The name that interaction payloads carry: private channels and DMs hide theirs, group DMs do not."""
        return {Kind.PRIVATE: "privategroup", Kind.DM: "directmessage"}.get(self.kind, self.name)

    def top_level(self) -> list[Message]:
        """Return the messages outside threads, and replies that were also sent to the channel."""
        return [message for message in self.messages.values() if not message.is_reply or message.is_broadcast]

    def replies(self, ts: str) -> list[Message]:
        """Return the replies in the thread of the message `ts`, oldest first."""
        return [message for message in self.messages.values() if message.is_reply and message.thread_ts == ts]

    def as_json(self, bot_user_id: str, *, with_num_members: bool = False) -> Json:
        """Return Slack's conversation object as the app sees it."""
        about: Json = {"id": self.id, "created": self.created, "is_archived": self.is_archived}
        if self.kind is Kind.DM:
            other = next((member for member in self.members if member != bot_user_id), "")
            return {**about, "is_im": True, "is_org_shared": False, "user": other}
        about |= {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_im": False,
            "is_mpim": self.kind is Kind.GROUP_DM,
            "is_private": self.kind is not Kind.PUBLIC,
            "is_general": self.name == "general",
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_member": bot_user_id in self.members,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }
        if with_num_members:
            about["num_members"] = len(self.members)
        return about
