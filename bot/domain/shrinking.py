"""Making a task smaller before it is handed over: the ways, what each changes, and when one is asked for."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.domain.blast_radius import Audience, BlastRadius, Rollback, Scope, Undo, Verdict, assess


class Shrink(StrEnum):
    """A way in which a task is made smaller; its value is how it is said."""

    FRIENDLY = "a friendly audience first"
    PILOT = "a pilot first"
    CANARY = "a canary first"
    SANDBOX = "in a sandbox first"
    SIMULATION = "as a simulation first"
    REHEARSAL = "rehearsed first"


EFFECTS: Final[dict[Shrink, tuple[str, StrEnum]]] = {
    Shrink.FRIENDLY: ("audience", Audience.FRIENDLY),
    Shrink.PILOT: ("scope", Scope.PART),
    Shrink.CANARY: ("scope", Scope.PART),
    Shrink.SANDBOX: ("rollback", Rollback.TRIED),
    Shrink.SIMULATION: ("rollback", Rollback.TRIED),
}
"""The answer about the blast radius that each way changes; a rehearsal changes none, it comes before."""

_SMALL_ENOUGH: Final[dict[str, frozenset[StrEnum]]] = {
    "audience": frozenset({Audience.TEAM, Audience.FRIENDLY}),
    "scope": frozenset({Scope.PART}),
    "rollback": frozenset({Rollback.TRIED}),
}


def asks_for_more(radius: BlastRadius) -> bool:
    """Say whether a task of this radius is not simply handed over: it is shrunk, rehearsed, or given a reason.

    So wherever the verdict is not *safe to fail* and any of it was answered. Where all was passed over there is
    nothing that speaks against it: the verdict says that it counts as the middle, and the short path stays short.
    """
    return is_weighed(radius) and assess(radius).verdict is not Verdict.SAFE_TO_FAIL


def is_weighed(radius: BlastRadius) -> bool:
    """Say whether any question about the radius was answered."""
    return replace(radius, rollback_note="") != BlastRadius()


def ways_to_shrink(radius: BlastRadius) -> tuple[Shrink, ...]:
    """Return the ways that would change an answer.

    A canary joins the pilot where outsiders see a mistake first; a simulation takes the place of a sandbox where it
    can never be undone.
    """
    found = []
    if not _is_small("audience", radius):
        found.append(Shrink.FRIENDLY)
    if not _is_small("scope", radius):
        found += [Shrink.PILOT, *([Shrink.CANARY] if radius.audience is Audience.OUTSIDE else [])]
    if not _is_small("rollback", radius):
        found.append(Shrink.SIMULATION if radius.undo is Undo.NEVER else Shrink.SANDBOX)
    return tuple(found)


def still_smaller(radius: BlastRadius, ways: tuple[Shrink, ...]) -> tuple[Shrink, ...]:
    """Return those of the ways that the answers still bear out: who widens an answer again takes its way back."""
    return tuple(way for way in ways if way not in EFFECTS or _is_small(EFFECTS[way][0], radius))


def _is_small(question: str, radius: BlastRadius) -> bool:
    return getattr(radius, question) in _SMALL_ENOUGH[question]
