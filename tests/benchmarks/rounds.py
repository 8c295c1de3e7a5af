"""The figures of subjects that take turns, and what they are beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks.table import Row


@dataclass
class Rounds:
    """For each subject one figure of each round, all in the same `unit`."""

    unit: str
    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, subject: str, figure: float) -> None:
        """Keep the subject's figure of one more round."""
        self.figures.setdefault(subject, []).append(figure)

    def times(self, subject: str, other: str) -> Sequence[float]:
        """Return how many times as much as `other` the subject had, in each round."""
        pairs = zip(self.figures[subject], self.figures[other], strict=True)
        return [mine / theirs for mine, theirs in pairs]

    def row(
        self, about: str, subject: str, other: str, goal: float | None = None, *, at_least: bool = False
    ) -> Row:
        """Return the table's row for these two."""
        pair = " / ".join(f"{median(self.figures[name]):.2f} {self.unit}" for name in (subject, other))
        what = f"{about}: {subject} / {other}"
        return Row(what, pair, self.times(subject, other), goal, at_least=at_least)
