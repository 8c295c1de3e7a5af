"""What a person can do: everything is delivered to the app, and its answer shown."""

from typing import Any

from bot.playground.block_kit import input_state
from bot.playground.to_the_app.answers import Answers, Reply
from bot.playground.to_the_app.delivery import Delivery
from bot.playground.to_the_app.parcel import ParcelKind, UndeliveredError
from bot.playground.to_the_app.payloads import Payloads
from bot.playground.workspace.conversations import Conversation, Kind, Message
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.mentions import as_stored, escaped
from bot.playground.workspace.people import Person
from bot.playground.workspace.views import OpenView
from bot.playground.workspace.workspace import Workspace

Json = dict[str, Any]


class Interactions:
    """Everything a person does goes through here, whether a test or the page does it."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self.payloads = Payloads(workspace)
        self._answers = Answers(workspace)

    async def command(self, person: Person, channel: Conversation, typed: str) -> Reply:
        """Type a slash command, such as `/delegate help`, into a channel."""
        name, _, text = typed.strip().partition(" ")
        command = self._workspace.app.commands.get(name)
        if command is None or "commands" not in self._workspace.app.scopes or person.is_stranger:
            return Reply(f"{name} is not a valid command")
        if command.should_escape:
            text = escaped(text, self._workspace.people.values(), self._workspace.channels.values())
        fields = self.payloads.command(person, channel, name, text.strip())
        try:
            answer = await self._delivery.hand_over("slash_commands", fields)
        except UndeliveredError as failure:
            return Reply(failure.error)
        return self._answers.to_command(person, channel, answer or {})

    async def shortcut(self, person: Person, callback_id: str) -> Reply:
        """Choose a global shortcut."""
        if not self._offers("global", callback_id, person):
            return Reply(f"no global shortcut {callback_id}")
        return await self._interact(self.payloads.shortcut(person, callback_id))

    async def message_shortcut(
        self, person: Person, callback_id: str, channel: Conversation, message: Message
    ) -> Reply:
        """Choose a shortcut on a message; ephemeral messages have none."""
        if message.ephemeral_to or not self._offers("message", callback_id, person):
            return Reply(f"no message shortcut {callback_id}")
        return await self._interact(self.payloads.message_action(person, callback_id, channel, message))

    async def click_message(
        self, person: Person, channel: Conversation, ts: str, action: Json, state: Json | None = None
    ) -> Reply:
        """Click an element of a message. Nothing is checked: see `checked_action` for what a person can do."""
        message = self._workspace.find_message(channel.id, ts)
        values = state if state is not None else input_state.initial(message.blocks if message else [])
        return await self._interact(
            self.payloads.message_click(person, channel, ts, message, action, values), is_click=True
        )

    async def click_view(self, person: Person, view: OpenView, action: Json) -> Reply:
        """Click an element of a modal or a Home."""
        return await self._interact(self.payloads.view_click(person, view, action), is_click=True)

    async def submit(self, person: Person, view: OpenView) -> Reply:
        """Press a modal's submit button; what Slack itself refuses never reaches the app."""
        if errors := input_state.unfinished(view.blocks, view.state):
            return Reply(errors=errors)
        return await self.submit_unchecked(person, view)

    async def submit_unchecked(self, person: Person, view: OpenView) -> Reply:
        """Send a submission whatever is entered, and whether or not the modal is still open."""
        payload = self.payloads.submission(person, view)
        try:
            answer = await self._delivery.hand_over("interactive", payload)
        except UndeliveredError as failure:
            return Reply(failure.error)
        reply = self._answers.to_submission(view, answer or {})
        self._workspace.changes.tell("view", user=person.id)
        return reply

    async def close(self, person: Person, view: OpenView, *, everything: bool = False) -> Reply:
        """Cancel a modal, or with `everything` close the whole stack by its x."""
        stack = self._workspace.views.stack(person.id)
        is_cleared = everything or bool(view.definition.get("clear_on_close"))
        told = stack[0] if is_cleared and stack else view
        payload = self.payloads.closing(person, told, is_cleared=is_cleared)
        if is_cleared:
            self._workspace.views.clear(person.id)
        else:
            self._workspace.views.close(view)
        self._workspace.changes.tell("view", user=person.id)
        if not told.definition.get("notify_on_close"):
            return Reply()
        return await self._interact(payload)

    async def open_home(self, person: Person) -> Reply:
        """Open the app's Home tab: the app hears `app_home_opened`."""
        home = self._workspace.views.home(person.id)
        event: Json = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": self._workspace.direct_message(person.id).id,
            "tab": "home",
            "event_ts": self._workspace.times.next(),
        }
        if home is not None:
            event["view"] = home.as_json(self._workspace.app, self._workspace.team.id)
        await self._delivery.event(event)
        return Reply()

    async def say(self, person: Person, channel: Conversation, text: str, thread_ts: str = "") -> Message:
        """Write a message; the app hears of it where its manifest subscribes to that.

        Raises:
            SlackError: `no_text`, `is_archived`, or `messages_tab_read_only` in the DM with the app.
        """
        workspace = self._workspace
        if not text.strip():
            raise SlackError("no_text")
        if channel.is_archived:
            raise SlackError("is_archived")
        if channel.kind is Kind.DM and workspace.app.messages_tab_read_only:
            raise SlackError("messages_tab_read_only")
        text = as_stored(text, workspace.people.values(), workspace.channels.values())
        message = workspace.post(channel, person.id, text, thread_ts=thread_ts)
        if self._workspace.app.bot_user_id in channel.members:
            kinds = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.DM: "im", Kind.GROUP_DM: "mpim"}
            event = {**message.as_json(), "channel": channel.id, "event_ts": message.ts}
            await self._delivery.event({**event, "channel_type": kinds[channel.kind]})
            if f"<@{self._workspace.app.bot_user_id}" in text:
                await self._delivery.event({**event, "type": "app_mention"})
        return message

    def _offers(self, kind: str, callback_id: str, person: Person) -> bool:
        shortcut = self._workspace.app.shortcuts.get(callback_id)
        may = "commands" in self._workspace.app.scopes and not person.is_stranger
        return may and shortcut is not None and shortcut.type == kind

    async def _interact(self, payload: Json, *, is_click: bool = False) -> Reply:
        kind: ParcelKind = "interactive"
        if is_click and not self._workspace.app.interactivity_enabled:
            return Reply("interactivity is not enabled in the manifest")
        try:
            await self._delivery.hand_over(kind, payload)
        except UndeliveredError as failure:
            return Reply(failure.error)
        return Reply()
