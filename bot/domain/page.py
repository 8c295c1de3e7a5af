"""A hit trigger: whom it pages at once, how its clock runs, and when it stops.

An agreed line to stop at is worth what happens once it is crossed: named people, a time to answer in, and somebody
next in line where there is no answer. Bounded, so that it ends in words to the owner and not in noise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from bot.domain.brief import Trigger

ROUNDS: Final = 3
"""How often a page goes out in all, before the owner is told that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: to whom, in which round, and when (aware UTC); `stands_in_for` is whose deputy it went to, "" else."""

    user_id: str
    round: int
    at: datetime
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger that was hit: what was agreed of it, who hit it, and the clock since. All instants are aware UTC.

    `goes_to` is whom the page is for first; `since` begins the round under way. At most one of `acknowledged_at`
    and `ended_at` (the work shipped or ended) is set; `unanswered_at` is when the last round had run out.
    """

    id: str
    delegation_id: str
    condition: str
    respond_in_minutes: int
    goes_to: str
    actor_id: str
    at: datetime
    since: datetime
    saw: str = ""
    round: int = 1
    pages: tuple[Page, ...] = ()
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    unanswered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """When the round under way has run out: real time, not working time."""
        return self.since + timedelta(minutes=self.respond_in_minutes)

    @property
    def is_open(self) -> bool:
        """Say whether nobody has it yet, and somebody still could."""
        return self.acknowledged_at is None and self.ended_at is None

    @property
    def is_running(self) -> bool:
        """Say whether its clock still runs."""
        return self.is_open and self.unanswered_at is None

    @property
    def paged(self) -> tuple[str, ...]:
        """Return the user ids of those who were paged, each once, in order."""
        return tuple(dict.fromkeys(page.user_id for page in self.pages))

    def of_round(self, number: int) -> tuple[Page, ...]:
        """Return the pages of one round."""
        return tuple(page for page in self.pages if page.round == number)

    def next_round(self, pages: Iterable[Page], now: datetime) -> Self:
        """Return the hit once a further round has gone out."""
        return replace(self, round=self.round + 1, since=now, pages=(*self.pages, *pages))


def hit(
    hit_id: str, delegation_id: str, trigger: Trigger, actor_id: str, manager_id: str, now: datetime, saw: str
) -> Hit:
    """Return a hit of `trigger` by the owner `actor_id`; where it goes to the owner, it goes to the manager."""
    goes_to = manager_id if trigger.goes_to == actor_id else trigger.goes_to
    minutes = trigger.respond_in_minutes
    return Hit(hit_id, delegation_id, trigger.condition, minutes, goes_to, actor_id, now, now, saw)


def first_pages(found: Hit, manager_id: str, stand_ins: Mapping[str, str], now: datetime) -> tuple[Page, ...]:
    """Return the first round: the named person, the manager, and the deputy of each who is away now.

    `stand_ins` holds a user id for whoever is away and named a deputy. Nobody is paged twice, and the owner never.
    """
    named = (found.goes_to, manager_id)
    deputies = ((stand_ins.get(person, ""), person) for person in named)
    return _each_once(found, 1, [*((person, "") for person in named), *deputies], now)


def next_pages(found: Hit, manager_id: str, stand_ins: Mapping[str, str], now: datetime) -> tuple[Page, ...]:
    """Return the round after one without an answer: the deputies; without any, the manager once more.

    `stand_ins` holds a user id for whoever named a deputy, away or not. Where the page was the manager's own and
    nobody stands in, that is a second message to the same person: there is nobody else, and the owner reads so.
    """
    number = found.round + 1
    deputies = [(stand_ins.get(person, ""), person) for person in (found.goes_to, manager_id)]
    return _each_once(found, number, deputies, now) or _each_once(found, number, [(manager_id, "")], now)


def _each_once(
    found: Hit, number: int, candidates: Iterable[tuple[str, str]], now: datetime
) -> tuple[Page, ...]:
    pages: dict[str, Page] = {}
    for person, stands_in_for in candidates:
        if person and person != found.actor_id and person not in pages:
            pages[person] = Page(person, number, now, stands_in_for)
    return tuple(pages.values())
