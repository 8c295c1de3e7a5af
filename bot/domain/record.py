"""What is written down along the way: drafts, questions, answers and the history of a delegation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.people import Tenant
from bot.domain.proposal import SAFE_BET

DRAFT_OFFERED_FOR: Final = timedelta(days=1)
"""How long a brief that was begun is offered to go on with: by the next day the task has often changed. Our choice."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief in the making: what its manager has typed so far, by field name. Its id becomes the delegation's.

    `about` is the rehearsal that a draft waits for, and empty for one that is still being written.
    """

    id: str
    tenant: Tenant
    author_id: str
    fields: dict[str, Any]
    updated_at: datetime
    about: str = ""


@dataclass(frozen=True, slots=True)
class BriefVersion:
    """One version of a brief: its number, who proposed it, and when."""

    delegation_id: str
    number: int
    author_id: str
    at: datetime
    brief: Brief


class QuestionAbout(StrEnum):
    """What a manager's question is about."""

    BACK_BRIEF = "back-brief"
    CHECKPOINT = "checkpoint"
    WORK = "work"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Question:
    """A manager's question to the owner, and the owner's answer once it is there.

    `asked_by` is the user id of a deputy who asked about a flag, and "" for the manager.
    `comes_at` is when it reaches the owner, where a miss has them correct first; None for at once.
    """

    id: str
    delegation_id: str
    about: QuestionAbout
    text: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    asked_by: str = ""
    comes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckpointAnswer:
    """What the owner answered at a checkpoint: the questions as asked, and one answer to each ("" for on course).

    `bet` is how sure they were of the date, in percent, where they said so at half time: a prediction.
    """

    delegation_id: str
    kind: CheckpointKind
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    answered_at: datetime
    on_course: bool = False
    bet: int | None = None

    @property
    def is_low_bet(self) -> bool:
        """Say whether the date is at risk, by the owner's own word."""
        return self.bet is not None and self.bet < SAFE_BET

    @property
    def may_still_bet(self) -> bool:
        """Say whether the bet was passed over by the press that answers all at once: who saw the field has chosen."""
        return self.on_course and self.bet is None


class Event(StrEnum):
    """What the history of a delegation holds."""

    HANDED_OVER = "handed over"
    PROPOSED = "proposed a version"
    PLACE_CHANGED = "changed the place"
    AGREED = "agreed to the version"
    ACCEPTED = "accepted"
    ASKED = "asked"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    CONFIRMED_BY_SILENCE = "confirmed by silence"
    CHANGE_PROPOSED = "proposed another brief"
    BRIEF_CHANGED = "agreed to another brief"
    BRIEF_KEPT = "kept the brief as it was"
    DECLINED = "declined"
    HANDED_BACK = "handed back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken back"
    CHECKPOINT_ANSWERED = "answered a checkpoint"
    SNOOZED = "snoozed"
    SHIPPED = "shipped"
    CORRECTED = "corrected"
    MEASURED = "measured"
    CORRECTION_SENT = "sent the correction"
    TAKEN_OVER = "took over what follows"
    ASKED_FOR_HELP = "asked for help"
    HELPED = "helped"
    REVIEW_OPENED = "opened the review"
    CHANGE_CHOSEN = "chose a change"
    CLOSED = "closed"
    FLAG_RAISED = "raised a flag"
    FLAG_ANSWERED = "answered a flag"
    FLAG_CHASED = "chased the answer to a flag"
    FLAG_PASSED_ON = "passed a flag to the deputy"
    FLAG_UNANSWERED = "left a flag unanswered"
    FLAG_FORWARDED = "forwarded a flag"
    INTENDED = "stated an intention"
    INTENTION_AGREED = "agreed to an intention"
    INTENTION_OBJECTED = "objected to an intention"
    INTENTION_BY_SILENCE = "let an intention go by silence"
    HIT = "hit a trigger"
    PAGED = "paged"
    PASSED_TO_DEPUTY = "passed to the deputy"
    PAGED_AGAIN = "paged again"
    ACKNOWLEDGED = "acknowledged"
    UNANSWERED = "unanswered"
    NEW_TIME_PROPOSED = "proposed a new time"
    MINIMUM_PROPOSED = "proposed the minimum"
    RENEGOTIATED = "renegotiated, not late"
    RENEGOTIATED_LATE = "agreed to a new time, late"
    FELL_BACK = "agreed to the minimum"
    STAYED = "stayed as it was"
    LATE = "late"
    PREMORTEM_STARTED = "started a pre-mortem"
    PREMORTEM_REVEALED = "revealed the pre-mortem"
    RISK_DECIDED = "decided a risk"
    RISK_CHECKED = "answered a check"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a delegation's history; `actor_id` is empty where the clock acted."""

    delegation_id: str
    event: Event
    actor_id: str
    at: datetime
    detail: str = ""
