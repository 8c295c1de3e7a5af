"""The pre-mortem: it has failed, why? Asked before it can; and what becomes of each risk that was named.

After Klein, "Performing a project premortem" (2007): everybody writes for themselves first. It is revealed most junior
first and the manager last, so that nobody writes after the boss. A risk that is watched is a state and a date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.brief import CHECKLIST_CHARACTERS, CHECKLIST_LINES, tidy
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.worktime import WorkingHours

MOST_INVITED: Final = 8
"""Beside owner and manager: ten times three reasons are as much as two people read and decide on. Our choice."""

MOST_REASONS: Final = 3
"""Of one person: the likeliest, and no list that is written to be long. Our choice."""

REASON_CHARACTERS: Final = 300
"""Two sentences: what went wrong, and why."""

STATE_CHARACTERS: Final = 150
FALLBACK_CHARACTERS: Final = 150
"""Together one sentence on a card, "if ... is not there by ..., then ...", each part as long as a task's line."""

TO_THE_MINIMUM: Final = "fall back to the minimum"
"""The fallback that the bot carries out itself: the minimum that was agreed is proposed to the manager."""

FEW: Final = 5
"""Below so many people, words can give away who wrote them."""

AT_WORK: Final = frozenset({State.ACCEPTED, State.IN_PROGRESS})
"""When a pre-mortem can still change something."""

UNDER_WAY: Final = "A pre-mortem is under way. Write into it; a second one can follow once it is revealed."


class Decision(StrEnum):
    """What the owner made of a risk; watched is a state and a date."""

    OPEN = "open"
    ACCEPTED = "accepted"
    GUARDED = "guarded"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Premortem:
    """One pre-mortem of a delegation. All instants are aware UTC.

    `invited` are user ids, most junior first, without owner and manager, who take part in any case. `answered` are
    those who are in, also with nothing to add. `ended_at` is when the work ended before the reveal.
    """

    delegation_id: str
    number: int
    opened_by: str
    invited: tuple[str, ...]
    opened_at: datetime
    until: datetime
    answered: tuple[str, ...] = ()
    revealed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.revealed_at is None and self.ended_at is None

    def people(self, delegation: Delegation) -> tuple[str, ...]:
        """Return everybody who takes part, in the order of the reveal: the invited, the owner, the manager."""
        return (*self.invited, delegation.owner_id, delegation.manager_id)


@dataclass(frozen=True, slots=True)
class Risk:
    """One reason why it may fail, as its author wrote it, and what the owner made of it.

    `guard` is the line of a guarded one. A watched one holds: if `state` is not there by `wanted_at`, then `fallback`;
    `check_at` is when the owner is asked, `is_there` the answer. `kept` says that the guard was ticked at shipping.
    """

    id: str
    delegation_id: str
    number: int
    author_id: str
    place: int
    text: str
    written_at: datetime
    with_name: bool = False
    is_revealed: bool = False
    decision: Decision = Decision.OPEN
    guard: str = ""
    state: str = ""
    wanted_at: datetime | None = None
    check_at: datetime | None = None
    fallback: str = ""
    is_there: bool | None = None
    answered_at: datetime | None = None
    kept: bool = False

    @property
    def check_name(self) -> str:
        """What tells its check from others, and from its own at another time."""
        return f"{self.id}:{int(self.check_at.timestamp())}" if self.check_at else self.id

    def waits_at(self, now: datetime) -> bool:
        """Say whether its check has come and is not answered."""
        is_due = self.check_at is not None and self.check_at <= now
        return self.decision is Decision.WATCHED and self.is_there is None and is_due


def in_order(delegation: Delegation, premortems: Iterable[Premortem], risks: Iterable[Risk]) -> list[Risk]:
    """Return risks in the order of the reveal: as the people were picked, then the owner's, the manager's last."""
    ranks = {
        (each.number, person): rank
        for each in premortems
        for rank, person in enumerate(each.people(delegation))
    }
    last = len(ranks)
    return sorted(
        risks, key=lambda risk: (risk.number, ranks.get((risk.number, risk.author_id), last), risk.place)
    )


def invited_from(picked: Iterable[str], delegation: Delegation) -> tuple[str, ...]:
    """Return whom to invite, each once and in the order picked; owner and manager take part without it.

    Raises `Invalid` for more than eight.
    """
    both = {delegation.owner_id, delegation.manager_id}
    invited = tuple(person for person in dict.fromkeys(picked) if person not in both)
    if len(invited) > MOST_INVITED:
        raise Invalid(
            {"invited": f"Up to {MOST_INVITED} people. Take some out; they can be asked in a second one."}
        )
    return invited


def default_until(now: datetime, deadline: datetime, hours: WorkingHours) -> datetime:
    """Return until when one can write if nothing else is said: one working day of the owner, within the deadline."""
    return min(hours.later_by_days(now, 1), deadline)


def check_until(until: datetime, now: datetime, deadline: datetime) -> None:
    """Raise `Invalid` where the reveal cannot be at `until`."""
    if until <= now:
        raise Invalid({"until": "This moment has passed. Pick one that is still to come."})
    if until > deadline:
        raise Invalid({"until": "By then it is due, and too late to guard. Pick a time before the deadline."})


