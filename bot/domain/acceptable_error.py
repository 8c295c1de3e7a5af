"""Acceptable error: one line of words, understood as a number where it holds one.

"variance <= 2 %" becomes measure, comparison, limit and unit, so that met or missed can follow from a
measured value; a plain "2 %" or "3 typos" is the most there may be. "no wrong customer name" stays words: a
bar need not be a number to be clear, and a line that could be read in two ways is better not read at all.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparison(StrEnum):
    """How the measured value must stand to the limit; `WITHIN` looks at its distance from zero."""

    AT_MOST = "at most"
    LESS_THAN = "less than"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class AcceptableError:
    """The line as it was written, and what was understood of it (None where it holds no single limit).

    `unit` may say more of what is counted: "%", "% of the rows", "days late".
    """

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
        amount = self._in_its_unit(f"{self.limit:,f}")
        return " ".join(part for part in (self.measure, self.comparison.value, amount) if part)

    def measured_in_words(self, measured: str) -> str:
        """Return what was measured as the bar counts: a bare number in its unit, other words as they were typed."""
        written = " ".join(measured.split())
        return self._in_its_unit(written) if re.fullmatch(_NUMBER, written) else written

    def is_met_by(self, measured: Decimal) -> bool | None:
        """Say whether `measured`, in the line's own unit, meets the bar; None where it holds no number."""
        if self.limit is None or self.comparison is None:
            return None
        return {
            Comparison.AT_MOST: measured <= self.limit,
            Comparison.LESS_THAN: measured < self.limit,
            Comparison.AT_LEAST: measured >= self.limit,
            Comparison.MORE_THAN: measured > self.limit,
            Comparison.WITHIN: abs(measured) <= self.limit,
        }[self.comparison]

    def _in_its_unit(self, amount: str) -> str:
        unit = self.unit or ""
        if unit.startswith(tuple(_CURRENCIES)):
            return f"{unit[0]}{amount}{unit[1:]}"
        if unit.startswith("%"):
            return f"{amount} percent{unit[1:]}"
        return f"{amount} {unit}".strip()


_CURRENCIES = "€$£"
_SIGNS = {
    Comparison.AT_MOST: (
        r"<=|=<|≤|⩽",
        r"at (?:the )?most|up to|(?:an? )?max(?:imum)?\.?(?: of)?|(?:not|never) (?:over|above)"
        r"|(?:no|not|never) (?:more|greater|higher|larger|longer) than"
        r"|(?:(?:does|do|must|may|can|should|will) )?(?:not|never) exceed(?:s|ing)?|cannot exceed",
    ),
    Comparison.AT_LEAST: (
        r">=|=>|≥|⩾",
        r"at (?:the )?least|(?:an? )?min(?:imum)?\.?(?: of)?|(?:not|never) (?:under|below)"
        r"|(?:no|not|never) (?:less|fewer|lower|smaller) than",
    ),
    Comparison.WITHIN: (r"±|\+/?[-−]", r"within|plus or minus"),
    Comparison.LESS_THAN: (r"<", r"(?:less|fewer|lower|smaller) than|under|below"),
    Comparison.MORE_THAN: (r"(?<![-–])>", r"(?:more|greater|higher) than|over|above"),
}
_BEHIND = {  # no "min" here: in "5 min" it is minutes
    Comparison.AT_MOST: r"max(?:imum)?|at (?:the )?most|tops|or (?:less|fewer|lower|under|below)",
    Comparison.AT_LEAST: r"minimum|at (?:the )?least|or (?:more|better|higher|above)",
}
_NUMBER = (
    r"[-−+]?(?:[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,6})?"  # 1,250.5
    r"|[1-9]\d{0,2}(?: \d{3}){1,4}(?:[.,]\d{1,6})?"  # 1 250.5
    r"|\d{1,3}(?:\.\d{3}){2,4}(?:,\d{1,6})?"  # 1.250.000,5
    r"|\d{1,12}(?:[.,]\d{1,6})?|[.,]\d{1,6})"
    r"(?!\d|[.,:/]\d|\s?[-–]\s?\d)"  # nor a part of a date, a time, a share or a range
)
_ALONE = rf"(?<![\w.,:/–-]){_NUMBER}"
_UNIT = r"(?P<unit>(?:%|[€$£]|[^\W\d_])[\w/ %€$£'’-]{0,60})?"
_LIMIT = rf"(?P<money>[{_CURRENCIES}])?\s?(?P<limit>{_NUMBER})\s?{_UNIT}"
_MEASURE = r"^(?P<measure>.{0,120}?)\s?"


