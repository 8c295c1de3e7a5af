"""What an owner has done of one kind for one manager, and how closely to look therefore.

The source is A. Grove, *High Output Management* (1983), on task-relevant maturity: how closely somebody is looked after
follows from their experience with this kind of task, and neither from their seniority nor from who they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from bot.domain.acceptance import Level
from bot.domain.delegation import Delegation, Outcome
from bot.domain.task_kind import TaskKind

USUAL = 3
"""Cycles in a row that met the bar, after which the mid-cycle look may go."""


class Closeness(StrEnum):
    """How closely to look at the work of one kind."""

    FIRST = "first"
    KNOWN = "known"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Experience:
    """How many tasks of a `kind` an owner has shipped for a manager, and how many of the latest in a row met the bar.

    One that the manager took over does not count among those.
    """

    kind: TaskKind
    shipped: int = 0
    met_in_a_row: int = 0

    @property
    def closeness(self) -> Closeness:
        """How closely to look: at a first one as at anybody's, at a usual one once."""
        if not self.shipped:
            return Closeness.FIRST
        return Closeness.USUAL if self.met_in_a_row >= USUAL else Closeness.KNOWN

    @property
    def level(self) -> Level:
        """The level that fits: deciding together, then with advice, then telling afterwards."""
        return _LEVELS[self.closeness]


_LEVELS = {Closeness.FIRST: Level.AGREE, Closeness.KNOWN: Level.ADVISE, Closeness.USUAL: Level.INQUIRE}


def experience_of(kind: TaskKind, earlier: Iterable[Delegation]) -> Experience:
    """Return the experience that `earlier` delegations of one owner and one manager give, the latest first.

    What has shipped and was not measured yet, or was measured otherwise, ends the row.
    """
    shipped = [each for each in earlier if each.brief.kind is kind and each.shipped_at is not None]
    return Experience(kind, len(shipped), sum(1 for _ in takewhile(_met_the_bar, shipped)))


def _met_the_bar(delegation: Delegation) -> bool:
    return delegation.outcome is Outcome.MET and delegation.taken_over_at is None
