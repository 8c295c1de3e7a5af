"""What a person can do, and what their Slack makes of the app's answer."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground import input_state
from bot.playground.block_kit import problems
from bot.playground.conversations import Conversation, Kind, Message
from bot.playground.errors import SlackError
from bot.playground.mentions import as_stored, escaped
from bot.playground.parcel import ParcelKind, UndeliveredError
from bot.playground.payloads import Payloads
from bot.playground.people import Person
from bot.playground.views import OpenView, checked

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees of it: nothing, an `error` of Slack's, or `errors` at inputs (block_id -> text)."""

    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether all went well."""
        return not self.error and not self.errors


class Interactions:
    """Everything a person does goes through here, whether a test or the page does it."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.payloads = Payloads(workspace)

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
            answer = await self._workspace.delivery.hand_over("slash_commands", fields)
        except UndeliveredError as failure:
            return Reply(failure.error)
        return self._show_answer(person, channel, answer or {})

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
        try:
            answer = await self._workspace.delivery.hand_over(
                "interactive", self.payloads.submission(person, view)
            )
            return self._apply(view, answer or {})
        except UndeliveredError as failure:
            return Reply(failure.error)
        except SlackError as refusal:
            return Reply(
                f"the answer to view_submission was refused: {refusal.error} {refusal.messages or ''}".strip()
            )
        finally:
            self._workspace.changes.tell("view", user=person.id)

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
        await self._workspace.delivery.event(event)
        return Reply()

    async def say(self, person: Person, channel: Conversation, text: str, thread_ts: str = "") -> Message:
        """Write a message; the app hears of it where its manifest subscribes to that."""
        workspace = self._workspace
        text = as_stored(text, workspace.people.values(), workspace.channels.values())
        message = workspace.post(channel, person.id, text, thread_ts=thread_ts)
        if self._workspace.app.bot_user_id in channel.members:
            kinds = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.DM: "im", Kind.GROUP_DM: "mpim"}
            event = {**message.as_json(), "channel": channel.id, "event_ts": message.ts}
            await self._workspace.delivery.event({**event, "channel_type": kinds[channel.kind]})
            if f"<@{self._workspace.app.bot_user_id}" in text:
                await self._workspace.delivery.event({**event, "type": "app_mention"})
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
            await self._workspace.delivery.hand_over(kind, payload)
        except UndeliveredError as failure:
            return Reply(failure.error)
        return Reply()

    def _show_answer(self, person: Person, channel: Conversation, answer: Json) -> Reply:
        """Show the text that a command was answered with: to the person alone, unless it says in_channel."""
        if not answer:
            return Reply()
        text, blocks = str(answer.get("text") or ""), answer.get("blocks") or []
        if found := problems("message", {"text": text or "(blocks)" if blocks else text, "blocks": blocks}):
            return Reply(f"the answer to the command was refused: {'; '.join(found)}")
        blocks = input_state.with_ids(blocks)
        if answer.get("response_type") == "in_channel":
            self._workspace.post(channel, self._workspace.app.bot_user_id, text, blocks=blocks)
        else:
            self._workspace.whisper(channel, person.id, text, blocks=blocks)
        return Reply()

    def _apply(self, view: OpenView, answer: Json) -> Reply:
        """Do what the answer to a submission says; only nothing at all closes the view."""
        views = self._workspace.views
        match answer.get("response_action"):
            case None if not answer:
                views.close(view)
            case "clear":
                views.clear(view.user_id)
            case "update":
                views.update(view, checked("modal", answer.get("view")))
            case "push":
                views.push(view.user_id, checked("modal", answer.get("view")))
            case "errors":
                return _field_errors(view, answer.get("errors"))
            case _:
                return Reply(f"the answer to view_submission was refused: {answer}")
        return Reply()


def _field_errors(view: OpenView, errors: Any) -> Reply:
    """Take errors only at input blocks of the view; with anything else Slack shows a general error."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return Reply(f"errors must name input blocks ({sorted(inputs)}), not {errors}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        return Reply(f"errors must be text: {errors}")
    return Reply(errors=errors)
