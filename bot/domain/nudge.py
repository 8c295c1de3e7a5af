"""A nudge: one thing that the bot owes somebody at a time, kept as an intent and rendered when it is due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.identity import new_id
from bot.domain.nudge_kind import CAUGHT_UP_WITH, REMINDERS, TOLD_TO_NOBODY_ELSE, NudgeKind
from bot.domain.people import Tenant

LATE: Final = timedelta(minutes=30)
"""After which a message was held up, by an outage of Slack's, of the database's or of ours."""

GATHERING: Final = timedelta(seconds=10)
"""How long what was held up gathers, so that it reaches each person as one message."""

TOGETHER: Final = timedelta(seconds=1)
"""How long reminders that came due together gather: until all of them are written down as folded."""

DAILY_BUDGET: Final = 6
"""Reminders to one person on one day; further ones wait for the next working morning."""

SUSPENDED: Final = "suspended: "
"""Before the reason why a whole workspace is held up."""


class NudgeStatus(StrEnum):
    """Where a nudge stands; `sending` belongs to whoever holds the lease, `folded` waits for its person's digest."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    FOLDED = "folded"
    SENT = "sent"
    CANCELLED = "cancelled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Nudge:
    """An intent: its kind, about which delegation, to whom, and when (aware UTC).

    `recipient` is a user id, or the channel that a correction note goes to; it is empty for what goes into the
    review's thread and for steps.
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
    `late_since` is when it was planned for, where it has been put off since (aware UTC); `has_company` says that
    other reminders to the same person came due with it. `looks` is how often since then it could not be seen
    whether a suspect stands in Slack, the end of a dead sender's lease counted as once; `blind` how often it was sent
    all the same and that is not known either.
    """

    nudge: Nudge
    token: int
    attempts: int
    revision: int = 0
    is_suspect: bool = False
    channel: str = ""
    ts: str = ""
    late_since: datetime | None = None
    has_company: bool = False
    looks: int = 0
    blind: int = 0

    @property
    def planned_for(self) -> datetime:
        """When it was to be sent, before anything put it off."""
        return self.late_since or self.nudge.due_at

    @property
    def is_being_held_up(self) -> bool:
        """Whether a digest can tell it that was tried in vain, or had to wait for another that was."""
        return self._can_be_caught_up_with and self.late_since is not None

    def was_held_up(self, now: datetime, jumped_at: datetime | None = None) -> bool:
        """Say whether its moment has long passed, and a digest can tell it."""
        return self._can_be_caught_up_with and self.is_late(now, jumped_at)

    def is_late(self, now: datetime, jumped_at: datetime | None = None) -> bool:
        """Say whether it comes long after it was planned for.

        Time that was leapt over, in a story whose clock was set at `jumped_at`, holds nobody up.
        """
        since = max(self.planned_for, jumped_at) if jumped_at else self.planned_for
        return now - since > LATE

    @property
    def _can_be_caught_up_with(self) -> bool:
        return self.nudge.kind in CAUGHT_UP_WITH and not self.ts


def in_company(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, reminders to one person marked as `has_company` where there are several.

    Digests are the last: what else there is for their persons may go into them.
    """
    reminded = Counter(_person(claim) for claim in claims if _can_be_told_together(claim))
    marked = [
        replace(claim, has_company=True)
        if _can_be_told_together(claim) and reminded[_person(claim)] > 1
        else claim
        for claim in claims
    ]
    return sorted(marked, key=lambda claim: claim.nudge.kind is NudgeKind.DIGEST)


def _can_be_told_together(claim: Claim) -> bool:
    return claim.nudge.kind in REMINDERS and not claim.ts and not claim.is_suspect


def _person(claim: Claim) -> tuple[Tenant, str]:
    return claim.nudge.tenant, claim.nudge.recipient


class Result(StrEnum):
    """What became of a claim."""

    SENT = "sent"
    LATER = "later"
    FOLDED = "folded"
    CANCELLED = "cancelled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to write down for a claim: where it was sent, or when it is tried again, or why it never will be.

    `due_at` is for LATER, and for FOLDED, where it is the digest's; `gives_back` returns the attempt (429, soft
    stop); `is_suspect` asks the next attempt to look for the message first. `error` is Slack's word for the fault,
    never user text. `is_planned` says that the time of LATER or of FOLDED's digest is a plan of its own, and not a
    delay. `told` are the ids of the folded nudges that a digest held, `planned` when each of them was to be sent,
    `then` is what is owed instead. `looks` and `blind` are the claim's from now on.
    """

    claim: Claim
    result: Result
    channel: str = ""
    ts: str = ""
    due_at: datetime | None = None
    gives_back: bool = False
    is_suspect: bool = False
    error: str = ""
    is_planned: bool = False
    told: tuple[str, ...] = ()
    planned: tuple[datetime, ...] = ()
    then: tuple[Nudge, ...] = ()
    looks: int = 0
    blind: int = 0


def digest_of(nudge: Nudge, due_at: datetime) -> Nudge:
    """Return the digest that a nudge is folded into: one for each person, due at `due_at`."""
    return Nudge(new_id(), nudge.tenant, NudgeKind.DIGEST, "", nudge.recipient, due_at)


def about_unreachable(nudges: Iterable[Nudge], now: datetime) -> tuple[Nudge, ...]:
    """Return the news that the recipient of these cannot be reached: for the other of the two, once a delegation.

    Where that one cannot be reached either, there is nobody left to tell.
    """
    about = {
        nudge.delegation_id: nudge
        for nudge in nudges
        if nudge.recipient and nudge.delegation_id and nudge.kind not in TOLD_TO_NOBODY_ELSE
    }
    return tuple(
        Nudge(new_id(), each.tenant, NudgeKind.UNREACHABLE, each.delegation_id, "", now, each.recipient)
        for each in about.values()
    )
