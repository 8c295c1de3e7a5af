"""Help between the two: asked for or offered in private, and the call stays the owner's.

A wish obliges the manager to a word, as a flag does: an answer is due, it is reminded of once, and then the owner is
told that nobody answered. The work is the owner's move all the while.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.lifecycle import State


class HelpKind(StrEnum):
    """The two kinds of help, and what a manager may say to a wish besides: yes to its block of time, or later."""

    THINK = "think with me"
    CLEAR = "clear a path"
    YES = "yes, then"
    LATER = "let me think"


HELPED_IN = frozenset({State.IN_PROGRESS, State.SHIPPED, State.IN_REVIEW})
"""While there is work, or what follows from it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What one of the two said to the other. Instants are aware UTC, `block` is the time that the owner has in mind.

    `answers` is the id of the owner's wish that a manager answers, "" where they offer by themselves.
    A wish has `due_at`, when an answer is due from whoever was asked last: the manager, or `deputy_id` once they were
    told. `reminded_at` and `given_back_at` say that they were reminded, and that the owner was told to wait no more.
    """

    id: str
    delegation_id: str
    author_id: str
    kind: HelpKind
    text: str
    at: datetime
    block: str = ""
    answers: str = ""
    due_at: datetime | None = None
    deputy_id: str = ""
    reminded_at: datetime | None = None
    given_back_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it is a wish without an answer."""
        return self.due_at is not None and self.answered_at is None

    @property
    def is_waited_for(self) -> bool:
        """Say whether its answer is still due; after all that can be asked, nobody waits any more."""
        return self.is_open and self.given_back_at is None

    @property
    def names_a_time(self) -> bool:
        """Say whether it proposes a block of time, to which one can say yes."""
        return self.kind is HelpKind.THINK and bool(self.block)
