"""Help between the two: asked for or offered in private, and the call stays the owner's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.lifecycle import State


class HelpKind(StrEnum):
    """The two kinds of help, and a manager's word that they think before they answer."""

    THINK = "think with me"
    CLEAR = "clear a path"
    LATER = "let me think"


HELPED_IN = frozenset({State.IN_PROGRESS, State.SHIPPED, State.IN_REVIEW})
"""While there is work, or what follows from it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What one of the two said to the other. `at` is aware UTC, `block` the time that the owner has in mind.

    `answers` is the id of the owner's wish that a manager answers, "" where they offer by themselves.
    """

    id: str
    delegation_id: str
    author_id: str
    kind: HelpKind
    text: str
    at: datetime
    block: str = ""
    answers: str = ""
