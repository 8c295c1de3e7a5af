"""Pages: who gets one, how long a round runs, and that it comes to an end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import Trigger
from bot.domain.page import Hit, first_pages, hit, next_pages
from tests.domain.times import unhurried

NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
MINUTES = st.integers(5, 7 * 24 * 60)
PEOPLE = st.sampled_from(["OWNER", "MANAGER", "NAMED", "DEPUTY", "OTHER"])
STAND_INS = st.dictionaries(PEOPLE, PEOPLE | st.just(""), max_size=5)


def hit_for(goes_to: str, minutes: int = 60) -> Hit:
    """Return a hit by the owner of a trigger that goes to somebody."""
    return hit("H1", "D1", Trigger("over 5 %", minutes, goes_to), "OWNER", "MANAGER", NOW, "")


def paged(hit: Hit, stand_ins: dict[str, str] | None = None) -> list[str]:
    """Return whom the first round of a hit pages."""
    return [page.user_id for page in first_pages(hit, "MANAGER", stand_ins or {}, NOW)]


def test_it_goes_to_the_named_person_and_the_manager_at_once() -> None:
    """Both, and the manager once where it names the manager."""
    assert paged(hit_for("NAMED")) == ["NAMED", "MANAGER"]
    assert paged(hit_for("MANAGER")) == ["MANAGER"]


def test_a_trigger_that_names_the_owner_goes_to_the_manager() -> None:
    """Nobody is paged about what they have just said themselves."""
    assert hit_for("OWNER").goes_to == "MANAGER"


def test_the_deputy_of_whoever_is_away_is_paged_at_once_as_well() -> None:
    """For the named person and for the manager."""
    assert paged(hit_for("NAMED"), {"NAMED": "DEPUTY"}) == ["NAMED", "MANAGER", "DEPUTY"]
    assert paged(hit_for("MANAGER"), {"MANAGER": "DEPUTY"}) == ["MANAGER", "DEPUTY"]


@pytest.mark.parametrize(
    ("goes_to", "stand_ins", "then"),
    [
        ("NAMED", {"NAMED": "DEPUTY"}, ["DEPUTY"]),
        ("NAMED", {"NAMED": ""}, ["MANAGER"]),
        ("NAMED", {}, ["MANAGER"]),
        ("MANAGER", {"MANAGER": "DEPUTY"}, ["DEPUTY"]),
        ("MANAGER", {"MANAGER": "OWNER"}, ["MANAGER"]),
        ("MANAGER", {}, ["MANAGER"]),
    ],
)
def test_without_an_answer_it_goes_to_whoever_is_next(
    goes_to: str, stand_ins: dict[str, str], then: list[str]
) -> None:
    """The deputy; where there is none, the manager; an owner who stands in for the manager is not next."""
    pages = next_pages(hit_for(goes_to), "MANAGER", stand_ins, NOW)
    assert [page.user_id for page in pages] == then
    assert {page.round for page in pages} == {2}


@unhurried
@given(PEOPLE, MINUTES, STAND_INS)
def test_every_round_pages_somebody_once_and_never_the_owner(
    goes_to: str, minutes: int, stand_ins: dict[str, str]
) -> None:
    """Whoever is named, away or stands in: each round reaches at least one person, nobody twice, not the owner."""
    found = hit_for(goes_to, minutes)
    for pages in (
        first_pages(found, "MANAGER", stand_ins, NOW),
        next_pages(found, "MANAGER", stand_ins, NOW),
    ):
        people = [page.user_id for page in pages]
        assert people
        assert len(people) == len(set(people))
        assert "OWNER" not in people


@unhurried
@given(MINUTES, st.integers(0, 2 * 365 * 24 * 60).map(lambda minute: NOW + timedelta(minutes=minute)))
def test_a_round_runs_for_as_long_as_agreed_whatever_the_hour(minutes: int, at: datetime) -> None:
    """Real time and not working time: nights, weekends and changes of the clocks count like any other."""
    found = replace(hit_for("MANAGER", minutes), since=at)
    assert found.until - at == timedelta(minutes=minutes)
    again = found.next_round(next_pages(found, "MANAGER", {}, found.until), found.until)
    assert (again.round, again.until - found.until) == (2, timedelta(minutes=minutes))


def test_the_clock_runs_until_somebody_has_it_or_nobody_answers_or_the_work_is_done() -> None:
    """Unanswered, it can still be had; acknowledged or ended, it is over."""
    found = hit_for("MANAGER")
    assert found.is_open
    assert found.is_running
    unanswered = replace(found, unanswered_at=NOW)
    assert unanswered.is_open
    assert not unanswered.is_running
    assert not replace(unanswered, acknowledged_at=NOW).is_open
    assert not replace(found, ended_at=NOW).is_open
