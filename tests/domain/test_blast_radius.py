"""Blast radius: every combination of answers, counted anew from the table of points."""

from dataclasses import replace
from itertools import product
from math import ceil

import pytest

from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo, Verdict, assess

POINTS = {
    "audience": {Audience.TEAM: 0, Audience.FRIENDLY: 1, Audience.OUTSIDE: 2, None: 1},
    "undo": {Undo.SAME_DAY: 0, Undo.DAYS: 1, Undo.NEVER: 2, None: 1},
    "rollback": {Rollback.TRIED: 0, Rollback.WRITTEN: 1, Rollback.NONE: 2, None: 1},
    "scope": {Scope.PART: 0, Scope.WHOLE: 1, None: 0.5},
    "notice": {Notice.HOURS: 0, Notice.LONGER: 1, None: 0.5},
}
EVERY = [
    BlastRadius(**dict(zip(POINTS, answers, strict=True)), compliance_bound=bound)
    for answers in product(*POINTS.values())
    for bound in (False, True)
]
LEVEL = {Verdict.SAFE_TO_FAIL: 0, Verdict.SHRINK_FIRST: 1, Verdict.REHEARSE_FIRST: 2}
SAFEST = BlastRadius(Audience.TEAM, Undo.SAME_DAY, Rollback.TRIED, Scope.PART, Notice.HOURS)
WORST = BlastRadius(Audience.OUTSIDE, Undo.NEVER, Rollback.NONE, Scope.WHOLE, Notice.LONGER)


def _points(radius: BlastRadius) -> float:
    return sum(points[getattr(radius, question)] for question, points in POINTS.items())


def test_the_score_is_the_sum_of_the_points() -> None:
    """Each of all 864 combinations scores its points; a question passed over counts half of its most, rounded up."""
    for radius in EVERY:
        assert assess(radius).score == ceil(_points(radius)), radius
    assert (assess(SAFEST).score, assess(WORST).score, assess(BlastRadius()).score) == (0, 8, 4)


def test_the_verdict_follows_from_the_score_and_what_forces_it() -> None:
    """0 to 3 is safe to fail, 4 to 6 shrink first, 7 and 8 rehearse first; three answers force shrink first."""
    for radius in EVERY:
        forced = radius.undo is Undo.NEVER or radius.rollback is Rollback.NONE or radius.compliance_bound
        score = ceil(_points(radius))
        by_score = (
            Verdict.SAFE_TO_FAIL
            if score <= 3
            else Verdict.SHRINK_FIRST
            if score <= 6
            else Verdict.REHEARSE_FIRST
        )
        expected = Verdict.SHRINK_FIRST if forced and by_score is Verdict.SAFE_TO_FAIL else by_score
        assert assess(radius).verdict is expected, radius


def test_a_worse_answer_never_makes_it_safer() -> None:
    """Making one answer worse, or binding it by law, never lowers the score or the verdict."""
    for radius in EVERY:
        here = assess(radius)
        for question, points in POINTS.items():
            worse = [answer for answer in points if points[answer] > points[getattr(radius, question)]]
            for answer in worse:
                there = assess(replace(radius, **{question: answer}))
                assert there.score >= here.score
                assert LEVEL[there.verdict] >= LEVEL[here.verdict]
        bound = assess(replace(radius, compliance_bound=True))
        assert bound.score == here.score
        assert LEVEL[bound.verdict] >= LEVEL[here.verdict]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"undo": Undo.NEVER}, "it can never be undone"),
        ({"rollback": Rollback.NONE}, "there is no way back"),
        ({"compliance_bound": True}, "it is bound by law, contract or audit"),
    ],
)
def test_what_forces_a_verdict_is_given_as_its_first_reason(change: dict[str, object], reason: str) -> None:
    """A harmless task that cannot be undone, has no way back or is bound by law is shrunk, and is told why."""
    assessment = assess(replace(SAFEST, **change))
    assert assessment.score <= 3
    assert assessment.verdict is Verdict.SHRINK_FIRST
    assert assessment.reasons == (reason,)


def test_the_verdict_always_has_a_reason_among_those_shown() -> None:
    """Whenever something forces the verdict above its score, what forces it is among the reasons shown."""
    for radius in EVERY:
        assessment = assess(radius)
        if assessment.verdict is Verdict.SHRINK_FIRST and assessment.score <= 3:
            forcing = {
                "it can never be undone",
                "there is no way back",
                "it is bound by law, contract or audit",
            }
            assert forcing & set(assessment.reasons), radius


def test_reasons_are_three_at_most_heaviest_first_and_of_one_kind() -> None:
    """At most three reasons; what weighs is never mixed with what reassures, and nothing unanswered is a reason."""
    for radius in EVERY:
        reasons = assess(radius).reasons
        assert len(reasons) <= 3
        assert len(set(reasons)) == len(reasons)
        weighs = radius.compliance_bound or any(
            getattr(radius, question) is not None and points[getattr(radius, question)] > 0
            for question, points in POINTS.items()
        )
        reassuring = {
            "only the team sees it first",
            "it can be undone the same day",
            "the way back was tried",
        }
        assert set(reasons).isdisjoint(reassuring) if weighs else set(reasons) <= reassuring
    assert assess(replace(WORST, compliance_bound=True)).reasons == (
        "it is bound by law, contract or audit",
        "executives, customers or the public see it first",
        "it can never be undone",
    )
    assert assess(BlastRadius()).reasons == ()


def test_questions_passed_over_are_named() -> None:
    """What counts as the middle for want of an answer is said, question by question, and nothing else is."""
    for radius in EVERY:
        passed_over = tuple(question for question in POINTS if getattr(radius, question) is None)
        assert assess(radius).unanswered == passed_over


def test_a_note_on_the_rollback_weighs_nothing() -> None:
    """The words about the way back are for reading: they change neither score nor verdict nor reasons."""
    assert assess(replace(WORST, rollback_note="Restore the snapshot.")) == assess(WORST)
