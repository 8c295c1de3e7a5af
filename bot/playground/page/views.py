"""What the page shows to one person: the sidebar, the messages of a conversation, a thread."""

from typing import Any

from bot.playground.workspace.conversations import Conversation, Kind, Message
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.people import SLACKBOT_ID, Person
from bot.playground.workspace.views import OpenView
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]


def state(workspace: Workspace, me: Person) -> Json:
    """Return everything around the messages: people, conversations, commands, shortcuts, the app."""
    app = workspace.app
    workspace.direct_message(me.id)  # the app is always there to be written to
    mine = [channel for channel in workspace.channels.values() if me.id in channel.members]
    seen = [
        channel
        for channel in workspace.channels.values()
        if channel in mine or not (me.is_guest or me.is_single_channel_guest or me.is_stranger)
        if channel.kind is Kind.PUBLIC or (channel.kind is Kind.PRIVATE and channel in mine)
    ]
    return {
        "me": me.id,
        "team": {"id": workspace.team.id, "name": workspace.team.name, "domain": workspace.team.domain},
        "people": [_person(person) for person in workspace.people.values() if person.id != SLACKBOT_ID],
        "channels": [_channel(channel, me) for channel in seen],
        "dms": [
            {"id": channel.id, "user": _other(channel, me), "read_only": app.messages_tab_read_only}
            for channel in mine
            if channel.kind is Kind.DM
        ],
        "group_dms": [_group_dm(workspace, channel, me) for channel in mine if channel.kind is Kind.GROUP_DM],
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in app.commands.values()
        ],
        "shortcuts": [
            {
                "type": one.type,
                "callback_id": one.callback_id,
                "name": one.name,
                "description": one.description,
            }
            for one in app.shortcuts.values()
        ],
        "app": {"name": app.name, "bot_user_id": app.bot_user_id},
    }


def messages(workspace: Workspace, me: Person, channel: Conversation) -> list[Json]:
    """Return the top level of a conversation, with what only this person sees, oldest first."""
    own = [message for message in workspace.ephemerals(me.id) if message.channel == channel.id]
    shown = [*channel.top_level(), *(message for message in own if not message.thread_ts)]
    return [_message(workspace, channel, message) for message in sorted(shown, key=lambda one: one.ts)]


def thread(workspace: Workspace, me: Person, channel: Conversation, ts: str) -> list[Json]:
    """Return a thread, its parent first, with what only this person sees in it; empty if there is none."""
    if ts not in channel.messages:
        return []
    own = [
        message
        for message in workspace.ephemerals(me.id)
        if message.channel == channel.id and message.thread_ts == ts
    ]
    below = sorted([*channel.replies(ts), *own], key=lambda one: one.ts)
    return [_message(workspace, channel, message) for message in [channel.messages[ts], *below]]


def person_of(workspace: Workspace, given: Json) -> Person:
    """Return whom the page acts as.

    Raises:
        SlackError: `user_not_found`, also for bots and people who left.
    """
    person = workspace.person(str(given.get("as")))
    if person.deleted or not person.can_be_messaged:
        raise SlackError("user_not_found")
    return person


def first_person(workspace: Workspace) -> Person:
    """Return the first member who can act: the manager of the demo's cast."""
    return next(one for one in workspace.people.values() if one.can_be_messaged and not one.deleted)


def room_of(workspace: Workspace, person: Person, channel_id: str) -> Conversation:
    """Return a conversation that they are in.

    Raises:
        SlackError: `channel_not_found`, or `not_in_channel` for a public one that they only may read.
    """
    channel = readable_room_of(workspace, person, channel_id)
    if person.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def readable_room_of(workspace: Workspace, person: Person, channel_id: str) -> Conversation:
    """Return a conversation that they are in, or a public one, which every full member may read.

    Raises:
        SlackError: `channel_not_found`.
    """
    channel = workspace.channels.get(channel_id)
    outside = person.is_guest or person.is_single_channel_guest or person.is_stranger
    if channel is None or (person.id not in channel.members and (outside or channel.kind is not Kind.PUBLIC)):
        raise SlackError("channel_not_found")
    return channel


def view_of(workspace: Workspace, person: Person, view_id: str) -> OpenView:
    """Return a view that they have open.

    Raises:
        SlackError: `not_found`.
    """
    view = workspace.views.find(view_id)
    if view is None or view.user_id != person.id:
        raise SlackError("not_found")
    return view


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.real_name,
        "handle": person.name,
        "title": person.title,
        "tz": person.tz,
        "is_guest": person.is_guest or person.is_single_channel_guest,
        "is_bot": person.is_bot,
        "deleted": person.deleted,
        "is_stranger": person.is_stranger,
        "color": person.color,
    }


def _channel(channel: Conversation, me: Person) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.kind is Kind.PRIVATE,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "topic": channel.topic,
        "is_member": me.id in channel.members,
    }


def _other(channel: Conversation, me: Person) -> str:
    return next((member for member in channel.members if member != me.id), me.id)


def _group_dm(workspace: Workspace, channel: Conversation, me: Person) -> Json:
    others = sorted(channel.members - {me.id})
    names = ", ".join(workspace.people[user].real_name for user in others)
    return {"id": channel.id, "users": others, "name": names}


def _message(workspace: Workspace, channel: Conversation, message: Message) -> Json:
    below = channel.replies(message.ts)
    person = workspace.people[message.user]
    return {
        "ts": message.ts,
        "user": message.user,
        "name": person.real_name,
        "is_app": bool(message.bot_id),
        "text": message.text,
        "blocks": message.blocks,
        "edited": bool(message.edited_ts),
        "reply_count": len(below),
        "latest_reply": below[-1].ts if below else None,
        "thread_ts": message.thread_ts or None,
        "ephemeral": bool(message.ephemeral_to),
    }
