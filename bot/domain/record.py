"""What is written down along the way: drafts, questions, answers and the history of a delegation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.people import Tenant

DRAFT_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief in the making: what its manager has typed so far, by field name. Its id becomes the delegation's.

    `about` is the delegation that a draft proposes to change, and empty for a new one.
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


@dataclass(frozen=True, slots=True)
class Question:
    """A manager's question to the owner, and the owner's answer once it is there."""

    id: str
    delegation_id: str
    about: QuestionAbout
    text: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckpointAnswer:
    """What the owner answered at a checkpoint: the questions as asked, and one answer to each ("" for on course)."""

    delegation_id: str
    kind: CheckpointKind
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    answered_at: datetime
    on_course: bool = False


class Event(StrEnum):
    """What the history of a delegation holds."""

    HANDED_OVER = "handed over"
    PROPOSED = "proposed a version"
    AGREED = "agreed to the version"
    ACCEPTED = "accepted"
    ASKED = "asked"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    CONFIRMED_BY_SILENCE = "confirmed by silence"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken back"
    CHECKPOINT_ANSWERED = "answered a checkpoint"
    SNOOZED = "snoozed"
    SHIPPED = "shipped"
    CORRECTED = "corrected"
    REVIEW_OPENED = "opened the review"
    CHANGE_CHOSEN = "chose a change"
    CLOSED = "closed"
    # The pre-mortem
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
