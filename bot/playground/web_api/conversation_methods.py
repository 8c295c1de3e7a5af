"""conversations.*: opening DMs, reading about conversations and, with the scopes for it, in them."""

import base64
from typing import Any

from bot.playground.workspace.conversations import Conversation, Kind, Message
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]

MOST_IN_GROUP_DM = 8
"""People besides the app in a group DM (conversations.open)."""

PAGE, LARGEST_PAGE = 100, 999


def open_conversation(workspace: Workspace, given: Json) -> Json:
    """conversations.open: a DM with one user, a group DM with several, or one that exists by its id."""
    if given.get("channel"):
        channel = workspace.conversation(given["channel"])
        if channel.kind not in (Kind.DM, Kind.GROUP_DM):
            raise SlackError("method_not_supported_for_channel_type")
    else:
        channel = _opened(workspace, [user for user in given.get("users", "").split(",") if user])
    about = channel.as_json(workspace.app.bot_user_id) if given.get("return_im") else {"id": channel.id}
    return {"channel": about}


def info(workspace: Workspace, given: Json) -> Json:
    """conversations.info: needs the `read` scope of the conversation's kind."""
    channel = workspace.conversation(given["channel"])
    require_scope(workspace, f"{channel.kind}:read")
    with_members = bool(given.get("include_num_members"))
    return {"channel": channel.as_json(workspace.app.bot_user_id, with_num_members=with_members)}


def members(workspace: Workspace, given: Json) -> Json:
    """conversations.members: user ids, in pages."""
    channel = workspace.conversation(given["channel"])
    require_scope(workspace, f"{channel.kind}:read")
    return _page("members", sorted(channel.members), given)


def history(workspace: Workspace, given: Json) -> Json:
    """conversations.history: top-level messages, newest first."""
    channel = _readable(workspace, given["channel"])
    messages = [message for message in reversed(channel.top_level()) if _is_within(message, given)]
    shown = [_shown(channel, message, given) for message in messages]
    page = _page("messages", shown, given)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


def replies(workspace: Workspace, given: Json) -> Json:
    """conversations.replies: a thread, its parent first; a reply's ts gives that reply alone."""
    channel = _readable(workspace, given["channel"])
    parent = channel.messages.get(given["ts"])
    if parent is None:
        raise SlackError("thread_not_found")
    below = [message for message in channel.replies(parent.ts) if _is_within(message, given)]
    page = _page("messages", [_shown(channel, message, given) for message in [parent, *below]], given)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}


def require_scope(workspace: Workspace, scope: str) -> None:
    """Refuse with `missing_scope` what the manifest does not ask for."""
    if scope not in workspace.app.scopes:
        provided = ",".join(sorted(workspace.app.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)


def _opened(workspace: Workspace, user_ids: list[str]) -> Conversation:
    if not user_ids:
        raise SlackError("users_list_not_supplied")
    if len(user_ids) > MOST_IN_GROUP_DM:
        raise SlackError("too_many_users")
    require_scope(workspace, "im:write" if len(set(user_ids)) == 1 else "mpim:write")
    for user_id in user_ids:
        person = workspace.person(user_id)
        if person.is_stranger and not workspace.shares_a_channel(user_id):
            raise SlackError("user_not_visible")
        if not person.can_be_messaged:
            raise SlackError("cannot_dm_bot")
        if person.deleted:
            raise SlackError("user_disabled")
    if len(set(user_ids)) == 1:
        if not workspace.app.messages_tab_enabled:
            raise SlackError("messages_tab_disabled")
        return workspace.direct_message(user_ids[0])
    return workspace.group_message(set(user_ids))


def _readable(workspace: Workspace, channel_id: str) -> Conversation:
    channel = workspace.conversation(channel_id)
    require_scope(workspace, f"{channel.kind}:history")
    if workspace.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _is_within(message: Message, given: Json) -> bool:
    oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
    at = float(message.ts)
    return oldest <= at <= latest if given.get("inclusive") else oldest < at < latest


def _shown(channel: Conversation, message: Message, given: Json) -> Json:
    shown = message.as_json(with_metadata=bool(given.get("include_all_metadata")))
    below = channel.replies(message.ts)
    if below:
        users = sorted({reply.user for reply in below})
        shown |= {
            "reply_count": len(below),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": below[-1].ts,
        }
    return shown


def _page(name: str, items: list[Any], given: Json) -> Json:
    """Return one page of items and the cursor of the next."""
    try:
        start = int(base64.b64decode(given.get("cursor") or "MA=="))
    except ValueError:
        raise SlackError("invalid_cursor") from None
    size = given.get("limit") or PAGE
    if not 1 <= size <= LARGEST_PAGE:
        raise SlackError("invalid_limit")
    end = start + size
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(items) else ""
    return {name: items[start:end], "response_metadata": {"next_cursor": cursor}}
