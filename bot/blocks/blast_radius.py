"""The blast radius in words: its five questions with their answers, and the verdict that follows from them."""

from dataclasses import dataclass
from typing import Final

from bot.blocks.fields import Field
from bot.blocks.text import shown
from bot.domain.blast_radius import (
    Assessment,
    Audience,
    BlastRadius,
    Notice,
    Rollback,
    Scope,
    Undo,
    Verdict,
    assess,
)
from bot.domain.shrinking import is_weighed


@dataclass(frozen=True, slots=True)
class RadiusQuestion:
    """One question about the reach of a mistake: its field, its words, its short name, and its answers."""

    field: Field
    label: str
    short: str
    choices: tuple[tuple[str, str], ...]


RADIUS_QUESTIONS: Final = (
    RadiusQuestion(
        Field.AUDIENCE,
        "Who sees a mistake first?",
        "who sees it first",
        (
            (Audience.TEAM, "Only the team"),
            (Audience.FRIENDLY, "Other teams, a friendly audience"),
            (Audience.OUTSIDE, "Executives, customers, the public"),
        ),
    ),
    RadiusQuestion(
        Field.UNDO,
        "Can it be undone?",
        "whether it can be undone",
        ((Undo.SAME_DAY, "The same day"), (Undo.DAYS, "Within days"), (Undo.NEVER, "Never")),
    ),
    RadiusQuestion(
        Field.ROLLBACK,
        "Is there a way back?",
        "the way back",
        (
            (Rollback.TRIED, "Yes, and it was tried"),
            (Rollback.WRITTEN, "Yes, written down"),
            (Rollback.NONE, "No"),
        ),
    ),
    RadiusQuestion(
        Field.SCOPE,
        "How much does it touch?",
        "how much it touches",
        ((Scope.PART, "A part"), (Scope.WHOLE, "The whole")),
    ),
    RadiusQuestion(
        Field.NOTICE,
        "How long until somebody would notice?",
        "how soon somebody would notice",
        ((Notice.HOURS, "Hours"), (Notice.LONGER, "Longer")),
    ),
)

_ADVICE: Final = {
    Verdict.SAFE_TO_FAIL: ("Safe to fail", ""),
    Verdict.SHRINK_FIRST: (
        "Not yet safe to fail, shrink first",
        "A smaller part, a friendlier audience or a way back would make it safer. "
        "It can also go as it is, with a reason.",
    ),
    Verdict.REHEARSE_FIRST: (
        "Not yet safe to fail, rehearse first",
        "A practice round or a pilot first would make it safer. It can also go as it is, with a reason.",
    ),
}


def verdict_line(radius: BlastRadius) -> str:
    """Return the verdict with its score, its reasons in words, and what was passed over."""
    assessment = assess(radius)
    _, advice = _ADVICE[assessment.verdict] if is_weighed(radius) else ("", "")
    line = _verdict(assessment)
    if assessment.reasons:
        line += f": {_listed(assessment.reasons)}"
    parts = [f"{line}."] + ([advice] if advice else [])
    return " ".join([*parts, *_passed_over(assessment)])


def verdict_in_short(radius: BlastRadius) -> str:
    """Return the verdict with its score, as small print says it."""
    assessment = assess(radius)
    return f"{_ADVICE[assessment.verdict][0]} ({assessment.score} of 8)."


def radius_as_agreed(radius: BlastRadius, limit: int = 600) -> str:
    """Return the verdict and the answers as given, for the record: no advice, the rollback in its own words."""
    assessment = assess(radius)
    parts = [f"{_verdict(assessment)}."]
    for question in RADIUS_QUESTIONS:
        answer = getattr(radius, question.field)
        if answer:
            parts.append(f"{question.label} {dict(question.choices)[answer]}.")
    if radius.compliance_bound:
        parts.append("Bound by law, contract or audit.")
    parts += _passed_over(assessment)
    if radius.rollback_note:
        parts.append(f"Rollback: {shown(radius.rollback_note, limit)}")
    return " ".join(parts)


def _verdict(assessment: Assessment) -> str:
    return f"*{_ADVICE[assessment.verdict][0]} ({assessment.score} of 8)*"


def _passed_over(assessment: Assessment) -> list[str]:
    if not assessment.unanswered:
        return []
    shorts: dict[str, str] = {question.field: question.short for question in RADIUS_QUESTIONS}
    named = _listed(tuple(shorts[field] for field in assessment.unanswered))
    return [f"Not answered, so counted as the middle: {named}."]


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
