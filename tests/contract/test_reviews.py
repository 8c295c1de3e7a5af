"""After-actions, their notes, and who may ever read them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.review import Change, Fork, Mode, Phase, Prompt, Review, Visibility
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import HOUR, MINUTE, NOW, OURS, a_delegation, a_note, a_review

FULL = a_review(
    mode=Mode.SHORT,
    is_async=True,
    phase=Phase.CLOSED,
    minutes=7.5,
    started_at=NOW,
    phase_since=NOW + MINUTE,
    phase_until=NOW + HOUR,
    change=Change("When the books close", "I check May's sum", "U_OWNER", date(2026, 4, 10)),
    change_is_late=True,
    lesson="Sums first",
    closed_at=NOW + HOUR,
)


@pytest.fixture
async def work(work: SqlUnitOfWork) -> SqlUnitOfWork:
    """A unit of work with the delegation D1."""
    await work.delegations.add(a_delegation())
    return work


@pytest.fixture
async def review(work: SqlUnitOfWork) -> Review:
    """The first review of D1, stored."""
    review = a_review()
    await work.reviews.add(review)
    return review


@pytest.mark.parametrize("review", [a_review(), FULL], ids=["bare", "full"])
async def test_a_review_comes_back_as_it_was(work: SqlUnitOfWork, review: Review) -> None:
    """Every field survives."""
    assert await work.reviews.add(review)
    assert await work.reviews.latest("D1") == review


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("mode", Mode)
async def test_every_mode_and_phase_can_be_stored(work: SqlUnitOfWork, mode: Mode, phase: Phase) -> None:
    """The table's checks know what the domain knows."""
    await work.reviews.add(a_review(mode=mode, phase=phase))
    assert await work.reviews.latest("D1") == a_review(mode=mode, phase=phase)


async def test_saving_stores_the_present_state(work: SqlUnitOfWork, review: Review) -> None:
    """All that can change is changed, and can become empty again."""
    await work.reviews.save(FULL)
    assert await work.reviews.latest("D1") == FULL
    await work.reviews.save(review)
    assert await work.reviews.latest("D1") == review


async def test_the_latest_is_the_highest_round(work: SqlUnitOfWork, review: Review) -> None:
    """A late correction opens a second round; the same round is not opened twice."""
    second = replace(review, round=2, mode=Mode.SHORT)
    assert await work.reviews.add(second)
    assert not await work.reviews.add(replace(second, lesson="Another"))
    assert await work.reviews.latest("D1") == second
    assert await work.reviews.latest("D9") is None


async def test_the_latest_with_a_change_may_be_an_earlier_round(work: SqlUnitOfWork, review: Review) -> None:
    """A round that came to none does not hide the one before, and one of its own takes its place."""
    assert await work.reviews.latest_with_change("D1") is None
    await work.reviews.save(FULL)
    second = replace(review, round=2, mode=Mode.SHORT)
    await work.reviews.add(second)
    assert await work.reviews.latest_with_change("D1") == FULL
    changed = replace(FULL, round=2)
    await work.reviews.save(changed)
    assert await work.reviews.latest_with_change("D1") == changed
    assert await work.reviews.latest_with_change("D9") is None


async def test_notes_are_read_by_exactly_their_visibility(work: SqlUnitOfWork, review: Review) -> None:
    """What is private or the manager's is in no other list."""
    notes = {
        Visibility.THREAD: a_note(),
        Visibility.MANAGER: a_note(author_id="U_MANAGER", prompt=Prompt.QUESTION),
        Visibility.PRIVATE: a_note(prompt=Prompt.LOOKED_RIGHT, fork=Fork.SKILL),
    }
    for visibility, note in notes.items():
        await work.reviews.write(review, replace(note, visibility=visibility))
    for visibility, note in notes.items():
        assert await work.reviews.notes(review, visibility) == [replace(note, visibility=visibility)]


@pytest.mark.parametrize("prompt", Prompt)
@pytest.mark.parametrize("fork", [None, *Fork])
async def test_every_prompt_and_fork_can_be_stored(
    work: SqlUnitOfWork, review: Review, prompt: Prompt, fork: Fork | None
) -> None:
    """Notes take whatever the domain knows."""
    note = a_note(prompt=prompt, fork=fork)
    await work.reviews.write(review, note)
    assert await work.reviews.notes(review, Visibility.THREAD) == [note]


