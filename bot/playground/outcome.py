"""What somebody sees after acting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.reading import VisibleMessage

if TYPE_CHECKING:
    from bot.playground.modal import Modal


class FieldErrors(dict[str, str]):
    """Errors at inputs, by block_id; looking one up by its input's visible label works too."""

    def __init__(self, errors: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Take errors by block_id, and `labels` that name the same blocks."""
        super().__init__(errors)
        self._blocks = {label: block_id for block_id, label in labels.items()}

    def __missing__(self, label: str) -> str:
        """Look up by label."""
        return dict(self)[self._blocks[label]]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or super().__contains__(self._blocks.get(str(key)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody sees after acting: Slack's `error`, the top modal, what was whispered, errors at inputs."""

    error: str
    modal: "Modal | None"
    ephemeral: list[VisibleMessage]
    errors: FieldErrors = field(default_factory=lambda: FieldErrors({}, {}))

    @property
    def ok(self) -> bool:
        """Whether neither Slack nor the app complained."""
        return not self.error and not self.errors
