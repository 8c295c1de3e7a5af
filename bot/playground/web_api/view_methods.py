"""views.*: opening, pushing, updating and publishing."""

from typing import Any

from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.views import OpenView, checked
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]


def open_view(workspace: Workspace, given: Json) -> Json:
    """views.open: a first modal, for the person whose trigger this is."""
    definition = checked("modal", given["view"])
    user_id = workspace.triggers.exchange(given["trigger_id"])
    return _shown(workspace, workspace.views.open(user_id, definition))


def push(workspace: Workspace, given: Json) -> Json:
    """views.push: on top of the open modals of the person whose trigger this is."""
    definition = checked("modal", given["view"])
    user_id = workspace.triggers.exchange(given["trigger_id"])
    return _shown(workspace, workspace.views.push(user_id, definition))


def update(workspace: Workspace, given: Json) -> Json:
    """views.update: by view_id or external_id, guarded by the hash if one is given."""
    if given.get("view_id"):
        view = workspace.views.find(given["view_id"])
    else:
        view = workspace.views.find_external(given.get("external_id", ""))
    if view is None:
        raise SlackError("not_found")
    definition = checked(view.definition["type"], given["view"])
    if given.get("hash") and given["hash"] != view.hash:
        raise SlackError("hash_conflict")
    workspace.views.update(view, definition)
    return _shown(workspace, view)


def publish(workspace: Workspace, given: Json) -> Json:
    """views.publish: a person's Home."""
    if not workspace.app.home_tab_enabled:
        raise SlackError("not_enabled")
    person = workspace.people.get(given["user_id"])
    if person is None or person.deleted or not person.can_be_messaged:
        raise SlackError("invalid_arguments", "user_id: not a user who has a Home")
    definition = checked("home", given["view"])
    return _shown(workspace, workspace.views.publish(person.id, definition, given.get("hash", "")))


def _shown(workspace: Workspace, view: OpenView) -> Json:
    kind = "home" if view.definition["type"] == "home" else "view"
    workspace.changes.tell(kind, user=view.user_id, view_id=view.id)
    return {"view": view.as_json(workspace.app, workspace.team.id)}
