"""auth.test, team.info, users.info and apps.connections.open: who is who."""

from typing import Any

from bot.playground.to_the_app.connected import ConnectedWorkspace
from bot.playground.to_the_app.sockets import MOST_CONNECTIONS
from bot.playground.workspace.errors import SlackError

Json = dict[str, Any]


def auth_test(workspace: ConnectedWorkspace, given: Json) -> Json:
    """auth.test: whom the token belongs to."""
    app, team = workspace.app, workspace.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": app.name.lower(),
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def team_info(workspace: ConnectedWorkspace, given: Json) -> Json:
    """team.info: the workspace's name and domain."""
    team = workspace.team
    if given.get("team", team.id) != team.id:
        raise SlackError("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


def users_info(workspace: ConnectedWorkspace, given: Json) -> Json:
    """users.info: strangers only where a shared channel makes them visible."""
    person = workspace.person(given["user"])
    if person.is_stranger and not workspace.shares_a_channel(person.id):
        raise SlackError("user_not_visible")
    return {"user": person.as_user_object(workspace.now(), with_locale=bool(given.get("include_locale")))}


def connections_open(workspace: ConnectedWorkspace, given: Json) -> Json:
    """apps.connections.open: the URL of one Socket Mode connection."""
    if workspace.transport != "socket":
        raise SlackError("socket_mode_not_enabled")
    if workspace.sockets.count >= MOST_CONNECTIONS:
        raise SlackError("too_many_websockets")
    ticket = workspace.sockets.issue_ticket()
    address = workspace.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={workspace.app.app_id}"}
