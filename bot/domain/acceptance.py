"""What the owner adds on accepting, all of it optional: a level, an expectation, readiness, an earlier date."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.brief import why_not_text


class Level(StrEnum):
    """Who decides, from the manager alone to the owner alone: the seven levels of Management 3.0."""

    TELL = "Tell"
    SELL = "Sell"
    CONSULT = "Consult"
    AGREE = "Agree"
    ADVISE = "Advise"
    INQUIRE = "Inquire"
    DELEGATE = "Delegate"


READINESS_CHARACTERS: Final = 40
"""Room for a number from one to five, or for three words."""

TOLD_AFTERWARDS: Final = frozenset({Level.INQUIRE, Level.DELEGATE})
"""Levels at which the owner decides and the manager hears of it afterwards: what is asked is asked then."""

_ORDER: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The owner's additions to a back-brief; `own_deadline` is aware UTC and the owner's own affair.

    `technical` and `ownership` say how ready the owner is for the skill and for the call, in a number or three words:
    asked on the first task of a kind under a manager, and read by these two alone.
    """

    level: Level | None = None
    expectation: str = ""
    technical: str = ""
    ownership: str = ""
    own_deadline: datetime | None = None


def levels_apart(one: Level, other: Level) -> int:
    """Return how many steps lie between two levels."""
    return abs(_ORDER.index(one) - _ORDER.index(other))


def problems_of_acceptance(acceptance: Acceptance, deadline: datetime, now: datetime) -> dict[str, str]:
    """Return one sentence for each addition that cannot stand, by field name; empty where all can."""
    problems: dict[str, str | None] = {
        "expectation": why_not_text(acceptance.expectation),
        "technical_readiness": why_not_text(acceptance.technical, READINESS_CHARACTERS),
        "ownership_readiness": why_not_text(acceptance.ownership, READINESS_CHARACTERS),
    }
    own = acceptance.own_deadline
    if own is not None and not now < own < deadline:
        problems["own_deadline"] = (
            "Your own date lies between now and the deadline; a later one is negotiated."
        )
    return {name: sentence for name, sentence in problems.items() if sentence}