def _sign(symbols: str, words: str) -> str:
    return rf"(?:{symbols}|(?<!\w)(?:{words})(?![^\W\d_]))"


_LINES = [
    *(
        (comparison, re.compile(rf"{_MEASURE}{_sign(*signs)}\s?{_LIMIT}\s?[.!]?$", re.IGNORECASE))
        for comparison, signs in _SIGNS.items()
    ),
    *(
        (
            comparison,
            re.compile(
                rf"{_MEASURE}(?<![\w.,:/–-]){_LIMIT},?\s?\(?(?<!\w)(?:{signs})\)?[.!]?$", re.IGNORECASE
            ),
        )
        for comparison, signs in _BEHIND.items()
    ),
]
_PLAIN = re.compile(rf"^(?P<measure>){_LIMIT}\s?[.!]?$")
_ANOTHER_LIMIT = re.compile(
    r"[<>≤≥⩽⩾±%]|(?:" + "|".join(words for _, words in _SIGNS.values()) + r")\s?\d", re.IGNORECASE
)
_ANOTHER_CLAUSE = re.compile(
    r"[;,]|\b(?:and|or|but|if|unless|when|except|is|are|was|were|would|counts?|means?)\b", re.IGNORECASE
)
_AND_MORE = re.compile(r"[;,]|\b(?:and|or|but|if|unless|when|except)\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:no|not|never|none|nothing|nobody|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_ANOTHER_NUMBER = re.compile(rf"(?<!\bper )(?<!\bin )(?<!\bof ){_ALONE}", re.IGNORECASE)
_PERCENT = re.compile(r"^(?:%|percent\b|per cent\b)\s*", re.IGNORECASE)
_GOOD = re.compile(
    r"accura|availab|uptime|coverage|correct|complete|success|pass|precision|recall|quality|satisf|approv"
    r"|confiden|\b(?:right|done|met|on time|delivered)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN_WORDS = 3
_MOST_OF_IT = 50  # percent: from here on a plain number sounds like what must be right, not wrong


def understand(text: str) -> AcceptableError:
    """Read one line of acceptable error. Takes any text; never fails, at worst it stays words."""
    line = " ".join(text.split())
    for comparison, pattern in _LINES:
        found = pattern.match(line)
        if found and _is_one_limit(found):
            return _understood(line, comparison, found)
    found = _PLAIN.match(line)
    if found and _is_plain_error(found):
        return _understood(line, Comparison.AT_MOST, found)
    return AcceptableError(text=line)


def read_measured(text: str) -> Decimal | None:
    """Return the first number that stands by itself in what the owner entered, or None ("not known yet").

    A range, a share, a time or a date is no single number. One comma before three digits parts thousands.
    """
    found = re.search(_ALONE, " ".join(text.split()))
    return _decimal(found[0]) if found else None


def _understood(line: str, comparison: Comparison, found: re.Match[str]) -> AcceptableError:
    measure = found["measure"].strip(" :,-–—=")
    return AcceptableError(line, measure or None, comparison, _decimal(found["limit"]), _unit(found) or None)


def _is_one_limit(found: re.Match[str]) -> bool:
    """Say whether nothing beside the limit sets another one, denies it, or makes a sentence of it."""
    measure, unit = found["measure"], _unit(found)
    return not (
        _ANOTHER_LIMIT.search(measure)
        or _AND_MORE.search(measure.strip(" ,"))
        or _DENIAL.search(measure)
        or _ANOTHER_CLAUSE.search(unit)
        or _ANOTHER_LIMIT.search(unit.removeprefix("%"))
        or _ANOTHER_NUMBER.search(unit)
    )


def _is_plain_error(found: re.Match[str]) -> bool:
    """Say whether a number without a comparison is an amount of error: few words, and none that means right."""
    unit, written = _unit(found), found["limit"]
    touching = unit[:1].isalpha() and found.end("limit") == found.start("unit")
    return (
        _is_one_limit(found)
        and not touching
        and not _GOOD.search(unit)
        and len(unit.split()) <= _PLAIN_WORDS + unit.startswith("%")
        and not _YEAR.fullmatch(written)
        and not (unit.startswith("%") and _decimal(written) > _MOST_OF_IT)
    )


def _unit(found: re.Match[str]) -> str:
    unit = _PERCENT.sub("% ", found["unit"] or "").strip()
    return found["money"] or unit if not (found["money"] and unit) else f"{found['money']} {unit}"


def _decimal(written: str) -> Decimal:
    """Return the number as written: the last of comma and point parts the fraction, unless it parts thousands."""
    digits = written.replace(" ", "").replace("−", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))
