"""Kinds of tasks: guessed from a line of text, and with questions of their own at each checkpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.question_bank import checkpoint_questions, texts
from bot.coaching.task_kinds import guess_kind, kind_label
from bot.domain.checkpoints import CheckpointKind
from bot.domain.task_kind import TaskKind

PHASES = (CheckpointKind.SPOT_CHECK, CheckpointKind.FINAL_QA)
NAMED = tuple(kind for kind in TaskKind if kind is not TaskKind.OTHER)


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ("Monthly cloud spend report", TaskKind.REPORT),
        ("Release 4.2 to all customers", TaskKind.CHANGE),
        ("MIGRATION REPORT", TaskKind.REPORT),
        ("Slides for the budget meeting", TaskKind.EVENT),
        ("Write the runbook", TaskKind.DOCUMENT),
        ("Choose a vendor", TaskKind.DECISION),
        ("Churn analysis, EMEA", TaskKind.ANALYSIS),
        ("数字", TaskKind.OTHER),
        ("", TaskKind.OTHER),
        ("The releasing of a reported thing", TaskKind.OTHER),
    ],
)
def test_the_last_word_that_names_a_kind_decides(task: str, kind: TaskKind) -> None:
    """In a line of a few words it is what the others describe; part of a word names nothing."""
    assert guess_kind(task) is kind


@given(st.text())
def test_any_line_has_a_kind(task: str) -> None:
    """Whatever somebody writes."""
    assert guess_kind(task) in TaskKind


def test_each_kind_has_a_name_and_words_of_its_own() -> None:
    """Short enough for a menu, and no word stands for two kinds."""
    assert all(0 < len(kind_label(kind)) <= 75 for kind in TaskKind)
    words = [word for kind in NAMED for word in texts("task_kinds")[kind]["words"]]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() and word.isalnum() for word in words)


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("phase", PHASES)
def test_one_of_the_two_questions_is_about_this_kind(kind: TaskKind, phase: CheckpointKind) -> None:
    """The first stays the one about risk; the second is of the kind for as long as it has one left."""
    general = set(texts("checkpoints")[phase]["first"])
    own = {each.replace("{audience}", "those who rely on it") for each in texts("task_kinds")[kind][phase]}
    asked: set[str] = set()
    for cycle in range(len(own)):
        first, second = checkpoint_questions(phase, str(cycle), asked=asked, task=kind)
        assert second in own
        asked.add(second)
        assert first.replace("those who rely on it", "{audience}") in general
    _, after_all = checkpoint_questions(phase, "next", asked=asked, task=kind)
    assert after_all not in own


@given(st.sampled_from(TaskKind), st.sampled_from(PHASES), st.lists(st.text(), min_size=4, max_size=6))
def test_nothing_of_a_kind_is_asked_again_within_three_cycles(
    kind: TaskKind, phase: CheckpointKind, seeds: list[str]
) -> None:
    """The fourth month's report is asked nothing that the three before it were."""
    cycles: list[tuple[str, ...]] = []
    for seed in seeds:
        lately = {question for cycle in cycles[-3:] for question in cycle}
        drawn = checkpoint_questions(phase, seed, asked=lately, task=kind)
        assert not lately & set(drawn)
        cycles.append(drawn)
