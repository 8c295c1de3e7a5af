"""What the owner enters as measured: one plain number, or not known."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptable_error import read_measured, understand
from tests.domain.times import unhurried


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.1 %", "3.1"),
        ("3,1%", "3.1"),
        ("-2", "-2"),
        ("−2", "-2"),
        ("+2", "2"),
        ("about 4 rows", "4"),
        ("It was 4.", "4"),
        ("310ms", "310"),
        ("$500", "500"),
        (".5 %", "0.5"),
        ("1,250", "1250"),
        ("1 250 rows", "1250"),
        ("1\u202f250 rows", "1250"),
        ("1,250.75", "1250.75"),
        ("1.250.000", "1250000"),
        ("0,125", "0.125"),
        ("Q3: 4.1 %", "4.1"),
        ("p95 was 310 ms", "310"),
        ("On 2026-11-21: 4.1 %", "4.1"),
        ("4, later 3", "4"),
        ("٣", "3"),
    ],
)
def test_the_first_plain_number_counts(text: str, value: str) -> None:
    """The first number that stands by itself is the measured value, as people write numbers."""
    assert read_measured(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "not known yet",
        "🚀",
        "Q3",
        "2-3 typos",
        "2–3 typos",
        "3/10 rows",
        "10:30",
        "21.11.2026",
        "1" * 13,
    ],
)
def test_what_is_no_single_number_is_not_known(text: str) -> None:
    """No number, a range, a share, a time or a date says nothing certain against the bar."""
    assert read_measured(text) is None


@pytest.mark.parametrize(
    ("bar", "measured", "words"),
    [
        ("variance <= 2 %", "3.1", "3.1 percent"),
        ("variance <= 2 %", " −3,1 ", "−3,1 percent"),
        ("variance <= 2 %", "3.1 %", "3.1 %"),
        ("variance <= 2 %", "about 3.1", "about 3.1"),
        ("at most 2 % of the rows", "3", "3 percent of the rows"),
        ("at most 3 typos", "4", "4 typos"),
        ("costs at most €500", "612.50", "€612.50"),
        ("at most €5 per seat", "6", "€6 per seat"),
        ("accuracy at least 0.9", "0.8", "0.8"),
        ("no wrong customer name", "2", "2"),
    ],
)
def test_a_bare_number_is_shown_in_the_unit_of_the_bar(bar: str, measured: str, words: str) -> None:
    """A number alone is read in the bar's own unit, and shown in it; other words stand as they were typed."""
    assert understand(bar).measured_in_words(measured) == words


@unhurried
@given(st.text(max_size=2_000))
def test_any_measured_text_is_taken(text: str) -> None:
    """No text fails; what comes back is a finite number or nothing."""
    value = read_measured(text)
    assert value is None or value.is_finite()


@unhurried
@given(st.decimals(-(10**11), 10**11, places=3, allow_nan=False))
def test_a_number_is_read_as_it_is_written(value: Decimal) -> None:
    """Any number with a decimal point comes back, with or without commas between the thousands."""
    assert read_measured(f"{value:f} %") == value
    assert read_measured(f"measured: {value:,f}") == value


def test_a_long_text_is_read_at_once() -> None:
    """Two thousand characters made to be tried over and over take a fraction of a second."""
    began = time.process_time()
    for text in ("1," * 1_000, "1 " * 1_000, "1,000" * 400, "-" * 2_000, "1.000." * 300):
        read_measured(text)
    assert time.process_time() - began < 0.5
