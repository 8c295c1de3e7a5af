"""The after-action: its phases in minutes, who sees what, and what comes out of it.

It is held against the standard that was agreed, and is the participants' talk and nobody's lecture, after the US Army's
*A Leader's Guide to After-Action Reviews*, TC 25-20 (1993); that each writes alone first is as in G. Klein's
"Performing a project premortem" (2007). How many minutes a phase has is our choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from bot.domain.people import Tenant
from bot.domain.worktime import WorkingHours

FULL_MINUTES = 15
REVIEW_AFTER = timedelta(days=14)
"""When a change's effect is looked at by default: by then most work has had a next time. Our choice."""


class Mode(StrEnum):
    """How much of a review it is."""

    FULL = "full"
    CLEAN = "clean"
    SHORT = "short"


class Phase(StrEnum):
    """Where an after-action stands."""

    WAITING = "waiting"
    WRITING = "writing"
    REVEALED = "revealed"
    MANAGER = "manager"
    CHANGE = "change"
    CLOSED = "closed"


UNSEEN: Final = (Phase.WAITING, Phase.WRITING)
"""While nothing that was written has been shown to anybody."""

PHASES: dict[Mode, tuple[tuple[Phase, float], ...]] = {
    Mode.FULL: (
        (Phase.WRITING, 0),
        (Phase.REVEALED, 4),
        (Phase.MANAGER, 11),
        (Phase.CHANGE, 12),
        (Phase.CLOSED, 15),
    ),
    Mode.CLEAN: ((Phase.WRITING, 0), (Phase.CLOSED, 15)),
    Mode.SHORT: ((Phase.WRITING, 0), (Phase.REVEALED, 4), (Phase.CHANGE, 4), (Phase.CLOSED, 8)),
}
"""Each phase and the minute at which it begins, for a review of fifteen minutes."""

REMINDER_MINUTE = 3
"""The last minute of the writing: early enough to write a line, too late to disturb who is writing."""

LESSON_CHARACTERS: Final = 150
"""As long as the line of a task: one line for whoever does this next, and no report."""
_LATE_MINUTES = 1  # no more than the shortest phase, so that none is swallowed by catching up


class Fork(StrEnum):
    """What a person puts the gap down to: their own skill (private), the process, or the context."""

    SKILL = "skill"
    PROCESS = "process"
    CONTEXT = "context"


class Visibility(StrEnum):
    """Who may ever read a note: held in the data, so that no view can forget it."""

    THREAD = "thread"
    MANAGER = "manager"  # hidden until the manager's part
    PRIVATE = "private"


class Prompt(StrEnum):
    """The questions that a note answers."""

    EXPECTED = "expected"
    HAPPENED = "happened"
    LOOKED_RIGHT = "looked_right"
    KEEP = "keep"
    LUCKY = "lucky"
    SURPRISED = "surprised"
    ONE_CHANGE = "one_change"
    QUESTION = "question"
    OWN_MISS = "own_miss"
    ASSUMED_1 = "assumed_1"
    ASSUMED_2 = "assumed_2"
    ASSUMED_3 = "assumed_3"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Note:
    """One person's answer to one prompt; `late` where it came after its time was over.

    `is_tap` is for the two taps after a clean delivery: should the full review be held after all, whoever tapped
    has not written for it yet.
    """

    author_id: str
    prompt: Prompt
    text: str
    visibility: Visibility
    written_at: datetime
    fork: Fork | None = None
    late: bool = False
    is_tap: bool = False


def lucky_in(notes: Sequence[Note]) -> list[Note]:
    """Return what was said in time of where luck helped."""
    return [note for note in notes if note.prompt is Prompt.LUCKY and not note.late]


@dataclass(frozen=True, slots=True)
class Change:
    """The one corrective action: when a cue comes, who will do what, and when its effect is reviewed."""

    when: str
    i_will: str
    who: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Review:
    """One after-action of a delegation; a second round is the short one that a late correction opens."""

    delegation_id: str
    round: int
    tenant: Tenant
    mode: Mode
    is_async: bool
    phase: Phase
    starts_at: datetime
    minutes: float = FULL_MINUTES
    started_at: datetime | None = None
    phase_since: datetime | None = None
    phase_until: datetime | None = None
    change: Change | None = None
    change_is_late: bool = False
    lesson: str = ""
    closed_at: datetime | None = None

    def next_phase(self) -> Phase | None:
        """Return the phase after the current one, or None when it is closed."""
        order = [Phase.WAITING, *(phase for phase, _ in PHASES[self.mode])]
        place = order.index(self.phase) + 1
        return order[place] if place < len(order) else None

    def in_full(self) -> Self:
        """Return the review with all its questions where it was to be two taps; a short second round stays short."""
        return replace(self, mode=Mode.FULL) if self.mode is Mode.CLEAN else self

    def has(self, phase: Phase) -> bool:
        """Say whether `phase` is a part of this review: the short one has none of the manager's own."""
        return phase in dict(PHASES[self.mode])

    def minute_of(self, phase: Phase) -> timedelta:
        """Return how long after the start `phase` begins, scaled to this review's length."""
        return scaled(dict(PHASES[self.mode])[phase], self.minutes)

    def next_due(self, now: datetime, hours: WorkingHours) -> datetime:
        """Return when the phase after this one begins, the current one having begun at `now`.

        By the table from the start; where the clock stood still (an outage), each phase keeps its own
        length instead. Without a common moment each phase has one working day in the owner's `hours`, if it
        has any length at all.
        """
        following = self.next_phase()
        if following is None:
            raise ValueError("a closed review has no next phase")
        if self.phase is Phase.WAITING:
            return self.starts_at
        begun, ends = self.minute_of(self.phase), self.minute_of(following)
        if self.is_async:
            return hours.later_by_days(now, 1) if ends > begun else now
        started = self.started_at or now
        ran_late = now - (started + begun) > scaled(_LATE_MINUTES, self.minutes)
        return now + (ends - begun) if ran_late else max(now, started + ends)


def scaled(minute: float, minutes: float) -> timedelta:
    """Return minute `minute` of a fifteen-minute review as time in a review of `minutes`."""
    return timedelta(minutes=minute * minutes / FULL_MINUTES)


def visibility_of(
    prompt: Prompt, fork: Fork | None, *, by_manager: bool, share_own_miss: bool = False
) -> Visibility:
    """Return who may read a note: what is about skill, and a miss kept to oneself, is nobody else's.

    That holds for whoever wrote it. With the fork at skill, two answers are about it: what made it look right,
    and the one change; what was expected and what happened stays common ground.
    """
    about_skill = fork is Fork.SKILL and prompt in (Prompt.LOOKED_RIGHT, Prompt.ONE_CHANGE)
    kept_back = prompt is Prompt.OWN_MISS and not share_own_miss
    if about_skill or kept_back:
        return Visibility.PRIVATE
    return Visibility.MANAGER if by_manager else Visibility.THREAD


def review_date(shipped_on: date) -> date:
    """Return when a change's effect is looked at, unless the owner picks another day: two weeks on."""
    return shipped_on + REVIEW_AFTER
