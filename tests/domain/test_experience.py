"""Experience with one kind of task: how many shipped, how many of the latest met the bar, and what fits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptance import Level
from bot.domain.delegation import Delegation, Outcome
from bot.domain.experience import Closeness, Experience, experience_of
from bot.domain.task_kind import TaskKind
from tests.contract.samples import NOW, a_delegation


def cycle(outcome: Outcome = Outcome.MET, kind: TaskKind = TaskKind.REPORT) -> Delegation:
    """Return a delegation that has shipped with this outcome."""
    done = a_delegation("D1", shipped_at=NOW, outcome=outcome)
    return replace(done, brief=replace(done.brief, kind=kind))


def test_only_what_shipped_of_this_kind_counts() -> None:
    """Other kinds, and what is under way or was never shipped, say nothing."""
    report = cycle()
    others = [cycle(kind=TaskKind.EVENT), replace(report, shipped_at=None)]
    assert experience_of(TaskKind.REPORT, others) == Experience(TaskKind.REPORT)
    assert experience_of(TaskKind.REPORT, [*others, report]) == Experience(TaskKind.REPORT, 1, 1)


@pytest.mark.parametrize("outcome", [Outcome.MISSED, Outcome.UNKNOWN])
def test_what_did_not_meet_the_bar_ends_the_row(outcome: Outcome) -> None:
    """A miss, and what nobody has measured yet: only what came after it is in the row."""
    earlier = [cycle(), cycle(outcome), cycle(), cycle()]
    assert experience_of(TaskKind.REPORT, earlier) == Experience(TaskKind.REPORT, 4, 1)


def test_what_was_taken_over_is_not_clean() -> None:
    """Then it was the manager who met the bar."""
    taken_over = replace(cycle(), taken_over_at=NOW)
    assert experience_of(TaskKind.REPORT, [taken_over, cycle()]).met_in_a_row == 0


@given(st.lists(st.sampled_from(Outcome), max_size=8))
def test_one_looks_less_closely_only_after_three_clean_ones(outcomes: list[Outcome]) -> None:
    """A first one is looked at like anybody's first; the level rises with experience and never past it."""
    experience = experience_of(TaskKind.REPORT, [cycle(each) for each in outcomes])
    assert experience.shipped == len(outcomes)
    assert (experience.closeness is Closeness.FIRST) == (not outcomes)
    is_usual = len(outcomes) >= 3 and set(outcomes[:3]) == {Outcome.MET}
    assert (experience.closeness is Closeness.USUAL) == is_usual
    assert experience.level in (Level.AGREE, Level.ADVISE, Level.INQUIRE)
