"""The after-action: its phases in minutes, when it starts, who sees what, and what comes out of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final, Self

from bot.domain.people import Tenant
from bot.domain.worktime import WorkingHours, common_moment

FULL_MINUTES = 15
PAUSE_AFTER_A_MISS = timedelta(minutes=30)  # first the correction, then the questions
REVIEW_AFTER = timedelta(days=14)
TWO_HOURS = timedelta(hours=2)
_FAR = timedelta(days=30)  # has two working days of anybody who works at all


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


@dataclass(frozen=True, slots=True)
class Start:
    """When an after-action begins, and whether the two have no common moment for it."""

    at: datetime
    is_async: bool


def plan_start(
    now: datetime, owner: WorkingHours, manager: WorkingHours, *, minutes: float, is_miss: bool
) -> Start:
    """Return when the phases begin: at once if both are at work for all of them, half an hour on after a miss.

    Else at the next moment both are, at the latest on the owner's second working day after this one; without
    one the review runs asynchronously from the owner's next working moment.
    """
    earliest = now + PAUSE_AFTER_A_MISS if is_miss else now
    latest = _closing_of_second_day(earliest, owner)
    moment = common_moment(owner, manager, earliest, latest, timedelta(minutes=minutes))
    return Start(moment, is_async=False) if moment else Start(owner.next_open(earliest), is_async=True)


def _closing_of_second_day(instant: datetime, hours: WorkingHours) -> datetime:
    today = instant.astimezone(hours.zone).date()
    later_days = (
        closes
        for opens, closes in hours.windows(instant, instant + _FAR)
        if opens.astimezone(hours.zone).date() > today
    )
    return next(islice(later_days, 1, None))


def later_today(
    now: datetime,
    owner: WorkingHours,
    manager: WorkingHours,
    *,
    minutes: float,
    not_before: datetime | None = None,
) -> datetime | None:
    """Return the first moment from two hours on, or the last before that, which has room for the review today.

    Both are at work then, on the owner's same day; None where there is no such moment later than a review
    started now would end, nor than `not_before`: a correction that still has its half hour.
    """
    length = timedelta(minutes=minutes)
    today = now.astimezone(owner.zone).date()
    moments = [
        (max(opens, their_opening), min(closes, their_closing) - length)
        for opens, closes in owner.windows(now, now + timedelta(days=1))
        if opens.astimezone(owner.zone).date() == today
        for their_opening, their_closing in manager.windows(opens, closes)
    ]
    two_hours_on = now + TWO_HOURS
    later = [max(first, two_hours_on) for first, last in moments if last >= max(first, two_hours_on)]
    sooner = [
        last
        for first, last in moments
        if last >= max(first, not_before or now) and now + length < last < two_hours_on
    ]
    return later[0] if later else max(sooner, default=None)


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
    """Return when a change's effect is looked at: two weeks on (recurring work will take its next cycle)."""
    return shipped_on + REVIEW_AFTER
