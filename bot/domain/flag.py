"""A yellow flag: what the owner sees early, and the answer that it obliges the manager to.

A flag is refused at no time while the work is in progress, and there may be several. Nobody can put one away
without an answer: silence leaves it open, and work that ships or ends leaves it "not answered", which the
after-action says. That is why there is nothing to reopen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

ANSWER_WITHIN: Final = timedelta(hours=4)
"""Working time for an answer. Half a day: a morning of meetings does not break it, and the owner loses no day."""


class Sureness(StrEnum):
    """How sure the owner is. Words and not a percentage: one tap, and no false precision."""

    HUNCH = "a hunch"
    LIKELY = "likely"
    CERTAIN = "nearly certain"


class Reply(StrEnum):
    """The three ways to answer a flag. None of them takes the call from the owner."""

    ASKED = "asked"
    PATH_CLEARED = "path cleared"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Flag:
    """What the owner saw, and what became of it. Instants are aware UTC.

    `intended` is "" where the owner said nothing, `link` the message it was raised from. `answer_due` is when an
    answer is due from whoever was asked last: the manager, or `deputy_id` once they were told. `chased_at` and
    `given_back_at` say that the manager was reminded, and that the move went back to the owner without an answer.
    `words` are the question or what is done about it.
    """

    id: str
    delegation_id: str
    seen: str
    sureness: Sureness
    intended: str
    raised_at: datetime
    answer_due: datetime
    link: str = ""
    deputy_id: str = ""
    chased_at: datetime | None = None
    given_back_at: datetime | None = None
    reply: Reply | None = None
    words: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it is still without an answer."""
        return self.reply is None

    @property
    def holds_the_move(self) -> bool:
        """Say whether its answer is what the work waits for; after all that can be asked, nobody waits any more."""
        return self.is_open and self.given_back_at is None

    @property
    def answered_after(self) -> timedelta | None:
        """How long the answer took, None while there is none."""
        return self.answered_at - self.raised_at if self.answered_at else None


@dataclass(frozen=True, slots=True)
class Forward:
    """What the owner told somebody else about a flag, in the owner's own words."""

    id: str
    delegation_id: str
    flag_id: str
    to_id: str
    words: str
    at: datetime
