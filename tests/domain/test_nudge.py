"""Nudges: one name for one intent, whoever makes it and whenever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkpoints import CheckpointKind
from bot.domain.identity import new_id
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import CAUGHT_UP_WITH, LIVING, OF_A_MOMENT, REMINDERS, NudgeKind
from bot.domain.people import Tenant
from tests.domain.times import unhurried

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
CARD = Nudge("N1", Tenant("", "T1"), NudgeKind.OWNER_CARD, "D1", "U_O", NOW)

ids = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
subjects = st.one_of(
    st.just(""),
    st.sampled_from(CheckpointKind),
    st.sampled_from(State),
    st.integers(1, 99).map(str),
    st.tuples(st.sampled_from(State), st.integers(1, 99)).map(lambda two: f"{two[0]}.{two[1]}"),
    ids,
)
intents = st.tuples(st.sampled_from(NudgeKind), st.just("") | ids, st.just("") | ids, subjects)


@unhurried
@given(intents, intents)
def test_a_key_is_the_same_for_the_same_intent_and_no_other(
    one: tuple[NudgeKind, str, str, str], other: tuple[NudgeKind, str, str, str]
) -> None:
    """Kind, delegation, recipient and subject make the key; any of them different makes another."""
    keys = [
        replace(CARD, kind=kind, delegation_id=about, recipient=to, subject=subject).key
        for kind, about, to, subject in (one, other)
    ]
    assert (keys[0] == keys[1]) == (one == other)


def test_when_it_is_due_and_what_its_row_is_called_do_not_matter() -> None:
    """The same intent made again, later and with an id of its own, is the same intent."""
    again = replace(CARD, id="N2", due_at=NOW + timedelta(days=1))
    assert again.key == CARD.key


def test_every_kind_has_a_key_of_its_own() -> None:
    """Two kinds about the same delegation to the same person are two intents."""
    assert len({replace(CARD, kind=kind).key for kind in NudgeKind}) == len(NudgeKind)


def test_what_is_edited_in_place_is_what_stands_for_something_that_goes_on() -> None:
    """The cards, the Home, two of the thread, and what goes on about a flag, an intention or a page."""
    names = {"owner_card", "manager_card", "home", "review_opening", "review_manager", "page_sent"}
    names |= {"flag", "flag_thanks", "flag_chase", "intention"}
    assert {kind.value for kind in LIVING} == names


def test_a_page_is_never_folded_nor_counted() -> None:
    """A page and all that tells the owner of it stand alone, whatever was held up and however much there is."""
    pages = {kind for kind in NudgeKind if kind.value.startswith("page")}
    assert len(pages) == 5
    assert not pages & (OF_A_MOMENT | CAUGHT_UP_WITH)


def test_ids_are_url_safe_and_do_not_repeat() -> None:
    """An id has twelve characters that fit into a button's value and a key, and no two of a thousand are alike."""
    found = {new_id() for _ in range(1_000)}
    assert len(found) == 1_000
    assert all(len(each) == 12 and ":" not in each and each.isascii() for each in found)


def test_what_somebody_waits_for_is_never_held_back() -> None:
    """A flag, an intention and what becomes of them go by no budget and, when they come in time, into no digest.

    What a flag led to in the end is told when all is over, and nobody waits for it.
    """
    told = {kind for kind in NudgeKind if kind.value.startswith(("flag", "intention"))}
    waited_for = told - {NudgeKind.FLAG_CLOSED}
    assert len(waited_for) == 10
    assert not REMINDERS.intersection(waited_for)
    assert not OF_A_MOMENT.intersection(waited_for)


def test_what_was_held_up_is_caught_up_with_in_a_digest_unless_it_stands_by_itself() -> None:
    """By themselves come pages, what is edited as it goes on, what goes to no one person, steps and digests."""
    steps = {kind for kind in NudgeKind if kind.value.endswith("_step")}
    pages = {kind for kind in NudgeKind if kind.value.startswith("page")}
    edited = LIVING - {NudgeKind.FLAG_CHASE}  # the flag itself stands there, with all its answers
    in_places = {NudgeKind.CORRECTION_NOTE, NudgeKind.REVIEW_REVEAL, NudgeKind.REVIEW_CHANGE}
    in_places.add(NudgeKind.REVIEW_CLOSE)
    of_persons = {NudgeKind.DIGEST, NudgeKind.UNREACHABLE}  # the latter are in a digest whenever they come
    assert set(NudgeKind) - CAUGHT_UP_WITH == steps | pages | edited | in_places | of_persons
