"""A proposal of the owner's while the work is under way: a new time, or the minimum instead of the whole.

What both agreed changes only by a version that both accept: the owner by proposing it, the manager by agreeing.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.brief import Brief

SAFE_BET: Final = 70
"""Percent; below it a date is at risk, and there are ways to say so early."""


class ProposalKind(StrEnum):
    """What is proposed."""

    NEW_TIME = "new time"
    MINIMUM = "minimum"


class Answer(StrEnum):
    """What became of a proposal; by silence the brief stays as it was."""

    OPEN = "open"
    AGREED = "agreed"
    STAYED = "stayed as it was"
    REPLACED = "replaced"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the owner proposes to the manager, and until when it can be answered. All instants are aware UTC.

    `before` is the deadline that stood when it was made; `deadline` the new one, `outcome` what the minimum makes of
    the outcome, each only in its kind. `note` is for those who wait, where the deadline had passed.
    """

    id: str
    delegation_id: str
    kind: ProposalKind
    at: datetime
    until: datetime
    before: datetime
    deadline: datetime | None = None
    outcome: str = ""
    why: str = ""
    note: str = ""
    answer: Answer = Answer.OPEN
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it waits for the manager."""
        return self.answer is Answer.OPEN

    @property
    def is_late(self) -> bool:
        """Say whether it came after the deadline: before it a new time is renegotiated, and not late."""
        return self.at >= self.before

    def applied_to(self, brief: Brief) -> Brief:
        """Return the brief as it would be: due at the new time, or with the minimum for its outcome."""
        if self.kind is ProposalKind.MINIMUM:
            return replace(brief, outcome=self.outcome, minimum_shippable="")
        return replace(brief, deadline=self.deadline or brief.deadline)
