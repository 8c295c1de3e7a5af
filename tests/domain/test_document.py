"""The brief as a document: nothing is lost on the way through JSON."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blast_radius import BlastRadius
from bot.domain.brief import Brief, Source
from bot.domain.checkpoints import plan_checkpoints
from bot.domain.document import (
    blast_radius_from,
    checkpoints_from,
    from_document,
    instant,
    source_from,
    to_document,
)
from tests.domain.briefs import DEADLINE, a_brief, briefs
from tests.domain.times import instants, office_in, unhurried

REQUIRED = ("task", "owner_id", "deadline", "outcome", "acceptable_error")


@unhurried
@given(briefs)
def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    """Any valid brief is the same after it was a document, and after that was JSON as the database keeps it."""
    document = to_document(brief)
    assert from_document(document) == brief
    assert from_document(json.loads(json.dumps(document))) == brief
    assert json.loads(json.dumps(document)) == document


@unhurried
@given(instants)
def test_planned_checkpoints_come_back_as_they_were(now: datetime) -> None:
    """What is planned at any moment, fractions of a second included, is what is stored."""
    deadline = DEADLINE.replace(year=2032)
    planned = plan_checkpoints(now, deadline, office_in("Europe/London"))
    brief = a_brief(deadline=deadline, checkpoints=planned)
    assert from_document(to_document(brief)) == brief


def test_a_document_has_every_key_and_plain_values_only() -> None:
    """Choices are plain words and instants are whole seconds, so that nothing but JSON is needed to read it."""
    document = to_document(a_brief())
    assert document["deadline"] == 1795798800
    assert document["acceptable_error"] == "variance <= 2 %"
    assert document["audience"] is None
    assert set(REQUIRED) < set(document)


def test_a_document_of_the_required_keys_is_a_brief() -> None:
    """What was left out takes its default, as if it had never been asked."""
    document = {key: to_document(a_brief())[key] for key in REQUIRED}
    assert from_document(document) == a_brief()


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_required_key_is_named(key: str) -> None:
    """A document without one of the required keys is no brief, and the error names the key."""
    document = to_document(a_brief())
    del document[key]
    with pytest.raises(KeyError, match=key):
        from_document(document)


def test_a_draft_may_hold_nothing_yet() -> None:
    """An empty draft has no answers about the blast radius, leaves the checkpoints to the plan, and has no source."""
    assert blast_radius_from({}) == BlastRadius()
    assert checkpoints_from({}) is None
    assert source_from({}) is None
    assert blast_radius_from({"audience": "", "undo": None, "rollback_note": None}) == BlastRadius()


def test_no_checkpoints_is_an_answer() -> None:
    """A manager who took both out has named none; that is not the same as leaving them to the plan."""
    assert checkpoints_from({"checkpoints": []}) == ()
    assert checkpoints_from({"checkpoints": None}) is None


def test_an_unknown_choice_is_an_error_and_not_a_guess() -> None:
    """A value that no version of the form ever offered fails where it is read."""
    with pytest.raises(ValueError, match="galaxy"):
        blast_radius_from({"audience": "galaxy"})


def test_a_source_keeps_whether_its_channel_is_private() -> None:
    """The message it began with comes back with its place, its words and its privacy."""
    source = Source("https://example.test/p1", "C1", "Who does the report?", is_private=True)
    assert from_document(to_document(a_brief(source=source))).source == source


@given(st.integers(0, 2**33))
def test_an_instant_is_aware_and_in_utc(seconds: int) -> None:
    """Seconds become an instant in UTC, and the same seconds again."""
    at = instant(seconds)
    assert at.tzinfo is UTC
    assert at.timestamp() == seconds
