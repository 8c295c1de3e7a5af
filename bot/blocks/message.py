"""What a block builder returns."""

from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message: its blocks, and a text that says it all for notifications and screen readers."""

    text: str
    blocks: list[Block] = field(default_factory=list)
