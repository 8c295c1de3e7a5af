"""What is handed to the app, over whichever transport, and what may go wrong on the way."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

ParcelKind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery: a payload and, for events, which retry it is and why."""

    kind: ParcelKind
    body: dict[str, Any]
    retry: int = 0
    retry_reason: str = ""
    is_badly_signed: bool = False

    @property
    def name(self) -> str:
        """How the call log names it, such as `interactive:block_actions`."""
        match self.kind:
            case "slash_commands":
                return f"slash_commands:{self.body['command']}"
            case "events_api":
                return f"events_api:{self.body['event']['type']}"
            case _:
                return f"interactive:{self.body['type']}"

    @property
    def summary(self) -> str:
        """One line for the side panel: who, and what they said or pressed."""
        body = self.body
        if self.kind == "slash_commands":
            said = (body["user_name"], body["text"])
        elif self.kind == "events_api":
            user = body["event"].get("user", "")
            who = user["name"] if isinstance(user, dict) else user
            said = (who, f"retry {self.retry}" if self.retry else "")
        else:
            pressed = ", ".join(action["action_id"] for action in body.get("actions", []))
            said = (body["user"]["name"], pressed or body.get("view", body).get("callback_id", ""))
        return " · ".join(part for part in said if part)


class UndeliveredError(Exception):
    """The app did not take it. `error` is what the person sees: `operation_timeout` or `dispatch_failed`."""

    def __init__(self, error: str, reason: str, *, may_retry: bool = True) -> None:
        """Say what the person sees, the `reason` for retry headers, and whether the app forbade a retry."""
        super().__init__(error)
        self.error = error
        self.reason = reason
        self.may_retry = may_retry


class Courier(Protocol):
    """A transport."""

    async def carry(self, parcel: Parcel) -> dict[str, Any] | None:
        """Hand a parcel over and return the body of the app's answer, None when it is empty.

        Raises:
            UndeliveredError: The app is not there, or answered that it failed.
        """
        ...
