"""Flags and intentions: who may answer, and what the work waits for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.flag import ANSWER_WITHIN, Flag, Reply, Sureness
from bot.domain.intention import Intention, Verdict
from bot.domain.people import Person, why_not_told

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FLAG = Flag("f", "d", "Two are missing.", Sureness.HUNCH, "", NOW, NOW + ANSWER_WITHIN)
INTENTION = Intention("i", "d", "Leave them out.", "Unknown.", NOW, NOW + ANSWER_WITHIN)


def test_an_open_flag_holds_the_move_until_nobody_is_left_to_ask() -> None:
    """An answer ends it; given back, it stays open and holds nobody up."""
    assert FLAG.is_open
    assert FLAG.holds_the_move
    given_back = replace(FLAG, given_back_at=NOW)
    assert given_back.is_open
    assert not given_back.holds_the_move
    answered = replace(FLAG, reply=Reply.AGREED, answered_at=NOW + timedelta(minutes=40))
    assert not answered.is_open
    assert not answered.holds_the_move
    assert answered.answered_after == timedelta(minutes=40)
    assert FLAG.answered_after is None


def test_an_intention_is_open_until_it_came_out() -> None:
    """Each verdict settles it."""
    assert INTENTION.is_open
    assert not any(replace(INTENTION, verdict=verdict).is_open for verdict in Verdict)


def test_a_flag_is_told_to_people_of_this_workspace_only() -> None:
    """Each reason says what to do instead; a colleague can be told."""
    person = Person("U_X", "T1", "Ada")

    def why(candidate: Person | None) -> str | None:
        return why_not_told(candidate, "U_M", "U_O", "T1")

    assert why(person) is None
    assert "Pick" in (why(None) or "")
    assert "app" in (why(replace(person, is_bot=True)) or "")
    assert "app" in (why(replace(person, user_id="USLACKBOT")) or "")
    assert "deactivated" in (why(replace(person, is_deleted=True)) or "")
    assert "another organisation" in (why(replace(person, is_stranger=True)) or "")
    assert "another organisation" in (why(replace(person, team_id="T2")) or "")
    assert "already" in (why(replace(person, user_id="U_M")) or "")
    assert "know it" in (why(replace(person, user_id="U_O")) or "")
