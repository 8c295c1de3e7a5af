"""The history at the end of [Brief]: short lines with when and who, and the rounds of each page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks.brief_view import brief_view
from bot.blocks.history_lines import WORDS, history_blocks
from bot.domain.history import readable
from bot.domain.lifecycle import Role, State
from bot.domain.page import Page
from bot.domain.people import Person
from bot.domain.record import Event, HistoryEntry
from bot.domain.situation import Situation
from tests.blocks.histories import EVERY_LINE
from tests.blocks.nasty import LARGE, NASTY
from tests.blocks.reading import foreign_tokens, refused, words_of
from tests.blocks.stories import NOW, hit_of, story

WORKING = story(State.IN_PROGRESS)
MINUTE = timedelta(minutes=1)


def shown(history: list[HistoryEntry], reader: Role = Role.OWNER, situation: Situation = WORKING) -> str:
    """Return the words of the brief's view with this history."""
    return words_of(brief_view(situation, reader, history=history))


def test_every_event_has_its_words_or_nobody_reads_it() -> None:
    """What is written down is either told to the two or kept back, and nothing is forgotten."""
    kept_back = set(Event) - {each.event for each in readable(_all(), Role.OWNER)}
    assert kept_back == {Event.SNOOZED, Event.PAGED, Event.PAGED_AGAIN, Event.PASSED_TO_DEPUTY}
    assert set(WORDS) == set(Event) - kept_back
    assert Event.FLAG_FORWARDED not in {each.event for each in readable(_all(), Role.MANAGER)}


def test_a_question_that_waits_for_a_correction_is_not_told_ahead_of_itself() -> None:
    """The manager reads that they asked; the owner does once it has come."""
    asked = HistoryEntry("d1", Event.ASKED, "U1", NOW, "Which two?")
    assert readable([asked], Role.OWNER, {NOW}) == []
    assert readable([asked], Role.OWNER) == readable([asked], Role.MANAGER, {NOW}) == [asked]


def test_a_line_says_when_and_who() -> None:
    """In the reader's zone; what the reader did themselves is theirs, and what the clock did is nobody's."""
    history = [
        HistoryEntry("d1", Event.ACCEPTED, "U2", NOW, "Within 2 percent."),
        HistoryEntry("d1", Event.CONFIRMED_BY_SILENCE, "", NOW + MINUTE),
        HistoryEntry("d1", Event.INTENTION_BY_SILENCE, "", NOW + 2 * MINUTE, "Leave both out."),
    ]
    words = shown(history)
    assert "Tue, Nov 24 at 11:00 CET> · You accepted: “Within 2 percent”." in words
    assert "Confirmed by silence: a working day had passed." in words
    assert "Nobody objected in time, so it was go: “Leave both out”." in words
    assert "Tue, Nov 24 at 05:00 EST> · Ada accepted: “Within 2 percent”." in shown(history, Role.MANAGER)


def test_the_latest_dozen_is_in_sight_the_newest_last() -> None:
    """What is earlier is counted."""
    history = [
        HistoryEntry("d1", Event.ANSWERED, "U2", NOW + number * MINUTE, f"Answer {number}")
        for number in range(15)
    ]
    words = shown(history)
    assert "(and 3 earlier)" in words
    assert "“Answer 2”" not in words
    assert words.index("“Answer 3”") < words.index("“Answer 14”")


def test_a_page_has_its_rounds() -> None:
    """Who was paged when, and who had it when."""
    hit = hit_of()
    again = Page("U3", 2, NOW, "U1")
    had = replace(hit, pages=(*hit.pages, again), acknowledged_by="U3", acknowledged_at=NOW + 5 * MINUTE)
    people = WORKING.people | {"U3": Person("U3", "T1", "Jonas", "Europe/Stockholm")}
    situation = replace(WORKING, hits=(had,), people=people)
    words = shown([HistoryEntry("d1", Event.HIT, "U2", NOW, "variance over 5 %")], situation=situation)
    assert "*Page*  variance over 5 %" in words
    assert "Tue, Nov 24 at 10:00 CET>: Grace, Jonas for Grace" in words
    assert "Round 2, " in words
    assert "Jonas has it, since <!date^" in words
    open_still = replace(situation, hits=(hit,))
    assert "Nobody has it yet" in shown([HistoryEntry("d1", Event.HIT, "U2", NOW)], situation=open_still)


def test_nothing_has_happened_yet_shows_nothing() -> None:
    """No empty heading."""
    assert history_blocks([], WORKING, Role.OWNER) == []


def test_why_a_manager_stepped_in_and_who_was_asked_beforehand_are_in_no_line() -> None:
    """A taking back has no reason with it, a pre-mortem no name, a recorded miss nobody's mark."""
    for event in (Event.TAKEN_BACK, Event.TAKEN_OVER):
        assert "Too slow" not in shown([HistoryEntry("d1", event, "U1", NOW, "Too slow")])
    for event in (Event.PREMORTEM_STARTED, Event.PREMORTEM_REVEALED, Event.CORRECTED):
        assert "{who}" not in WORDS[event]


@pytest.mark.parametrize("text", [*NASTY, *LARGE])
def test_no_words_break_a_line(text: str) -> None:
    """Escaped, on one line and cut: nothing in them pings or is markup, in names neither."""
    history = [replace(each, detail=text) for each in EVERY_LINE]
    people = {key: replace(each, name=text[:80]) for key, each in WORKING.people.items()}
    situation = replace(WORKING, people=people, hits=(hit_of(text),) * 5)
    for start in range(0, len(history), 12):
        view = brief_view(situation, Role.OWNER, history=history[start : start + 12])
        assert refused(view) == []
        assert foreign_tokens(view) == []


def _all() -> list[HistoryEntry]:
    return [HistoryEntry("d1", event, "U1", NOW) for event in Event]
