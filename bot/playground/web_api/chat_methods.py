"""chat.*: posting, editing and whispering, with Slack's checks."""

import json
from typing import Any

from bot.playground.block_kit import input_state
from bot.playground.block_kit.validator import MESSAGE_TEXT_LIMIT, block_problems
from bot.playground.workspace.conversations import Conversation, Kind, Message
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]

EDIT_TEXT_LIMIT = 4000
"""Characters of `text` above which chat.update answers `msg_too_long`."""

LARGEST_METADATA = 8000
"""Characters of metadata above which `metadata_too_large`."""


def post_message(workspace: Workspace, given: Json) -> Json:
    """chat.postMessage: into a channel, or to a user id, which opens the DM."""
    text, blocks = _content(given)
    metadata = _metadata(given)
    channel = _destination(workspace, given["channel"])
    _refuse_outsiders(workspace, channel)
    thread_ts = given.get("thread_ts", "")
    _refuse_missing_thread(channel, thread_ts)
    message = workspace.post(
        channel,
        workspace.app.bot_user_id,
        text[:MESSAGE_TEXT_LIMIT],
        blocks=blocks,
        thread_ts=thread_ts,
        metadata=metadata,
        is_broadcast=bool(thread_ts and given.get("reply_broadcast")),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def update(workspace: Workspace, given: Json) -> Json:
    """chat.update: the app's own messages only; `text` without `blocks` removes the blocks."""
    if "text" not in given and "blocks" not in given:
        raise SlackError("no_text")
    if len(given.get("text", "")) > EDIT_TEXT_LIMIT:
        raise SlackError("msg_too_long")
    metadata = _metadata(given)
    channel = workspace.conversation(given["channel"])
    message = channel.messages.get(given["ts"])
    if message is None:
        raise SlackError("message_not_found")
    if message.user != workspace.app.bot_user_id:
        raise SlackError("cant_update_message")
    if channel.is_archived:
        raise SlackError("is_archived")
    text, blocks = _content({"text": message.text, **given} if given.get("blocks") else given)
    message.text, message.blocks = text, blocks
    message.metadata = metadata if metadata is not None else message.metadata
    message.edited_ts = "" if blocks else workspace.times.next()
    workspace.changes.tell("message", channel=channel.id, ts=message.ts, thread_ts=message.thread_ts)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": text,
        "message": message.as_json(with_metadata=True),
    }


def post_ephemeral(workspace: Workspace, given: Json) -> Json:
    """chat.postEphemeral: seen by one member of the conversation, and only for now."""
    text, blocks = _content(given)
    channel = workspace.conversation(given["channel"])
    _refuse_outsiders(workspace, channel)
    if given["user"] not in channel.members or workspace.person(given["user"]).deleted:
        raise SlackError("user_not_in_channel")
    message = workspace.whisper(
        channel, given["user"], text, blocks=blocks, thread_ts=given.get("thread_ts", "")
    )
    return {"message_ts": message.ts}


def get_permalink(workspace: Workspace, given: Json) -> Json:
    """chat.getPermalink: the address of a message, with its thread if it is a reply."""
    channel = workspace.conversation(given["channel"])
    message = channel.messages.get(given["message_ts"])
    if message is None:
        raise SlackError("message_not_found")
    link = permalink(workspace, message)
    return {"channel": channel.id, "permalink": link}


def permalink(workspace: Workspace, message: Message) -> str:
    """Return the address at which Slack shows a message."""
    link = (
        f"https://{workspace.team.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    )
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else link


def _content(given: Json) -> tuple[str, list[Json]]:
    """Return text and blocks; a fallback text is demanded although Slack only recommends it."""
    text, blocks = given.get("text", ""), given.get("blocks") or []
    if not text.strip():
        raise SlackError("no_text")
    found = [problem.partition(": ") for problem in block_problems("message", blocks)]
    if found:
        raise SlackError("invalid_blocks", *(f"{what} [json-pointer:{where}]" for where, _, what in found))
    return text, input_state.with_ids(blocks)


def _metadata(given: Json) -> Json | None:
    metadata: Json | None = given.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_schema", f"unknown fields: {sorted(metadata)}")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _destination(workspace: Workspace, channel_id: str) -> Conversation:
    if not channel_id.startswith(("U", "W")):
        return workspace.conversation(channel_id)
    person = workspace.people.get(channel_id)
    if person is None or (person.is_stranger and not workspace.shares_a_channel(person.id)):
        raise SlackError("channel_not_found")
    if not person.can_be_messaged:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    return workspace.direct_message(channel_id)


def _refuse_outsiders(workspace: Workspace, channel: Conversation) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind is Kind.DM and not workspace.app.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    if workspace.app.bot_user_id not in channel.members and "chat:write.public" not in workspace.app.scopes:
        raise SlackError("not_in_channel")
    if channel.is_read_only:
        raise SlackError("restricted_action_read_only_channel")


def _refuse_missing_thread(channel: Conversation, thread_ts: str) -> None:
    parent = channel.messages.get(thread_ts)
    if thread_ts and (parent is None or parent.is_reply):
        raise SlackError("thread_not_found")
