"""Pre-mortems: who takes part, in which order it is revealed, and when one can begin."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import tidy
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import State
from bot.domain.people import Person, Tenant, why_not_invited
from bot.domain.premortem import (
    MOST_INVITED,
    MOST_REASONS,
    REASON_CHARACTERS,
    Decision,
    Premortem,
    Risk,
    check_can_begin,
    check_decides,
    check_guard,
    check_open,
    check_until,
    default_until,
    in_order,
    invited_from,
    moved_until,
    reasons_from,
)
from bot.domain.worktime import WorkingHours
from tests.domain.briefs import DEADLINE, NOW, a_brief
from tests.domain.times import at, office, office_in, round_instants, unhurried

DELEGATION = Delegation(
    "d1", Tenant("", "T1"), "MANAGER", "OWNER", a_brief(), 1, State.IN_PROGRESS, NOW, NOW, started_at=NOW
)
people = st.lists(st.sampled_from([f"U{number}" for number in range(12)]), max_size=8, unique=True)


def premortem(invited: tuple[str, ...] = (), **fields: Any) -> Premortem:
    """Return a pre-mortem that has just begun."""
    base = Premortem("d1", 1, "OWNER", invited, NOW, NOW + timedelta(days=1))
    return replace(base, **fields)


def risk(author: str = "OWNER", place: int = 0, **fields: Any) -> Risk:
    """Return a risk that has been revealed."""
    base = Risk(f"{author}{place}", "d1", 1, author, place, "It was late.", NOW, is_revealed=True)
    return replace(base, **fields)


@given(people, st.data())
def test_the_reveal_goes_from_the_most_junior_to_the_manager(invited: list[str], data: st.DataObject) -> None:
    """However the reasons were stored: in the order of inviting, then the owner's, and the manager's last."""
    held = premortem(tuple(invited))
    authors = held.people(DELEGATION)
    written = [
        risk(author, place)
        for author in authors
        for place in range(data.draw(st.integers(0, 3), label=f"reasons of {author}"))
    ]
    shown = in_order(DELEGATION, [held], data.draw(st.permutations(written)))
    assert shown == written
    ranks = [authors.index(each.author_id) for each in shown]
    assert ranks == sorted(ranks)
    if any(each.author_id == "MANAGER" for each in written):
        assert shown[-1].author_id == "MANAGER"


@given(people, people, st.randoms(use_true_random=False))
def test_an_earlier_pre_mortem_comes_first(first: list[str], second: list[str], random: Random) -> None:
    """Each by its own order of inviting, also of somebody who was asked in both."""
    held = [premortem(tuple(first)), premortem(tuple(second), number=2)]
    written = [
        risk(author, number=each.number, id=f"{author}{each.number}")
        for each in held
        for author in each.people(DELEGATION)
    ]
    shuffled = list(written)
    random.shuffle(shuffled)
    assert in_order(DELEGATION, held, shuffled) == written


@given(st.lists(st.sampled_from(["OWNER", "MANAGER", *[f"U{number}" for number in range(12)]]), max_size=14))
def test_everybody_is_asked_once_and_eight_at_most(picked: list[str]) -> None:
    """Owner and manager take part in any case and count for nothing; the order of picking is kept."""
    others = list(dict.fromkeys(each for each in picked if each not in ("OWNER", "MANAGER")))
    if len(others) > MOST_INVITED:
        with pytest.raises(Invalid, match="Up to 8 people"):
            invited_from(picked, DELEGATION)
        return
    invited = invited_from(picked, DELEGATION)
    assert invited == tuple(others)
    everybody = premortem(invited).people(DELEGATION)
    assert len(set(everybody)) == len(everybody)
    assert everybody[-2:] == ("OWNER", "MANAGER")


def test_one_working_day_of_the_owner_unless_it_is_due_before() -> None:
    """From Friday ten o'clock until Monday ten o'clock there, and never past the deadline."""
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    paris = office_in("Europe/Paris")
    assert default_until(friday, monday + timedelta(days=3), paris) == monday
    assert default_until(friday, monday - timedelta(days=1), paris) == monday - timedelta(days=1)


def test_a_reveal_lies_between_now_and_the_deadline() -> None:
    """The past and what is too late to guard are refused at the field."""
    check_until(DEADLINE, NOW, DEADLINE)
    for until in (NOW, NOW - timedelta(hours=1), DEADLINE + timedelta(minutes=1)):
        with pytest.raises(Invalid) as refused:
            check_until(until, NOW, DEADLINE)
        assert set(refused.value.problems) == {"until"}


@pytest.mark.parametrize("state", State)
def test_it_begins_between_accepting_and_shipping(state: State) -> None:
    """In every other state the words say what there is instead."""
    stands = replace(DELEGATION, state=state)
    if state in (State.ACCEPTED, State.IN_PROGRESS):
        check_can_begin(stands, "MANAGER", NOW)
        check_can_begin(stands, "OWNER", NOW)
        return
    with pytest.raises(Refused):
        check_can_begin(stands, "OWNER", NOW)


def test_it_does_not_begin_after_the_deadline_or_by_a_colleague() -> None:
    """Past the deadline there is nothing to look ahead to; and it is between the two."""
    with pytest.raises(Refused, match="deadline has passed"):
        check_can_begin(DELEGATION, "OWNER", DEADLINE)
    with pytest.raises(Refused, match="between two others"):
        check_can_begin(DELEGATION, "COLLEAGUE", NOW)


def test_it_is_written_until_it_is_revealed_or_over() -> None:
    """After that, telling the owner oneself is the way."""
    check_open(premortem())
    for over in (None, premortem(revealed_at=NOW), premortem(ended_at=NOW)):
        with pytest.raises(Refused, match="Tell the owner"):
            check_open(over)


def test_one_writes_up_to_three_reasons() -> None:
    """A fourth is refused in words at the last input, and not dropped in silence."""
    assert len(reasons_from(["late"] * MOST_REASONS)) == MOST_REASONS
    with pytest.raises(Invalid, match="Up to 3"):
        reasons_from(["late"] * (MOST_REASONS + 1))


@given(st.lists(st.text(max_size=REASON_CHARACTERS + 20), max_size=MOST_REASONS))
def test_reasons_are_never_cut(texts: list[str]) -> None:
    """One that is too long is refused at its own field; blank ones are none."""
    too_long = [place for place, text in enumerate(texts, 1) if len(tidy(text)) > REASON_CHARACTERS]
    if too_long:
        with pytest.raises(Invalid) as refused:
            reasons_from(texts)
        assert set(refused.value.problems) == {f"reason_{place}" for place in too_long}
        return
    reasons = reasons_from(texts)
    assert list(reasons) == [tidy(text) for text in texts if tidy(text)]


def test_a_guard_is_a_line_of_a_checklist() -> None:
    """At most 75 characters on one line, and ten of them."""
    assert check_guard("  Accounts\n counted ", []) == "Accounts counted"
    full = [risk(place=place, decision=Decision.GUARDED, guard="x") for place in range(10)]
    for line, others, field in (("", [], "guard"), ("x" * 76, [], "guard"), ("x", full, "decision")):
        with pytest.raises(Invalid) as refused:
            check_guard(line, others)
        assert set(refused.value.problems) == {field}


def test_risks_are_the_owners_until_it_ships() -> None:
    """The manager asks; after the work there is nothing to decide."""
    check_decides(DELEGATION, "OWNER")
    with pytest.raises(Refused, match="the owner's"):
        check_decides(DELEGATION, "MANAGER")
    with pytest.raises(Refused, match="The work is over"):
        check_decides(replace(DELEGATION, state=State.SHIPPED), "OWNER")


@pytest.mark.parametrize(
    ("somebody", "words"),
    [
        (None, "cannot find"),
        (Person("U9", "T1", "Deploybot", is_bot=True), "an app"),
        (Person("USLACKBOT", "T1", "Slackbot"), "an app"),
        (Person("U9", "T1", "Tom", is_deleted=True), "deactivated"),
        (Person("U9", "T9", "Alex"), "another organisation"),
        (Person("U9", "T1", "Alex", is_stranger=True), "another organisation"),
    ],
)
def test_who_cannot_be_asked(somebody: Person | None, words: str) -> None:
    """As for deputies: people of this workspace who are still here. Guests can be asked."""
    assert words in (why_not_invited(somebody, "T1") or "")
    assert why_not_invited(Person("U9", "T1", "Gita", is_guest=True), "T1") is None


spans = st.integers(1, 4 * 24 * 20).map(lambda quarter: timedelta(minutes=15 * quarter))


@unhurried
@given(office, round_instants, spans, spans)
def test_the_writing_ends_before_a_deadline_that_moves(
    hours: WorkingHours, now: datetime, left: timedelta, until: timedelta
) -> None:
    """In any zone, over any change of the clocks: never later than it was, and only where the deadline comes first."""
    deadline = now + left
    held = premortem(until=now + until)
    moved = moved_until(held, now, deadline, hours)
    if held.until < deadline:
        assert moved is None
        return
    assert moved is not None
    assert now <= moved < deadline <= held.until


def test_the_writing_ends_a_working_day_before_where_there_is_time() -> None:
    """Friday's writing ends on Wednesday once Thursday is the deadline; with a morning left, at its middle."""
    paris, wednesday = office_in("Europe/Paris"), at("Europe/Paris", "2026-11-25 15:00")
    held = premortem(until=at("Europe/Paris", "2026-11-27 12:00"))
    thursday = at("Europe/Paris", "2026-11-26 15:00")
    assert moved_until(held, at("Europe/Paris", "2026-11-23 10:00"), thursday, paris) == wednesday
    soon = at("Europe/Paris", "2026-11-26 11:00")
    assert moved_until(held, soon, thursday, paris) == at("Europe/Paris", "2026-11-26 13:00")
    evening = at("Europe/Paris", "2026-11-25 16:00")
    assert moved_until(held, evening, thursday, paris) == at("Europe/Paris", "2026-11-25 17:30")
    assert moved_until(replace(held, revealed_at=soon), soon, thursday, paris) is None
