"""What makes a brief complete: each limit met, exceeded, and faced with texts that only look like texts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acceptable_error import understand
from bot.domain.blast_radius import BlastRadius, Undo
from bot.domain.brief import (
    FURTHEST_DEADLINE,
    LABELS,
    Brief,
    Trigger,
    changed_fields,
    check,
    is_blank,
    problems_of_bar,
    tidy,
    why_not_checklist_line,
    why_not_deadline,
    why_not_text,
)
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.errors import Invalid
from tests.domain.briefs import DEADLINE, NOW, a_brief, briefs
from tests.domain.times import unhurried

BLANK = ["", " ", "\n\t \r\n", "\u200b\u200b", "\u2060", "\ufeff", "\u00a0\u3000", "\x00", "\u202e", "\u00ad"]
UNSEEN = ["\u3164", "\u115f\u1160", "\u2800", "\ufe0f", "\u034f", "\uffa0", " \u3164\u200b "]
SEEN = [
    "x",
    "🚀",
    "👩‍👩‍👧‍👦",
    "שלום",
    "\u202egnp",
    "·",
    "0",
    "a\u200b",
    "❤\ufe0f",
    "é",
    "한국어",
    "\U0001fae8",
]


def _problems(brief: Brief, now: datetime = NOW) -> dict[str, str]:
    try:
        check(brief, now)
    except Invalid as invalid:
        return invalid.problems
    return {}


@pytest.mark.parametrize("text", BLANK + UNSEEN, ids=ascii)
def test_a_text_in_which_nothing_can_be_seen_is_blank(text: str) -> None:
    """Spaces, zero-width and control characters, fillers and blanks of any kind are no text, and become empty."""
    assert is_blank(text)
    assert tidy(text) == ""


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_a_text_in_which_something_can_be_seen_is_kept_as_typed(text: str) -> None:
    """Emoji, right-to-left writing and a single sign are texts and stay as typed, but for the space around them."""
    assert not is_blank(text)
    assert tidy(f" {text}\n") == text


@unhurried
@given(st.text(st.characters(), max_size=200) | st.none())
def test_tidied_text_can_be_stored_and_is_tidy(text: str | None) -> None:
    """Whatever was typed: no NUL, no half of a character, no space around, and tidying again changes nothing."""
    kept = tidy(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert kept == kept.strip() == tidy(kept)


def test_half_a_character_is_left_out() -> None:
    """A lone surrogate, as a cut emoji leaves it, cannot be stored anywhere: the rest of the text is kept."""
    assert ascii(tidy("a\ud83d b")) == "'a b'"
    assert ascii(tidy("\ud83d")) == "''"


def test_a_plain_brief_stands() -> None:
    """A brief with its four required fields needs nothing else."""
    assert _problems(a_brief()) == {}


@unhurried
@given(briefs)
def test_a_brief_within_all_limits_stands(brief: Brief) -> None:
    """Any brief made within the limits passes the check."""
    assert _problems(brief) == {}


@pytest.mark.parametrize(
    ("field", "limit"), [("task", 150), ("outcome", 2_000), ("minimum_shippable", 2_000)]
)
def test_a_text_at_its_limit_stands_and_one_more_character_does_not(field: str, limit: int) -> None:
    """A text may be as long as its limit; one more is refused with both numbers, and nothing is cut."""
    for letter in ("x", "🚀", "ש"):
        assert _problems(a_brief(**{field: letter * limit})) == {}
        problems = _problems(a_brief(**{field: letter * (limit + 1)}))
        assert problems == {field: f"This holds {limit:,} characters; yours has {limit + 1:,}."}


def test_acceptable_error_and_rollback_have_the_same_limit() -> None:
    """Two thousand characters for the acceptable error and for the words about the way back."""
    long = "x" * 2_001
    assert set(_problems(a_brief(acceptable_error=understand(long)))) == {"acceptable_error"}
    assert set(_problems(a_brief(blast_radius=BlastRadius(rollback_note=long)))) == {"rollback_note"}
    assert _problems(a_brief(acceptable_error=understand(long[1:]))) == {}
    assert _problems(a_brief(blast_radius=BlastRadius(rollback_note=long[1:]))) == {}


@pytest.mark.parametrize("blank", BLANK + UNSEEN, ids=ascii)
def test_the_four_required_fields_ask_for_what_is_missing(blank: str) -> None:
    """Each blank field of the bar gets a sentence of its own that says what to write."""
    problems = problems_of_bar(blank, None, blank, blank, NOW)
    assert list(problems) == ["task", "deadline", "outcome", "acceptable_error"]
    assert all(sentence.endswith(".") for sentence in problems.values())
    assert len(set(problems.values())) == 4


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        (timedelta(seconds=-1), False),
        (timedelta(), False),
        (timedelta(seconds=1), True),
        (FURTHEST_DEADLINE, True),
        (FURTHEST_DEADLINE + timedelta(seconds=1), False),
    ],
)
def test_a_deadline_lies_ahead_and_within_two_years(after: timedelta, stands: bool) -> None:
    """A deadline is later than now and at most two years off."""
    assert (why_not_deadline(NOW + after, NOW) is None) == stands


def test_a_checklist_holds_ten_lines_of_seventy_five_characters() -> None:
    """The tenth line joins, the eleventh does not; 75 characters do, 76 do not, spaces around them do not count."""
    line = "x" * 75
    assert why_not_checklist_line(line, (line,) * 9) is None
    assert why_not_checklist_line(f"  {line} ", ()) is None
    assert why_not_checklist_line("🚀" * 75, ()) is None
    assert "Take one out first" in (why_not_checklist_line("x", (line,) * 10) or "")
    assert "this one has 76" in (why_not_checklist_line(line + "x", ()) or "")
    assert all(why_not_checklist_line(blank, ()) == "Write the line first." for blank in BLANK)
    assert _problems(a_brief(checklist=(line,) * 10)) == {}
    assert set(_problems(a_brief(checklist=(line,) * 11))) == {"checklist"}
    assert set(_problems(a_brief(checklist=(line + "x",)))) == {"checklist"}


def test_a_brief_holds_three_assumptions_and_three_triggers() -> None:
    """Three of each stand, a fourth does not; each is a text of at most two thousand characters."""
    trigger = Trigger("Two sources differ", 60, "U_M")
    assert _problems(a_brief(assumptions=("x" * 2_000,) * 3, triggers=(trigger,) * 3)) == {}
    assert set(_problems(a_brief(assumptions=("x",) * 4))) == {"assumptions"}
    assert set(_problems(a_brief(assumptions=("x" * 2_001,)))) == {"assumptions"}
    assert set(_problems(a_brief(triggers=(trigger,) * 4))) == {"triggers"}


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({"condition": "x" * 2_000}, True),
        ({"condition": "x" * 2_001}, False),
        ({"condition": " \u200b"}, False),
        ({"respond_in_minutes": 5}, True),
        ({"respond_in_minutes": 4}, False),
        ({"respond_in_minutes": 7 * 24 * 60}, True),
        ({"respond_in_minutes": 7 * 24 * 60 + 1}, False),
        ({"goes_to": ""}, False),
    ],
)
def test_a_trigger_has_a_condition_a_time_and_somebody_it_goes_to(
    change: dict[str, object], stands: bool
) -> None:
    """A trigger that nobody could act on is refused: no condition, nobody to go to, or no time within its limits."""
    trigger = replace(Trigger("Two sources differ", 60, "U_M"), **change)
    assert set(_problems(a_brief(triggers=(trigger,)))) == (set() if stands else {"triggers"})


def test_checkpoints_lie_between_now_and_the_deadline() -> None:
    """A checkpoint may be at the deadline itself, but not now, not before, and not after the deadline."""
    second = timedelta(seconds=1)
    for at, stands in ((NOW, False), (NOW + second, True), (DEADLINE, True), (DEADLINE + second, False)):
        brief = a_brief(checkpoints=(Checkpoint(CheckpointKind.FINAL_QA, at),))
        assert set(_problems(brief)) == (set() if stands else {"checkpoints"})


def test_all_problems_are_told_at_once() -> None:
    """A brief with several faults names each of them, each with its own sentence."""
    brief = a_brief(task="", outcome=" ", deadline=NOW, checklist=("x" * 76,), assumptions=("x",) * 4)
    assert set(_problems(brief)) == {"task", "outcome", "deadline", "checklist", "assumptions"}


def test_an_optional_text_may_be_empty_but_not_too_long() -> None:
    """An optional text may be missing; its limit is told with a comma between the thousands."""
    assert why_not_text("") is None
    assert why_not_text("x" * 151, 150) == "This holds 150 characters; yours has 151."


@unhurried
@given(briefs, briefs)
def test_changed_fields_are_those_that_differ(old: Brief, new: Brief) -> None:
    """Two versions differ in the fields that are named, in the order of the brief; one alone differs in nothing."""
    changed = changed_fields(old, new)
    assert changed == tuple(name for name in LABELS if getattr(old, name) != getattr(new, name))
    assert changed_fields(old, old) == ()
    assert changed == changed_fields(new, old)


def test_every_changed_field_has_a_label() -> None:
    """One changed answer about the blast radius is the blast radius; a changed deadline is the deadline."""
    old = a_brief()
    new = replace(old, deadline=DEADLINE - timedelta(days=1), blast_radius=BlastRadius(undo=Undo.DAYS))
    assert [LABELS[name] for name in changed_fields(old, new)] == ["Deadline", "Blast radius"]
