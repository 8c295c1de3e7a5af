"""What happens in a workspace besides conversation: profiles change, channels change, the app is removed.

The app hears of it where its manifest subscribes to the event.
"""

from typing import Any

from bot.playground.to_the_app.connected import ConnectedWorkspace


async def person_changes(workspace: ConnectedWorkspace, user_id: str, **changes: Any) -> None:
    """Change fields of a `Person` (`tz`, `deleted`, `is_guest`, ...); that is a `user_change`."""
    person = workspace.people[user_id]
    for name, value in changes.items():
        if not hasattr(person, name):
            raise ValueError(f"a person has no {name}")
        setattr(person, name, value)
    user = person.as_user_object(workspace.now(), with_locale=True)
    ts = workspace.times.next()
    await workspace.delivery.event({"type": "user_change", "user": user, "event_ts": ts})


async def app_joins(workspace: ConnectedWorkspace, channel_id: str, inviter: str) -> None:
    """Invite the app to a channel; that is a `member_joined_channel`."""
    channel = workspace.channels[channel_id]
    channel.members.add(workspace.app.bot_user_id)
    event = {
        "type": "member_joined_channel",
        "user": workspace.app.bot_user_id,
        "channel": channel_id,
        "channel_type": "C",
        "team": workspace.team.id,
        "inviter": inviter,
        "event_ts": workspace.times.next(),
    }
    await workspace.delivery.event(event)


async def person_leaves(workspace: ConnectedWorkspace, user_id: str, channel_id: str) -> None:
    """Have somebody leave a channel; that is a `member_left_channel`."""
    workspace.channels[channel_id].members.discard(user_id)
    event = {
        "type": "member_left_channel",
        "user": user_id,
        "channel": channel_id,
        "channel_type": "C",
        "team": workspace.team.id,
        "event_ts": workspace.times.next(),
    }
    await workspace.delivery.event(event)


async def app_is_uninstalled(workspace: ConnectedWorkspace) -> None:
    """Uninstall the app: from now on its tokens answer `account_inactive`, and there are two events.

    Slack promises no order of the two; here it is always this one.
    """
    workspace.app.is_installed = False
    tokens = {"oauth": [], "bot": [workspace.app.bot_user_id]}
    for event in ({"type": "tokens_revoked", "tokens": tokens}, {"type": "app_uninstalled"}):
        await workspace.delivery.event({**event, "event_ts": workspace.times.next()})
