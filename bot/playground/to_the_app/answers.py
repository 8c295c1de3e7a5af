"""What a person's Slack makes of the app's answer to a command or a submission."""

from dataclasses import dataclass, field
from typing import Any

from bot.playground.block_kit import input_state
from bot.playground.block_kit.validator import problems
from bot.playground.workspace.conversations import Conversation
from bot.playground.workspace.errors import SlackError
from bot.playground.workspace.people import Person
from bot.playground.workspace.views import OpenView, checked
from bot.playground.workspace.workspace import Workspace

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


class Answers:
    """Takes answers, and refuses those that Slack would not take: with an error, and a line in the call log."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def to_command(self, person: Person, channel: Conversation, answer: Json) -> Reply:
        """Show the text that a command was answered with: to the person alone, unless it says in_channel."""
        if not answer:
            return Reply()
        text, blocks = str(answer.get("text") or ""), answer.get("blocks") or []
        if found := problems("message", {"text": text, "blocks": blocks}):
            return self._refused("slash_commands", "; ".join(found))
        shown = input_state.with_ids(blocks)
        if answer.get("response_type") == "in_channel":
            self._workspace.post(channel, self._workspace.app.bot_user_id, text, blocks=shown)
        else:
            self._workspace.whisper(channel, person.id, text, blocks=shown)
        return Reply()

    def to_submission(self, view: OpenView, answer: Json) -> Reply:
        """Do what the answer to a submission says; only nothing at all closes the view."""
        try:
            return self._apply(view, answer)
        except SlackError as refusal:
            return self._refused("view_submission", "; ".join([refusal.error, *refusal.messages]))

    def _apply(self, view: OpenView, answer: Json) -> Reply:
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
                return self._field_errors(view, answer.get("errors"))
            case _:
                return self._refused("view_submission", f"unknown answer {answer}")
        return Reply()

    def _field_errors(self, view: OpenView, errors: Any) -> Reply:
        """Take errors only at input blocks of the view; with anything else Slack shows a general error."""
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            return self._refused(
                "view_submission", f"errors must name input blocks ({sorted(inputs)}), not {errors}"
            )
        if not all(isinstance(text, str) and text for text in errors.values()):
            return self._refused("view_submission", f"errors must be text: {errors}")
        return Reply(errors=errors)

    def _refused(self, what: str, why: str) -> Reply:
        self._workspace.calls.add(self._workspace.now(), "out", f"answer:{what}", error=why)
        return Reply(f"the answer to {what} was refused: {why}")