def moved_until(
    premortem: Premortem, now: datetime, deadline: datetime, hours: WorkingHours
) -> datetime | None:
    """Return until when one can write once the deadline has moved before the reveal, or None where it has not.

    That is a working day of the owner before the deadline, so that what is seen can still be guarded against; where
    less is left, at half of it, and before the owner's day ends.
    """
    if not premortem.is_open or premortem.until < deadline:
        return None
    day_before = hours.earlier_by_days(deadline, 1)
    if now < day_before < deadline:
        return day_before
    half_time = max(now, (now + (deadline - now) / 2).replace(microsecond=0))
    at_work = hours.last_open(half_time)
    return at_work if now < at_work else half_time


def check_can_begin(delegation: Delegation, actor_id: str, now: datetime) -> None:
    """Raise `Refused` to anybody but the two, and where no time is left in which it could change something."""
    delegation.role_of(actor_id)
    if delegation.state is State.OFFERED:
        raise Refused("It is still an offer. A pre-mortem begins once the owner has accepted.")
    if delegation.state not in AT_WORK:
        raise Refused("The work is over, and so is the time to guess. The after-action asks what happened.")
    if now >= delegation.brief.deadline:
        raise Refused("The deadline has passed. Agree on a new time, or ship it as it is.")


def check_open(premortem: Premortem | None) -> None:
    """Raise `Refused` where nothing can be written any more."""
    if premortem is None or premortem.ended_at:
        raise Refused("This pre-mortem is over: the work has moved on. Tell the owner in your own way.")
    if premortem.revealed_at:
        raise Refused(
            "This pre-mortem has been revealed. Tell the owner in your own way; it is not too late."
        )


def reasons_from(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons that were given. Raises `Invalid` for one too many or too long: reasons are never cut."""
    reasons = tuple(tidy(text) for text in texts)
    if len(reasons) > MOST_REASONS:
        raise Invalid({f"reason_{MOST_REASONS}": f"Up to {MOST_REASONS} reasons: the likeliest ones."})
    long = {
        f"reason_{place}": f"A reason holds {REASON_CHARACTERS} characters; this one has {len(reason)}."
        for place, reason in enumerate(reasons, 1)
        if len(reason) > REASON_CHARACTERS
    }
    if long:
        raise Invalid(long)
    return tuple(reason for reason in reasons if reason)


def check_at(wanted: datetime, now: datetime, deadline: datetime, hours: WorkingHours) -> datetime:
    """Return when the owner is asked about a state wanted at `wanted`: then, or earlier within working hours.

    Never later: a criterion that is looked at after its date decides nothing. Raises `Invalid` for a time that is
    past, after the deadline, or before the owner works next.
    """
    if wanted <= now:
        raise Invalid({"by_when": "This moment has passed. Pick one that is still to come."})
    if wanted > deadline:
        raise Invalid(
            {"by_when": "By then it is due. Pick a time before the deadline, so that there is a way back."}
        )
    asked = hours.last_open(wanted)
    if asked <= now:
        raise Invalid({"by_when": "None of your working hours lie before then. Pick a later time."})
    return asked


def moved_check(risk: Risk, now: datetime, deadline: datetime, hours: WorkingHours) -> datetime | None:
    """Return when a waiting check comes after hours or deadline have changed, or None where nothing has to move.

    As early as it has to be and as late as was wanted; at once where the new hours leave no time before.
    """
    if risk.decision is not Decision.WATCHED or risk.is_there is not None or risk.wanted_at is None:
        return None
    if risk.check_at is None or risk.check_at <= now:
        return None  # it has been asked
    asked = max(hours.last_open(min(risk.wanted_at, deadline)), now)
    return asked if asked != risk.check_at else None


def guards_of(risks: Iterable[Risk]) -> list[Risk]:
    """Return the risks that became a line of the checklist."""
    return [risk for risk in risks if risk.decision is Decision.GUARDED]


def check_guard(line: str, others: Iterable[Risk]) -> str:
    """Return the line of a guard. Raises `Invalid` where it is empty, too long, or the eleventh."""
    line = " ".join(tidy(line).split())
    if not line:
        raise Invalid({"guard": "Write the line to look at, such as: both exports counted."})
    if len(line) > CHECKLIST_CHARACTERS:
        raise Invalid(
            {"guard": f"A guard holds {CHECKLIST_CHARACTERS} characters; this one has {len(line)}."}
        )
    if len(guards_of(others)) >= CHECKLIST_LINES:
        raise Invalid(
            {"decision": f"There are {CHECKLIST_LINES} guards already. Accept one of them, or watch this."}
        )
    return line


def check_watch(state: str, wanted_at: datetime | None, fallback: str) -> tuple[str, datetime, str]:
    """Return state, date and fallback. Raises `Invalid` with a sentence for each that is missing or too long."""
    state, fallback = (" ".join(tidy(words).split()) for words in (state, fallback))
    problems = {
        "state": _why_not(
            state, STATE_CHARACTERS, "Say what is there by then, such as: both exports are in."
        ),
        "by_when": None if wanted_at else "Pick the day and the time by which it is there.",
        "fallback": _why_not(fallback, FALLBACK_CHARACTERS, "Say what you do if it is not there."),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found or wanted_at is None:
        raise Invalid(found)
    return state, wanted_at, fallback


def check_decides(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody but the owner, and after the work."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("Risks are the owner's to decide. You can ask a question from your card.")
    if delegation.state not in AT_WORK:
        raise Refused("The work is over, and so is this. The after-action takes up what was seen beforehand.")


def _why_not(words: str, characters: int, when_blank: str) -> str | None:
    if not words:
        return when_blank
    if len(words) > characters:
        return f"This holds {characters} characters; yours has {len(words)}."
    return None
