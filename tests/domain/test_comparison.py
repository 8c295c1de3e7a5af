"""What was assumed and expected, held against what came: the owner's word, in time, and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptance import Acceptance
from bot.domain.comparison import ASSUMED, Proof, proofs, what_came
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.people import Tenant
from bot.domain.review import Note, Prompt, Visibility
from tests.domain.briefs import a_brief

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def assuming(count: int, expectation: str = "") -> Delegation:
    """Return shipped work with so many assumptions."""
    work = Delegation("d1", Tenant("", "T1"), "U1", "U2", a_brief(), 1, State.IN_REVIEW, NOW, NOW)
    assumed = tuple(f"Assumption {number}." for number in range(count))
    acceptance = Acceptance(expectation=expectation) if expectation else None
    return replace(work, brief=replace(work.brief, assumptions=assumed), acceptance=acceptance)


def said(prompt: Prompt, text: str, author: str = "U2", *, late: bool = False) -> Note:
    """Return what somebody said of one of them."""
    return Note(author, prompt, text, Visibility.THREAD, NOW, late=late)


@given(st.integers(0, 3), st.lists(st.sampled_from(Proof), max_size=3))
def test_each_word_goes_with_its_assumption(count: int, words: list[Proof]) -> None:
    """By its place in the brief; a word about one that is not there counts for nothing."""
    notes = [said(prompt, word) for prompt, word in zip(ASSUMED, words, strict=False)]
    assert proofs(assuming(count), notes) == dict(enumerate(words[:count]))


def test_only_the_owners_word_in_time_counts() -> None:
    """Others' words, late ones, and words of no known kind are passed over."""
    strays = [
        said(ASSUMED[0], "failed", "U1"),
        said(ASSUMED[0], "failed", late=True),
        said(ASSUMED[0], "nearly"),
    ]
    for stray in strays:
        assert proofs(assuming(1), [stray]) == {}
    assert proofs(assuming(1), [said(ASSUMED[0], "held"), *strays[:2]]) == {0: Proof.HELD}


def test_what_came_needs_an_expectation() -> None:
    """It stands beside what the owner expected, and by itself it is nothing."""
    notes = [said(Prompt.CAME, "They took an hour.")]
    assert what_came(assuming(0, "The new accounts take longest."), notes) == "They took an hour."
    assert what_came(assuming(0), notes) == ""
    late = [said(Prompt.CAME, "They took an hour.", late=True)]
    assert what_came(assuming(0, "The new accounts take longest."), late) == ""
