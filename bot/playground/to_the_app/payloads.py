"""The payloads of commands, shortcuts, clicks and submissions, shaped as Slack's reference shows them."""

from typing import Any

from bot.playground.workspace.conversations import Conversation, Message
from bot.playground.workspace.people import Person
from bot.playground.workspace.views import OpenView
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]


class Payloads:
    """Builds payloads for one workspace and its app."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def command(self, person: Person, channel: Conversation, command: str, text: str) -> Json:
        """Build the form fields of a slash command."""
        team, app = self._workspace.team, self._workspace.app
        return {
            "token": app.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel.name_for_app,
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": app.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(person, channel.id),
            "trigger_id": self._workspace.triggers.give(person.id),
        }

    def shortcut(self, person: Person, callback_id: str) -> Json:
        """Build a global shortcut; it has neither a channel nor a response URL."""
        return {
            **self._interaction("shortcut", person),
            "action_ts": self._workspace.times.next(),
            "callback_id": callback_id,
        }

    def message_action(
        self, person: Person, callback_id: str, channel: Conversation, message: Message
    ) -> Json:
        """Build a message shortcut."""
        return {
            **self._interaction("message_action", person),
            "action_ts": self._workspace.times.next(),
            "callback_id": callback_id,
            "channel": {"id": channel.id, "name": channel.name_for_app},
            "message_ts": message.ts,
            "message": message.as_json(),
            "response_url": self._response_url(person, channel.id, message.ts),
        }

    def message_click(
        self,
        person: Person,
        channel: Conversation,
        ts: str,
        message: Message | None,
        action: Json,
        state: Json,
    ) -> Json:
        """Build the click on an element of a message; an ephemeral message is not repeated in it."""
        is_ephemeral = bool(message and message.ephemeral_to)
        container: Json = {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
        }
        if message and message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload: Json = {
            **self._interaction("block_actions", person),
            "api_app_id": self._workspace.app.app_id,
            "container": container,
            "channel": {"id": channel.id, "name": channel.name_for_app},
            "state": {"values": state},
            "response_url": self._response_url(person, channel.id, ts),
            "actions": [self._stamped(action)],
        }
        return payload if is_ephemeral or message is None else {**payload, "message": message.as_json()}

    def view_click(self, person: Person, view: OpenView, action: Json) -> Json:
        """Build the click on an element of a modal or a Home."""
        return {
            **self._interaction("block_actions", person),
            "api_app_id": self._workspace.app.app_id,
            "container": {"type": "view", "view_id": view.id},
            "view": self._view(view),
            "actions": [self._stamped(action)],
        }

    def submission(self, person: Person, view: OpenView) -> Json:
        """Build the submission of a modal."""
        return {
            **self._interaction("view_submission", person),
            "api_app_id": self._workspace.app.app_id,
            "view": self._view(view),
            "response_urls": [],
        }

    def closing(self, person: Person, view: OpenView, *, is_cleared: bool) -> Json:
        """Build the closing of a modal by the person; it gives no trigger."""
        payload = self._interaction("view_closed", person)
        del payload["trigger_id"]
        return {
            **payload,
            "api_app_id": self._workspace.app.app_id,
            "view": self._view(view),
            "is_cleared": is_cleared,
        }

    def _interaction(self, kind: str, person: Person) -> Json:
        """Build what all share. `team` is the clicker's, which for a stranger is not the app's."""
        workspace = self._workspace
        domain = workspace.team.domain if person.team_id == workspace.team.id else "elsewhere"
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team_id,
            },
            "token": workspace.app.verification_token,
            "trigger_id": workspace.triggers.give(person.id),
            "team": {"id": person.team_id, "domain": domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _view(self, view: OpenView) -> Json:
        return view.as_json(self._workspace.app, self._workspace.team.id)

    def _stamped(self, action: Json) -> Json:
        return {**action, "action_ts": self._workspace.times.next()}

    def _response_url(self, person: Person, channel_id: str, message_ts: str = "") -> str:
        path = self._workspace.response_urls.give(person.id, channel_id, message_ts)
        return f"{self._workspace.base_url}/response/{path}"
