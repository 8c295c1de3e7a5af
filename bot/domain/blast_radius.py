"""Blast radius and verdict: how far a mistake would reach, from 0 (hardly) to 8 (everywhere, for good).

That a failure is worth having where it stays small is S. B. Sitkin's, *Learning through failure: the strategy of small
losses* (1992); to make a change small before it is made, and its way back, is the practice of canary releases in Beyer
et al., *Site Reliability Engineering* (2016). The five questions, their points and the bounds of the verdicts are our
choice: so few that they are answered, and so coarse that two people give the same answer.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from math import ceil


class Audience(StrEnum):
    """Who sees a mistake first."""

    TEAM = "team"
    FRIENDLY = "friendly"
    OUTSIDE = "outside"


class Undo(StrEnum):
    """Whether a mistake can be undone."""

    SAME_DAY = "same_day"
    DAYS = "days"
    NEVER = "never"


class Rollback(StrEnum):
    """Whether there is a way back, and whether it was tried."""

    TRIED = "tried"
    WRITTEN = "written"
    NONE = "none"


class Scope(StrEnum):
    """How much of the thing the task touches."""

    PART = "part"
    WHOLE = "whole"


class Notice(StrEnum):
    """How long until somebody would notice."""

    HOURS = "hours"
    LONGER = "longer"


class Verdict(StrEnum):
    """What the blast radius advises before the hand-over."""

    SAFE_TO_FAIL = "safe to fail"
    SHRINK_FIRST = "shrink first"
    REHEARSE_FIRST = "rehearse first"


@dataclass(frozen=True, slots=True)
class BlastRadius:
    """The manager's answers about the reach of a mistake; None where a question was passed over."""

    audience: Audience | None = None
    undo: Undo | None = None
    rollback: Rollback | None = None
    scope: Scope | None = None
    notice: Notice | None = None
    compliance_bound: bool = False
    rollback_note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The score (0 to 8), the verdict, what weighs most, and which questions were passed over."""

    score: int
    verdict: Verdict
    reasons: tuple[str, ...]
    unanswered: tuple[str, ...]


_POINTS: dict[str, dict[StrEnum, int]] = {
    "audience": {Audience.TEAM: 0, Audience.FRIENDLY: 1, Audience.OUTSIDE: 2},
    "undo": {Undo.SAME_DAY: 0, Undo.DAYS: 1, Undo.NEVER: 2},
    "rollback": {Rollback.TRIED: 0, Rollback.WRITTEN: 1, Rollback.NONE: 2},
    "scope": {Scope.PART: 0, Scope.WHOLE: 1},
    "notice": {Notice.HOURS: 0, Notice.LONGER: 1},
}
_IN_WORDS: dict[StrEnum, str] = {
    Audience.TEAM: "only the team sees it first",
    Audience.FRIENDLY: "a friendly audience sees it first",
    Audience.OUTSIDE: "executives, customers or the public see it first",
    Undo.SAME_DAY: "it can be undone the same day",
    Undo.DAYS: "it can be undone within days",
    Undo.NEVER: "it can never be undone",
    Rollback.TRIED: "the way back was tried",
    Rollback.WRITTEN: "the way back is written but not tried",
    Rollback.NONE: "there is no way back",
    Scope.WHOLE: "it touches the whole",
    Notice.LONGER: "a mistake would go unnoticed for more than hours",
}
_COMPLIANCE = "it is bound by law, contract or audit"
_SAFE_UP_TO, _SHRINK_UP_TO = 3, 6
"""Points. Four take more than one bad answer, and more than six most of them. Our choice."""


def assess(radius: BlastRadius) -> Assessment:
    """Weigh the answers. An unanswered question counts as its middle, and half points round up.

    Never undone, bound by law, contract or audit, or without a way back: at least *shrink first*.
    """
    points, answered, unanswered = 0.0, list[tuple[int, str]](), list[str]()
    for question in fields(radius):
        if question.name not in _POINTS:
            continue
        answer: StrEnum | None = getattr(radius, question.name)
        scale = _POINTS[question.name]
        if answer is None:
            points += max(scale.values()) / 2
            unanswered.append(question.name)
            continue
        points += scale[answer]
        if answer in _IN_WORDS:
            answered.append((scale[answer], _IN_WORDS[answer]))
    if radius.compliance_bound:
        answered.append((3, _COMPLIANCE))
    score = ceil(points)
    return Assessment(score, _verdict(score, radius), _weightiest(answered), tuple(unanswered))


def is_final_or_bound(radius: BlastRadius) -> bool:
    """Say whether a mistake could not be taken back, or is bound by law, contract or audit: none to simply let land."""
    return radius.undo is Undo.NEVER or radius.rollback is Rollback.NONE or radius.compliance_bound


def _verdict(score: int, radius: BlastRadius) -> Verdict:
    if score > _SHRINK_UP_TO:
        return Verdict.REHEARSE_FIRST
    if score > _SAFE_UP_TO or is_final_or_bound(radius):
        return Verdict.SHRINK_FIRST
    return Verdict.SAFE_TO_FAIL


def _weightiest(answered: list[tuple[int, str]]) -> tuple[str, ...]:
    heavy = sorted((row for row in answered if row[0] > 0), key=lambda row: -row[0])
    light = [row for row in answered if row[0] == 0]
    return tuple(words for _, words in (heavy or light)[:3])
