"""Acceptable error: what is read from one line, and that a line which holds no single limit stays words."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptable_error import AcceptableError, Comparison, understand
from tests.domain.times import unhurried

AT_MOST, LESS_THAN = Comparison.AT_MOST, Comparison.LESS_THAN
AT_LEAST, MORE_THAN, WITHIN = Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.WITHIN

READ = [
    # signs, with and without spaces
    ("variance <= 2 %", "variance", AT_MOST, "2", "%", "variance at most 2 percent"),
    ("variance<=2%", "variance", AT_MOST, "2", "%", "variance at most 2 percent"),
    ("≤ 2%", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("Totals: =< 2 %.", "Totals", AT_MOST, "2", "%", "Totals at most 2 percent"),
    ("errors < 3", "errors", LESS_THAN, "3", None, "errors less than 3"),
    ("accuracy >= 99.5 %", "accuracy", AT_LEAST, "99.5", "%", "accuracy at least 99.5 percent"),
    ("uptime>99.9%", "uptime", MORE_THAN, "99.9", "%", "uptime more than 99.9 percent"),
    ("drift – ≥ -2 points", "drift", AT_LEAST, "-2", "points", "drift at least -2 points"),
    # words
    ("at most 3 typos", None, AT_MOST, "3", "typos", "at most 3 typos"),
    ("At Most 3 typos!", None, AT_MOST, "3", "typos", "at most 3 typos"),
    ("up to 3 typos per 10 pages", None, AT_MOST, "3", "typos per 10 pages", "at most 3 typos per 10 pages"),
    ("under 5 wrong rows", None, LESS_THAN, "5", "wrong rows", "less than 5 wrong rows"),
    ("fewer than 5 wrong rows", None, LESS_THAN, "5", "wrong rows", "less than 5 wrong rows"),
    ("no more than 2 days late", None, AT_MOST, "2", "days late", "at most 2 days late"),
    ("error rate below 0.1%", "error rate", LESS_THAN, "0.1", "%", "error rate less than 0.1 percent"),
    ("variance must not exceed 2 %", "variance", AT_MOST, "2", "%", "variance at most 2 percent"),
    ("max. 2 %", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("a maximum of 3 typos", None, AT_MOST, "3", "typos", "at most 3 typos"),
    ("p95 under 300 ms", "p95", LESS_THAN, "300", "ms", "p95 less than 300 ms"),
    ("p95 over the day below 300ms", "p95 over the day", LESS_THAN, "300", "ms", None),
    ("at least 95 per cent correct", None, AT_LEAST, "95", "% correct", "at least 95 percent correct"),
    ("at most 2 % of the rows", None, AT_MOST, "2", "% of the rows", "at most 2 percent of the rows"),
    # denied the other way round
    ("not over 2 %", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("never more than 2 %", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("accuracy never under 99 %", "accuracy", AT_LEAST, "99", "%", "accuracy at least 99 percent"),
    ("no fewer than 40 answers", None, AT_LEAST, "40", "answers", "at least 40 answers"),
    # either way
    ("±2 %", None, WITHIN, "2", "%", "within 2 percent"),
    ("totals +/- 2 %", "totals", WITHIN, "2", "%", "totals within 2 percent"),
    ("within 2 percent", None, WITHIN, "2", "%", "within 2 percent"),
    # the limit behind its number
    ("2 % max", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("variance 2 % or less", "variance", AT_MOST, "2", "%", "variance at most 2 percent"),
    ("5 wrong rows at most", None, AT_MOST, "5", "wrong rows", "at most 5 wrong rows"),
    ("3 typos (maximum)", None, AT_MOST, "3", "typos", "at most 3 typos"),
    ("accuracy 99 % or better", "accuracy", AT_LEAST, "99", "%", "accuracy at least 99 percent"),
    # a plain amount of error is the most there may be
    ("2 %", None, AT_MOST, "2", "%", "at most 2 percent"),
    ("0,5 %", None, AT_MOST, "0.5", "%", "at most 0.5 percent"),
    ("2 % variance", None, AT_MOST, "2", "% variance", "at most 2 percent variance"),
    ("3 typos", None, AT_MOST, "3", "typos", "at most 3 typos"),
    ("5 min", None, AT_MOST, "5", "min", "at most 5 min"),
    ("0", None, AT_MOST, "0", None, "at most 0"),
    # numbers as people write them
    ("at most 1,000 rows", None, AT_MOST, "1000", "rows", "at most 1,000 rows"),
    ("at most 1 000 rows", None, AT_MOST, "1000", "rows", "at most 1,000 rows"),
    ("at most 1.000.000 rows", None, AT_MOST, "1000000", "rows", "at most 1,000,000 rows"),
    ("at most 0,125 mm", None, AT_MOST, "0.125", "mm", "at most 0.125 mm"),
    ("at most 1,250.50 EUR", None, AT_MOST, "1250.50", "EUR", "at most 1,250.50 EUR"),
    ("at most .5 %", None, AT_MOST, "0.5", "%", "at most 0.5 percent"),
    ("under $500", None, LESS_THAN, "500", "$", "less than $500"),
    ("under $1,500 per week", None, LESS_THAN, "1500", "$ per week", "less than $1,500 per week"),
    ("under 500 €", None, LESS_THAN, "500", "€", "less than €500"),
    ("drift at least −2 points", "drift", AT_LEAST, "-2", "points", "drift at least -2 points"),
]
WORDS = [
    "no wrong customer name",
    "none",
    "zero typos",
    "over",
    "at most",
    "<= %",
    "variance <= 2 % and at most 3 typos",
    "accuracy >= 95 % within 2 days",
    "at most 2 rows or 3 columns",
    "at most 2 %, ideally none",
    "no wrong name, at most 3 typos",
    "names right and at most 3 typos",
    "at most 2 % in 95 % of the cases",
    "at most 2-3 typos",
    "between 2 and 5 %",
    "more than 3 typos is a miss",
    "does not go over 2 %",
    "nothing over 3 %",
    "the over 65s get 2 letters",
    "done below 10:30",
    "by 2026-11-21",
    "24/7",
    "99.9 % uptime",
    "95 %",
    "10 rows correct",
    "2026 totals",
    "3rd of May",
    "rows -> 3",
    "2 % 3 %",
    "🚀",
    "≤ 🚀",
    "\u202e% 2 =< ecnairav",
]


@pytest.mark.parametrize(("text", "measure", "comparison", "limit", "unit", "words"), READ)
def test_a_line_with_one_limit_is_understood(
    text: str, measure: str | None, comparison: Comparison, limit: str, unit: str | None, words: str | None
) -> None:
    """One limit, however it is put, becomes measure, comparison, number and unit, and reads well again."""
    error = understand(text)
    assert (error.measure, error.comparison, error.limit, error.unit) == (
        measure,
        comparison,
        Decimal(limit),
        unit,
    )
    assert words is None or error.in_words == words


@pytest.mark.parametrize("text", WORDS)
def test_a_line_without_one_clear_limit_stays_words(text: str) -> None:
    """No number, two of them, a date, a denial or what sounds like the opposite: the words stand as written."""
    error = understand(text)
    assert error == AcceptableError(text)
    assert error.in_words == text
    assert error.is_met_by(Decimal(1)) is None


@pytest.mark.parametrize(
    ("text", "met", "missed"),
    [
        ("variance <= 2 %", ("2", "1.99", "-3", "0"), ("2.01", "40")),
        ("under 5 wrong rows", ("4", "0"), ("5", "6")),
        ("accuracy at least 99 %", ("99", "100"), ("98.9", "0")),
        ("uptime above 99 %", ("99.1",), ("99", "98")),
        ("±2 %", ("2", "-2", "0"), ("2.1", "-2.1", "-3")),
        ("within 2 percent", ("-1.5", "1.5"), ("-2.5", "2.5")),
        ("no more than 1,000 rows", ("1000", "999"), ("1001",)),
        ("0", ("0",), ("1",)),
    ],
)
def test_a_measured_value_meets_the_bar_or_misses_it(
    text: str, met: tuple[str, ...], missed: tuple[str, ...]
) -> None:
    """The limit itself meets "at most", "at least" and "within", and misses "less than" and "more than"."""
    error = understand(text)
    assert [error.is_met_by(Decimal(value)) for value in met] == [True] * len(met)
    assert [error.is_met_by(Decimal(value)) for value in missed] == [False] * len(missed)


@unhurried
@given(st.text(max_size=3_000))
def test_any_text_is_taken(text: str) -> None:
    """No text fails; the line is kept in one piece, and reading it again changes nothing."""
    error = understand(text)
    assert error.text == " ".join(text.split())
    assert understand(error.text) == error
    assert error.in_words or not error.text
    assert (error.limit is None) == (error.comparison is None) == (error.is_met_by(Decimal(0)) is None)


@unhurried
@given(
    st.text("abc ", max_size=30).map(lambda text: " ".join(text.split())),
    st.sampled_from([("<=", AT_MOST), (">=", AT_LEAST), ("<", LESS_THAN), (">", MORE_THAN), ("±", WITHIN)]),
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.sampled_from(["%", "rows", "", "ms"]),
)
def test_what_is_written_with_a_sign_is_read_with_it(
    measure: str, sign: tuple[str, Comparison], limit: Decimal, unit: str
) -> None:
    """Measure, sign, number and unit come back as they were put together."""
    error = understand(f"{measure} {sign[0]} {limit} {unit}")
    assert (error.measure, error.comparison, error.limit, error.unit) == (
        measure or None,
        sign[1],
        limit,
        unit or None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "at most " * 400,
        "a" * 3_000,
        "<" * 3_000 + "2",
        "1" * 3_000,
        "1,000" * 600,
        "at most 1" + " 000" * 700 + "x",
        "at most 2 " + "a " * 1_500,
        "at most 2 " + "€" * 3_000 + "!",
        " " * 3_000 + "2",
        "not never no " * 230 + "over 2 %",
        "2 % or less " * 250,
        "🚀 ≤ " * 600,
        "\u200b" * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_or_tricky_line_is_read_at_once(text: str) -> None:
    """Three thousand characters made to be tried over and over take a fraction of a second."""
    began = time.process_time()
    understand(text)
    assert time.process_time() - began < 0.5
