"""I intend to ...: the owner says what and why; the manager may object for a while, and silence is go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

OBJECT_WITHIN: Final = timedelta(hours=4)
"""Working time to object in. Half a day: long enough to read it between meetings, short enough to wait for."""


class Verdict(StrEnum):
    """How an intention came out."""

    AGREED = "agreed"
    OBJECTED = "objected"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Intention:
    """What the owner intends, why, and until when it can be objected to. Instants are aware UTC.

    `deputy_id` is whoever stands in for a manager who is away, and "" for none; `words` are those of an objection.
    """

    id: str
    delegation_id: str
    what: str
    why: str
    stated_at: datetime
    until: datetime
    deputy_id: str = ""
    verdict: Verdict | None = None
    words: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it can still be objected to."""
        return self.verdict is None
