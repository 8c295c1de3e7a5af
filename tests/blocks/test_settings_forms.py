"""The forms of a person's own time and of a team's days off: what stood before is shown, what is entered is read."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given

from bot.blocks.forms import days_off, phrasing, settings
from bot.coaching.phrasing import Rule
from bot.domain.errors import Invalid
from bot.domain.people import Channel, Person
from bot.domain.preferences import Away, Preferences, Quiet
from tests.blocks.nasty import LARGE, texts
from tests.blocks.reading import filled, foreign_tokens, option, refused

SAID = Preferences(
    zone="Antarctica/Troll",
    start=time(7, 30),
    end=time(15),
    days=frozenset({0, 2}),
    days_off=frozenset({date(2026, 12, 24)}),
    away=Away(date(2026, 12, 1), date(2026, 12, 8)),
    deputy_id="U9",
    quiet=Quiet(time(12), time(13)),
    in_digest=True,
    muted=frozenset({"D1", "D2"}),
)
ANA = Person("U1", "T1", "Ana", "Europe/Paris", preferences=SAID)


def test_what_was_said_can_be_saved_again_unchanged() -> None:
    """The form shows all of it, a zone that is on no list included; saving without a change keeps it."""
    view = settings.build(ANA, {"D1": "Report", "D2": "Letter"})
    assert refused(view) == []
    assert settings.parse(filled(view), SAID) == SAID


def test_nothing_said_shows_how_it_is() -> None:
    """Nine to six on weekdays, in Slack's own zone; what is muted is not asked about where nothing is."""
    plain = Person("U1", "T1", "Ana", "Europe/Paris")
    view = settings.build(plain, {})
    assert settings.parse(filled(view), Preferences()) == Preferences()
    assert "Europe/Paris" in str(view)
    assert "Muted" not in str(view)


def test_unticking_a_muted_delegation_takes_it_out() -> None:
    """The other one stays muted; and what was never muted cannot be ticked in."""
    view = settings.build(ANA, {"D1": "Report", "D2": "Letter"})
    entered = filled(view, muted=[option("D2")])
    assert settings.parse(entered, SAID).muted == {"D2"}
    assert settings.parse(entered, replace(SAID, muted=frozenset({"D1"}))).muted == frozenset()


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"away_first": None}, "away_first"),
        ({"away_last": None}, "away_last"),
        ({"quiet": None}, "quiet"),
        ({"quiet_until": None}, "quiet_until"),
        ({"days_off": "soon"}, "days_off"),
    ],
)
def test_half_of_a_span_is_asked_for(entered: dict[str, object], field: str) -> None:
    """An absence and quiet hours have two ends; the sentence stands at the one that is missing."""
    view = settings.build(ANA, {})
    with pytest.raises(Invalid) as refusal:
        settings.parse(filled(view, **entered), SAID)
    assert set(refusal.value.problems) == {field}


def test_a_deputy_can_be_named_without_days() -> None:
    """Somebody is always next in line, without an absence; the hint says for what."""
    view = settings.build(ANA, {})
    assert "a page or a flag that you did not answer in time" in str(view)
    said = settings.parse(filled(view, away_first=None, away_last=None), SAID)
    assert (said.away, said.deputy_id) == (None, "U9")
    assert settings.parse(filled(view, deputy=None), SAID) == replace(SAID, deputy_id="")


@given(texts)
def test_no_task_breaks_the_settings(text: str) -> None:
    """The muted tasks' own words are shown as they are, and are never markup."""
    view = settings.build(ANA, {f"D{number}": text or "A task" for number in range(12)})
    assert refused(view) == []
    assert foreign_tokens(view) == []


@pytest.mark.parametrize("text", LARGE)
def test_a_long_task_is_cut(text: str) -> None:
    """A box holds 75 characters."""
    assert refused(settings.build(ANA, {"D1": text})) == []


def test_a_teams_days_off_can_be_saved_again_unchanged() -> None:
    """The form shows the days as it reads them."""
    off = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)})
    view = days_off.build(Channel("C1", "team", days_off=off))
    assert refused(view) == []
    assert days_off.parse(filled(view)) == off


def test_what_a_team_is_asked_about_can_be_saved_again_unchanged() -> None:
    """Ticked is what is asked about; with nothing ticked nothing is, and an empty answer is read as that."""
    view = phrasing.build(Channel("C1", "team", unasked=frozenset({"edit", "vague_bar"})))
    assert refused(view) == []
    assert phrasing.parse(filled(view)) == {"edit", "vague_bar"}
    assert phrasing.parse(filled(phrasing.build(Channel("C1", "team")))) == frozenset()
    assert phrasing.parse({}) == {rule.value for rule in Rule}
