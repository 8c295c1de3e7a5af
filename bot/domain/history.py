"""Who may read which line of a delegation's history: the two read most of it, and nothing that was said in private."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from bot.domain.lifecycle import Role
from bot.domain.record import Event, HistoryEntry

ROUNDS: Final = frozenset({Event.PAGED, Event.PAGED_AGAIN, Event.PASSED_TO_DEPUTY})
"""What a page's own rounds say already, each with its people and its time."""

_NOBODYS: Final = frozenset({Event.SNOOZED})
"""Kept so that a snooze has an end; how often somebody put a question off is for nobody to look at."""

_OWNERS_OWN: Final = frozenset({Event.FLAG_FORWARDED})
"""What an owner told a third person, in words that were meant for them."""


def readable(
    entries: Iterable[HistoryEntry], reader: Role, held: Collection[datetime] = ()
) -> list[HistoryEntry]:
    """Return the lines that one of the two may read, in their order.

    `held` are the instants at which questions were asked that wait for a correction: they have not reached the owner.
    """
    hidden = _NOBODYS | ROUNDS | (frozenset() if reader is Role.OWNER else _OWNERS_OWN)
    return [
        each
        for each in entries
        if each.event not in hidden
        and not (reader is Role.OWNER and each.event is Event.ASKED and each.at in held)
    ]
