"""A nudge: one thing that the bot owes somebody at a time, kept as an intent and rendered when it is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Tenant


class NudgeKind(StrEnum):
    """What is owed. A kind that ends in `_step` is something the clock does; it may have no message of its own."""

    OWNER_CARD = "owner_card"
    MANAGER_CARD = "manager_card"
    HOME = "home"
    MOVE = "move"
    ENDED = "ended"
    OFFER_REMINDER = "offer_reminder"
    OFFER_LAPSE = "offer_lapse_step"
    SILENCE = "silence_step"
    CHECKPOINT = "checkpoint"
    CHECKPOINT_ANSWER = "checkpoint_answer"
    QUESTION = "question"
    QUESTION_ANSWER = "question_answer"
    SHIPPED = "shipped"
    MISS = "miss"
    REVIEW_OPENING = "review_opening"
    REVIEW_START = "review_start_step"
    REVIEW_REMINDER = "review_reminder"
    REVIEW_REVEAL = "review_reveal"
    REVIEW_MANAGER = "review_manager"
    REVIEW_CHANGE = "review_change"
    REVIEW_CLOSE = "review_close"
    REVIEW_SKILL = "review_skill"
    REVIEW_NO_CHANGE = "review_no_change"


LIVING = frozenset(
    {
        NudgeKind.OWNER_CARD,
        NudgeKind.MANAGER_CARD,
        NudgeKind.HOME,
        NudgeKind.REVIEW_OPENING,
        NudgeKind.REVIEW_MANAGER,
    }
)
"""Messages that are edited in place: one pending intent each, and the latest state wins."""


class NudgeStatus(StrEnum):
    """Where a nudge stands; `sending` belongs to whoever holds the lease."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Nudge:
    """An intent: its kind, about which delegation, to whom, and when (aware UTC).

    `recipient` is a user id; it is empty for what goes into the review's thread and for steps.
    `subject` names what it is about where there can be several (a question, a checkpoint, a phase).
    """

    id: str
    tenant: Tenant
    kind: NudgeKind
    delegation_id: str
    recipient: str
    due_at: datetime
    subject: str = ""

    @property
    def key(self) -> str:
        """The intent's unique name within its tenant: owing the same thing twice is owing it once."""
        return ":".join((self.kind.value, self.delegation_id, self.recipient, self.subject))


@dataclass(frozen=True, slots=True)
class Claim:
    """A nudge taken for sending, with the lease's token and what earlier attempts left.

    `attempts` counts this one; `revision` is the wanted state of a living message at the claim; `is_suspect`
    says that an earlier attempt may have reached Slack; `channel` and `ts` are those of the message, once posted.
    """

    nudge: Nudge
    token: int
    attempts: int
    revision: int = 0
    is_suspect: bool = False
    channel: str = ""
    ts: str = ""


class Result(StrEnum):
    """What became of a claim."""

    SENT = "sent"
    LATER = "later"
    CANCELLED = "cancelled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to write down for a claim: where it was sent, or when it is tried again, or why it never will be.

    `due_at` is for LATER; `gives_back` returns the attempt (429, soft stop); `is_suspect` asks the next attempt
    to look for the message first. `error` is Slack's word for the fault, never user text.
    """

    claim: Claim
    result: Result
    channel: str = ""
    ts: str = ""
    due_at: datetime | None = None
    gives_back: bool = False
    is_suspect: bool = False
    error: str = ""
