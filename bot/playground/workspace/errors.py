"""How the stand-in says no: with Slack's own error strings."""

from typing import Any


class SlackError(Exception):
    """A Web API call is refused: the answer is `{"ok": false, "error": error, ...}`."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        """Refuse with Slack's `error` string, `messages` for response_metadata and `more` top-level fields."""
        super().__init__(error, *messages)
        self.error = error
        self.messages = list(messages)
        self.more = more

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body
