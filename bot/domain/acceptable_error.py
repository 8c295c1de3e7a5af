"""Acceptable error: one line of words, understood as a number where it holds one.

"variance <= 2 %" becomes measure, comparison, limit and unit, so that met or missed can follow from a
measured value. "no wrong customer name" stays words: a bar need not be a number to be clear.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparison(StrEnum):
    """How the measured value must stand to the limit."""

    AT_MOST = "at most"
    LESS_THAN = "less than"
    AT_LEAST = "at least"
    MORE_THAN = "more than"


@dataclass(frozen=True, slots=True)
class AcceptableError:
    """The line as it was written, and what was understood of it (None where it holds no number)."""

    text: str
    measure: str | None = None
    comparison: Comparison | None = None
    limit: Decimal | None = None
    unit: str | None = None

    @property
    def in_words(self) -> str:
        """The bar as one phrase: "variance at most 2 percent", or the words as written."""
        if self.limit is None or self.comparison is None:
            return self.text
        unit = {"%": " percent", "": ""}.get(self.unit or "", f" {self.unit}")
        return f"{self.measure + ' ' if self.measure else ''}{self.comparison.value} {self.limit}{unit}"

    def is_met_by(self, measured: Decimal) -> bool | None:
        """Say whether `measured`, in the line's own unit, meets the bar; None where it holds no number."""
        if self.limit is None or self.comparison is None:
            return None
        return {
            Comparison.AT_MOST: measured <= self.limit,
            Comparison.LESS_THAN: measured < self.limit,
            Comparison.AT_LEAST: measured >= self.limit,
            Comparison.MORE_THAN: measured > self.limit,
        }[self.comparison]


_SIGNS = {
    Comparison.AT_MOST: r"<=|=<|≤|±|\+/-|at most|no more than|not more than|up to|within|max(?:imum)?\.?",
    Comparison.AT_LEAST: r">=|=>|≥|at least|no less than|not less than|no fewer than|min(?:imum)?\.?",
    Comparison.LESS_THAN: r"<|less than|fewer than|under|below",
    Comparison.MORE_THAN: r">|more than|over|above",
}
_NUMBER = r"(?P<limit>-?\d{1,12}(?:[.,]\d{1,6})?)"
_UNIT = r"\s*(?P<unit>%|percent\b|per cent\b|[^\W\d_][\w/ €$£-]{0,40})?"
_LINE = {
    comparison: re.compile(
        rf"^(?P<measure>.{{0,120}}?)\s*(?<![a-z])(?:{signs})(?![a-z])\s*{_NUMBER}{_UNIT}\s*[.!]?$",
        re.IGNORECASE,
    )
    for comparison, signs in _SIGNS.items()
}
_PERCENT = {"percent", "per cent", "%"}


def understand(text: str) -> AcceptableError:
    """Read one line of acceptable error. Takes any text; never fails, at worst it stays words."""
    line = " ".join(text.split())
    for comparison, pattern in _LINE.items():
        found = pattern.match(line)
        if found:
            unit = (found["unit"] or "").strip()
            return AcceptableError(
                text=line,
                measure=found["measure"].strip(" :,-=") or None,
                comparison=comparison,
                limit=Decimal(found["limit"].replace(",", ".")),
                unit="%" if unit.lower() in _PERCENT else unit or None,
            )
    return AcceptableError(text=line)


def read_measured(text: str) -> Decimal | None:
    """Return the first number in what the owner entered as measured, or None ("not known yet")."""
    found = re.search(r"-?\d{1,12}(?:[.,]\d{1,6})?", text)
    return Decimal(found[0].replace(",", ".")) if found else None