async def test_notes_are_told_in_the_order_of_writing_and_of_one_author_where_named(
    work: SqlUnitOfWork, review: Review
) -> None:
    """By instant, and as they came within one."""
    third = a_note(prompt=Prompt.KEEP, written_at=NOW + MINUTE)
    first, second = a_note(), a_note(author_id="U_ELSE")
    for note in (third, first, second):
        await work.reviews.write(review, note)
    assert await work.reviews.notes(review, Visibility.THREAD) == [first, second, third]
    assert await work.reviews.notes(review, Visibility.THREAD, author_id="U_ELSE") == [second]
    assert await work.reviews.notes(review, Visibility.THREAD, author_id="") == []


async def test_writing_again_in_time_replaces_the_answer(work: SqlUnitOfWork, review: Review) -> None:
    """Also where the answer becomes private: nothing of the earlier one is left to be read."""
    await work.reviews.write(review, a_note(prompt=Prompt.LOOKED_RIGHT))
    private = a_note(
        prompt=Prompt.LOOKED_RIGHT,
        text="I did not know",
        fork=Fork.SKILL,
        visibility=Visibility.PRIVATE,
        written_at=NOW + MINUTE,
    )
    await work.reviews.write(review, private)
    assert await work.reviews.notes(review, Visibility.THREAD) == []
    assert await work.reviews.notes(review, Visibility.PRIVATE) == [private]


async def test_late_notes_stand_beside_what_was_written_in_time(work: SqlUnitOfWork, review: Review) -> None:
    """The record keeps both, and every late one."""
    in_time = a_note()
    late = a_note(text="On reflection", written_at=NOW + HOUR, late=True)
    later = a_note(text="And once more", written_at=NOW + 2 * HOUR, late=True)
    for note in (in_time, late, later):
        await work.reviews.write(review, note)
    assert await work.reviews.notes(review, Visibility.THREAD) == [in_time, late, later]


async def test_rounds_have_notes_of_their_own(work: SqlUnitOfWork, review: Review) -> None:
    """The short second review does not overwrite the first."""
    second = replace(review, round=2)
    await work.reviews.add(second)
    await work.reviews.write(review, a_note())
    await work.reviews.write(second, a_note(text="Second"))
    assert await work.reviews.notes(review, Visibility.THREAD) == [a_note()]
    assert await work.reviews.authors(second) == {"U_OWNER"}


async def test_authors_are_known_without_their_words(work: SqlUnitOfWork, review: Review) -> None:
    """Whoever has written anything of any visibility, once."""
    assert await work.reviews.authors(review) == set()
    await work.reviews.write(review, a_note(visibility=Visibility.PRIVATE))
    await work.reviews.write(review, a_note(prompt=Prompt.KEEP))
    await work.reviews.write(review, a_note(author_id="U_MANAGER", visibility=Visibility.MANAGER))
    assert await work.reviews.authors(review) == {"U_OWNER", "U_MANAGER"}


async def test_a_tap_is_a_note_but_no_writing(work: SqlUnitOfWork, review: Review) -> None:
    """It is read like any other, its author has not written yet, and has with their next line in its place."""
    tap = a_note(prompt=Prompt.KEEP, is_tap=True)
    await work.reviews.write(review, tap)
    assert await work.reviews.notes(review, Visibility.THREAD) == [tap]
    assert await work.reviews.authors(review) == set()
    await work.reviews.write(review, replace(tap, is_tap=False))
    assert await work.reviews.authors(review) == {"U_OWNER"}


async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork
) -> None:
    """The same delegation, round and author in another workspace are something else."""
    async with ours:
        await ours.delegations.add(a_delegation(tenant=OURS))
        await ours.reviews.add(a_review(tenant=OURS, change=FULL.change))
        await ours.reviews.write(a_review(), a_note())
        await ours.commit()
    async with theirs:
        assert await theirs.reviews.latest("D1") is None
        assert await theirs.reviews.latest_with_change("D1") is None
        assert await theirs.reviews.notes(a_review(), Visibility.THREAD) == []
        assert await theirs.reviews.authors(a_review()) == set()
        await theirs.reviews.save(FULL)
        await theirs.delegations.add(a_delegation(tenant=theirs.tenant))
        assert await theirs.reviews.add(replace(FULL, tenant=theirs.tenant))
        await theirs.reviews.write(FULL, a_note(text="Theirs"))
        await theirs.commit()
    async with ours:
        assert await ours.reviews.latest("D1") == a_review(tenant=OURS, change=FULL.change)
        assert await ours.reviews.notes(a_review(), Visibility.THREAD) == [a_note()]
