"""A history to draw: every event that is told, once."""

from bot.blocks.history_lines import WORDS
from bot.domain.record import Event, HistoryEntry
from tests.blocks.stories import NOW

EVERY_LINE = [
    HistoryEntry("d1", event, "U1" if place % 2 else "U2", NOW, "version 2")
    for place, event in enumerate(each for each in Event if each in WORDS)
]
"""A history in which everything has happened that is told."""
