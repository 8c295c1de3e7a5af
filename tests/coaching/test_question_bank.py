"""The question bank: judgement, never a status report; the same seed asks the same questions."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.question_bank import checkpoint_questions, correction_note, script, stems
from bot.domain.checkpoints import IN_A_BRIEF, CheckpointKind
from bot.domain.record import QuestionAbout
from bot.domain.task_kind import TaskKind

ASKING = sorted(IN_A_BRIEF)  # the bet at half time is one sentence, and no bank
ALL = {
    question
    for kind in ASKING
    for task in TaskKind
    for seed in range(200)
    for question in checkpoint_questions(kind, str(seed), task=task)
}


@given(st.sampled_from(ASKING), st.text())
def test_the_same_seed_asks_the_same_questions(kind: CheckpointKind, seed: str) -> None:
    """Questions are drawn by the seed alone: two, and not the same."""
    drawn = checkpoint_questions(kind, seed)
    assert drawn == checkpoint_questions(kind, seed)
    assert len(drawn) == len(set(drawn)) == 2


@given(st.sampled_from(ASKING), st.lists(st.text(), min_size=4, max_size=8))
def test_nothing_is_asked_again_within_three_cycles(kind: CheckpointKind, seeds: list[str]) -> None:
    """Whatever the seeds, no question of the latest three cycles comes in the next one."""
    cycles: list[tuple[str, ...]] = []
    for seed in seeds:
        lately = {question for cycle in cycles[-3:] for question in cycle}
        drawn = checkpoint_questions(kind, seed, asked=lately)
        assert not lately & set(drawn)
        cycles.append(drawn)


def test_where_all_was_asked_there_are_questions_all_the_same() -> None:
    """Too few left: those that were asked come again, in the order of the seed."""
    drawn = checkpoint_questions(CheckpointKind.SPOT_CHECK, "seed", asked=ALL)
    assert drawn == checkpoint_questions(CheckpointKind.SPOT_CHECK, "seed")


def test_different_seeds_ask_different_questions() -> None:
    """Over many delegations the first question varies, and none takes over."""
    first = Counter(checkpoint_questions(CheckpointKind.SPOT_CHECK, str(seed))[0] for seed in range(300))
    assert len(first) >= 4
    assert max(first.values()) < 150


def test_the_audience_is_named_where_it_is_known() -> None:
    """A question about the audience names it, or speaks of those who rely on the work; braces are harmless."""
    named = [
        question
        for seed in range(50)
        for question in checkpoint_questions(CheckpointKind.SPOT_CHECK, str(seed), audience="{finance}")
    ]
    assert any("{finance}" in question for question in named)
    assert all("{audience}" not in question for question in (*named, *ALL))


def test_what_was_asked_of_one_audience_is_not_asked_of_another() -> None:
    """It is the same question: under another name it does not come again within three cycles either."""
    named = {
        question
        for seed in range(50)
        for question in checkpoint_questions(CheckpointKind.SPOT_CHECK, str(seed), audience="finance")
        if "finance" in question
    }
    for seed in range(50):
        drawn = checkpoint_questions(CheckpointKind.SPOT_CHECK, str(seed), audience="the board", asked=named)
        assert not any("the board" in question for question in drawn)


def test_questions_force_judgement() -> None:
    """Every question asks something, and none asks for percent done, for a why-didn't, or with a must."""
    for question in ALL:
        assert "?" in question
        assert not re.search(
            r"percent done|why did|\b(must|should|always|never)\b|!", question, re.IGNORECASE
        )
        assert len(question) <= 200


@pytest.mark.parametrize("about", list(QuestionAbout))
def test_there_are_stems_for_everything_a_manager_asks_about(about: QuestionAbout) -> None:
    """At least three stems each, short enough for an option, and none begins with why."""
    assert len(stems(about)) >= 3
    for stem in stems(about):
        assert len(stem) <= 75
        assert stem.endswith("?")
        assert not stem.lower().startswith("why")


def test_a_miss_is_steadied() -> None:
    """The first words on a miss hold no question; then there is a note to start from."""
    assert "?" not in script("miss")
    assert "can be corrected" in script("miss")
    assert len(correction_note()) == 4
    assert "never" not in script("miss_manager")
