"""The after-action: its phases in minutes, when it starts, who sees what, and what comes out of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.people import Tenant
from bot.domain.worktime import WorkingHours, common_moment

FULL_MINUTES = 15
PAUSE_AFTER_A_MISS = timedelta(minutes=30)  # first the correction, then the questions
REVIEW_AFTER = timedelta(days=14)


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
    """One person's answer to one prompt; `late` where it came after its time was over."""

    author_id: str
    prompt: Prompt
    text: str
    visibility: Visibility
    written_at: datetime
    fork: Fork | None = None
    late: bool = False


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

    def minute_of(self, phase: Phase) -> timedelta:
        """Return how long after the start `phase` begins, scaled to this review's length."""
        return scaled(dict(PHASES[self.mode])[phase], self.minutes)

    def next_due(self, now: datetime, hours: WorkingHours) -> datetime:
        """Return when the phase after this one begins, the current one having begun at `now`.

        By the table from the start; where the clock stood still (an outage), each phase keeps its own
        length instead. Without a common moment each phase has one working day in the owner's `hours`.
        """
        following = self.next_phase()
        if following is None:
            raise ValueError("a closed review has no next phase")
        if self.is_async:
            return hours.later_by_days(now, 1)
        started = self.started_at or now
        begun, ends = self.minute_of(self.phase), self.minute_of(following)
        ran_late = now - (started + begun) > timedelta(minutes=1)
        return now + (ends - begun) if ran_late else started + ends


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
    """Return when the phases begin: at once if both are at work, half an hour on after a miss.

    Else at the next moment both work, at the latest on the owner's second working day; without one the
    review runs asynchronously from the owner's next working moment.
    """
    earliest = now + PAUSE_AFTER_A_MISS if is_miss else now
    latest = owner.later_by_days(earliest, 2)
    moment = common_moment(owner, manager, earliest, latest, timedelta(minutes=minutes))
    return Start(moment, is_async=False) if moment else Start(owner.next_open(earliest), is_async=True)


def later_today(
    now: datetime, owner: WorkingHours, manager: WorkingHours, *, minutes: float
) -> datetime | None:
    """Return a moment two hours on, or the last one today with room for the review; None where the day is over."""
    length = timedelta(minutes=minutes)
    end_of_day = min(
        closes for hours in (owner, manager) for _, closes in hours.windows(now, now + timedelta(days=8))
    )
    moment = min(now + timedelta(hours=2), end_of_day - length)
    fits = moment > now + length and owner.is_open(moment) and manager.is_open(moment)
    return moment if fits else None


def visibility_of(
    prompt: Prompt, fork: Fork | None, *, by_manager: bool, share_own_miss: bool = False
) -> Visibility:
    """Return who may read a note: what is about skill, and a miss kept to oneself, is nobody else's."""
    if by_manager:
        private = prompt is Prompt.OWN_MISS and not share_own_miss
        return Visibility.PRIVATE if private else Visibility.MANAGER
    about_skill = fork is Fork.SKILL and prompt in (Prompt.LOOKED_RIGHT, Prompt.ONE_CHANGE)
    return Visibility.PRIVATE if about_skill else Visibility.THREAD


def review_date(shipped_on: date) -> date:
    """Return when a change's effect is looked at: two weeks on (recurring work will take its next cycle)."""
    return shipped_on + REVIEW_AFTER
