"""Making a task smaller: which ways there are, what they change, and when one is asked for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo, Verdict, assess
from bot.domain.brief import Brief, why_not_as_it_is
from bot.domain.rehearsal import FRIENDLY, PREFIX, rehearsal_for, rehearsed_task
from bot.domain.shrinking import EFFECTS, Shrink, asks_for_more, is_weighed, still_smaller, ways_to_shrink
from tests.domain.briefs import DEADLINE, a_brief, briefs

radii = st.builds(
    BlastRadius,
    st.none() | st.sampled_from(Audience),
    st.none() | st.sampled_from(Undo),
    st.none() | st.sampled_from(Rollback),
    st.none() | st.sampled_from(Scope),
    st.none() | st.sampled_from(Notice),
    st.booleans(),
    st.sampled_from(("", "Resend it.")),
)


def shrunk(radius: BlastRadius, way: Shrink) -> BlastRadius:
    """Return the radius after one way."""
    question, answer = EFFECTS[way]
    return replace(radius, **{question: answer})


@given(radii)
def test_every_way_on_offer_makes_it_smaller(radius: BlastRadius) -> None:
    """None raises the score, each still holds afterwards, and it is not offered twice."""
    for way in ways_to_shrink(radius):
        smaller = shrunk(radius, way)
        assert assess(smaller).score <= assess(radius).score
        assert still_smaller(smaller, (way,)) == (way,)
        assert way not in ways_to_shrink(smaller)


@given(radii)
def test_never_bound_or_without_a_way_back_asks_for_more(radius: BlastRadius) -> None:
    """So does a score from four on, where anything was answered; what is safe to fail never does."""
    heavy = radius.undo is Undo.NEVER or radius.rollback is Rollback.NONE or radius.compliance_bound
    if heavy or (is_weighed(radius) and assess(radius).score >= 4):
        assert asks_for_more(radius)
    if assess(radius).verdict is Verdict.SAFE_TO_FAIL:
        assert not asks_for_more(radius)


def test_what_was_passed_over_asks_for_nothing() -> None:
    """The short path has no questions; a line about the way back is no answer to any."""
    assert not asks_for_more(BlastRadius())
    assert not asks_for_more(BlastRadius(rollback_note="Resend it."))


def test_a_canary_is_for_outsiders_and_a_simulation_for_what_cannot_be_undone() -> None:
    """Where they fit, and nowhere else."""
    outside = ways_to_shrink(BlastRadius(audience=Audience.OUTSIDE, undo=Undo.NEVER))
    assert outside == (Shrink.FRIENDLY, Shrink.PILOT, Shrink.CANARY, Shrink.SIMULATION)
    assert ways_to_shrink(BlastRadius(audience=Audience.TEAM)) == (Shrink.PILOT, Shrink.SANDBOX)


def test_as_it_is_takes_a_reason_or_a_rehearsal() -> None:
    """Blank words are no reason; a rehearsal needs none, nor does what is safe to fail."""
    risky = a_brief(blast_radius=BlastRadius(undo=Undo.NEVER))
    assert why_not_as_it_is(risky)
    assert why_not_as_it_is(replace(risky, override=" \u200b"))
    assert why_not_as_it_is(replace(risky, override="The board meets on Friday.")) is None
    assert why_not_as_it_is(replace(risky, smaller=(Shrink.REHEARSAL,))) is None
    assert why_not_as_it_is(a_brief()) is None


@given(briefs)
def test_a_rehearsal_is_a_brief_that_can_be_handed_over(brief: Brief) -> None:
    """Its name fits, begins as one, and it is safe to fail by what it is."""
    practice = rehearsal_for(brief, DEADLINE)
    assert practice.task.startswith(PREFIX)
    assert len(practice.task) <= 150
    assert assess(practice.blast_radius).verdict is Verdict.SAFE_TO_FAIL
    assert why_not_as_it_is(practice) is None
    assert rehearsed_task(practice)[:50] == brief.task[:50]
    assert assess(FRIENDLY).score == 1
