"""What a button or a form carries and brings back: ids only, never what somebody wrote."""

from typing import Final
from urllib.parse import quote, unquote

VALUE_CHARACTERS: Final = 2_000
_SEPARATOR: Final = "|"

EVERYTHING: Final = " all"
"""Value of a button that is about no one delegation. No id begins with a space."""


def value_of(delegation_id: str, subject: str = "") -> str:
    """Return what a button or a form carries: which delegation (or draft), and what about it. Ids only."""
    parts = [quote(part, safe=" :") for part in (delegation_id, subject) if part]
    return _SEPARATOR.join(parts)


def read_value(value: object) -> tuple[str, str] | None:
    """Return (delegation id, subject) from a value, or None where it is not one of ours."""
    if not isinstance(value, str) or not 0 < len(value) <= VALUE_CHARACTERS:
        return None
    first, *rest = value.split(_SEPARATOR)
    if not first or len(rest) > 1:
        return None
    return unquote(first), unquote(rest[0]) if rest else ""


def number_in(text: str, digits: int = 9) -> int | None:
    """Return the whole number that `text` is, or None for anything else, and for one of more than `digits` digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def stem_subject(about: str, index: int) -> str:
    """Return the subject of an [Ask] button: what the question is about, and which stem it begins with."""
    return f"{about}:{index}"


def read_stem_subject(subject: str) -> tuple[str, int | None]:
    """Return (about, index of the stem) from an [Ask] button's subject; no index for own words."""
    about, _, index = subject.partition(":")
    return about, number_in(index)


def bet_subject(kind: str, percent: int) -> str:
    """Return the subject of a bet's button: at which checkpoint, and how sure in percent."""
    return f"{kind}:{percent}"


def read_bet_subject(subject: str) -> tuple[str, int | None]:
    """Return (kind of the checkpoint, percent) from a bet's subject; None for what is no percentage."""
    kind, _, percent = subject.rpartition(":")
    number = number_in(percent, digits=3)
    return kind, number if number is not None and number <= 100 else None
