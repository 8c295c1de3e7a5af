"""Lengths of time, as flags, pages and briefs say them."""

from datetime import timedelta

import pytest

from bot.blocks.brief_words import length_of


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(minutes=119, seconds=50), "2 hours"),
        (timedelta(hours=5, minutes=20), "5 hours"),
        (timedelta(hours=24), "1 day"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2, hours=20), "3 days"),
    ],
)
def test_how_long_it_took_is_as_exact_as_matters(took: timedelta, words: str) -> None:
    """Minutes while they count, then hours, then days; nothing takes no time at all."""
    assert length_of(took) == words
