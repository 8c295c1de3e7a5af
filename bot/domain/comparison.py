"""What was thought before the work, held against what came: assumptions and expectation, in the owner's word alone."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.domain.delegation import Delegation
from bot.domain.review import Note, Prompt


class Proof(StrEnum):
    """How an assumption came out."""

    HELD = "held"
    FAILED = "failed"
    UNTESTED = "untested"


ASSUMED: Final = (Prompt.ASSUMED_1, Prompt.ASSUMED_2, Prompt.ASSUMED_3)
"""The prompts of a brief's assumptions, in its order; such a note's text is a `Proof`."""

OWNERS_WORD: Final = (*ASSUMED, Prompt.CAME)
"""What nobody but the owner says."""


def proofs(delegation: Delegation, notes: Sequence[Note]) -> dict[int, Proof]:
    """Return what the owner said of the assumptions in time, by their place in the brief."""
    said = {
        note.prompt: note.text for note in notes if note.author_id == delegation.owner_id and not note.late
    }
    known = {proof.value for proof in Proof}
    places = range(len(delegation.brief.assumptions))
    return {
        place: Proof(said[prompt])
        for place, prompt in zip(places, ASSUMED, strict=False)
        if said.get(prompt) in known
    }


def what_came(delegation: Delegation, notes: Sequence[Note]) -> str:
    """Return what the owner said came of their expectation, in time; "" where nothing was expected or said."""
    if not (delegation.acceptance and delegation.acceptance.expectation):
        return ""
    return next(
        (
            note.text
            for note in notes
            if note.prompt is Prompt.CAME and note.author_id == delegation.owner_id and not note.late
        ),
        "",
    )
