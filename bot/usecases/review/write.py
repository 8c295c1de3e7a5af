"""Write for the after-action: private notes first, the manager's part last, two taps where it went clean."""

from dataclasses import dataclass, replace

from bot.domain.brief import is_blank, tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.review import UNSEEN, Fork, Mode, Note, Phase, Prompt, Review, Visibility, visibility_of
from bot.usecases.owed_nudges import show
from bot.usecases.ports import Clock, Directory, UnitOfWork
from bot.usecases.review.authors import NOT_THEIRS, may_write, only_ones_own, only_the_owner_taps
from bot.usecases.review.lesson import check_lesson
from bot.usecases.review.run import (
    all_are_in,
    begin,
    begin_in_full,
    bring_forward,
    managers_part_of,
    opening_of,
    show_review,
)

TWO_TAPS = (Prompt.KEEP, Prompt.LUCKY)


@dataclass(frozen=True, slots=True)
class WriteNotes:
    """What somebody wrote, by prompt; a blank answer takes out what they wrote to it before.

    The fork says what the gap is put down to.
    """

    delegation_id: str
    author_id: str
    texts: dict[Prompt, str]
    fork: Fork | None = None
    share_own_miss: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """The lines of the two taps, by prompt, and a line of lesson where luck is worth one; any but one may be blank."""

    delegation_id: str
    actor_id: str
    texts: dict[Prompt, str]
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class HoldInFull:
    """The owner wishes for the full fifteen minutes after a clean delivery."""

    delegation_id: str
    actor_id: str


async def write_notes(command: WriteNotes, work: UnitOfWork, directory: Directory, clock: Clock) -> Review:
    """Keep the notes, each with its own visibility; after their time they go to the record, marked late.

    When owner and manager have both written, the next phase begins at once. Raises `Invalid` where nothing is written
    or a text is too long, `Refused` to people of another workspace and where somebody says what is not theirs to say,
    `NotFound` where there is no review, and `Unavailable` where Slack does not say who it is.
    """
    _check(command.texts)
    async with work:
        delegation = await work.delegations.get(command.delegation_id)
    if not await may_write(command.author_id, delegation, work.tenant, directory):
        raise Refused(NOT_THEIRS)
    async with work:
        delegation, review = await _open_review(command.delegation_id, work)
        only_ones_own(delegation, command.author_id, command.texts)
        by_manager = command.author_id == delegation.manager_id
        late = _is_late(review, by_manager=by_manager)
        now = clock.now()
        texts = _written(command.texts)
        taken_out = set() if late else await _taken_out(command, review, work)
        if not texts and not taken_out:
            raise _nothing(command.texts)
        for prompt in sorted(taken_out):
            await work.reviews.write(review, Note(command.author_id, prompt, "", Visibility.PRIVATE, now))
        for prompt, text in texts.items():
            visibility = visibility_of(
                prompt, command.fork, by_manager=by_manager, share_own_miss=command.share_own_miss
            )
            note = Note(command.author_id, prompt, text, visibility, now, command.fork, late)
            await _keep(note, review, work)
        if by_manager and review.phase in (Phase.MANAGER, Phase.CHANGE):
            await work.nudges.refresh(managers_part_of(delegation, review, now))
        if await all_are_in(delegation, review, work):
            await bring_forward(work, delegation, review, clock.now())
        await work.commit()
    return review


async def tap(command: Tap, work: UnitOfWork, clock: Clock) -> Review:
    """Keep one of the two taps after a clean delivery, or both, by the owner; with both the review closes.

    A lesson that comes with them stands; without one the earlier stays. Raises `Invalid` where nothing is written or
    a text is too long, `Refused` to anybody but the owner and once the full review is on, `NotFound` without a review.
    """
    _check(command.texts)
    check_lesson(command.lesson)
    texts = _written(command.texts)
    if not texts:
        raise _nothing(command.texts)
    async with work:
        delegation, review = await _open_review(command.delegation_id, work)
        only_the_owner_taps(delegation, command.actor_id)
        if review.mode is not Mode.CLEAN:
            raise Refused("The full review is on now. Put this line into your notes; they are in the thread.")
        now = clock.now()
        late = review.phase is Phase.CLOSED
        for prompt, text in texts.items():
            note = Note(command.actor_id, prompt, text, Visibility.THREAD, now, late=late, is_tap=True)
            await _keep(note, review, work)
        if not is_blank(command.lesson):
            review = replace(review, lesson=tidy(command.lesson))
            await work.reviews.save(review)
        written = {each.prompt for each in await work.reviews.notes(review, Visibility.THREAD)}
        if review.phase is Phase.WAITING and written.issuperset(TWO_TAPS):
            review = await begin(delegation, review, work, clock)
        if review.phase is Phase.WRITING and written.issuperset(TWO_TAPS):
            await bring_forward(work, delegation, review, now)
        await work.nudges.refresh(opening_of(delegation, review, now))
        if late:  # a card shows nothing of the taps but the lesson, once it is closed
            await show(work, delegation, now)
        await work.commit()
    return review


async def hold_in_full(command: HoldInFull, work: UnitOfWork, clock: Clock) -> Review:
    """Hold the full review after a clean delivery; one that has not started keeps its start.

    Raises `Refused` to anybody but the owner and once it is closed, and `NotFound` where there is no review.
    """
    async with work:
        delegation, review = await _open_review(command.delegation_id, work)
        only_the_owner_taps(delegation, command.actor_id)
        if review.mode is not Mode.CLEAN:
            return review
        if review.phase is Phase.CLOSED:
            raise Refused("It is closed already. A miss that shows later can be recorded with Correct.")
        if review.phase is Phase.WAITING:
            review = review.in_full()
            await work.reviews.save(review)
            await show_review(work, delegation, review, clock.now())
        else:
            review = await begin_in_full(delegation, review, work, clock)
        await work.commit()
    return review


async def _open_review(delegation_id: str, work: UnitOfWork) -> tuple[Delegation, Review]:
    delegation = await work.delegations.get(delegation_id, lock=True)
    review = await work.reviews.latest(delegation_id)
    if review is None:
        raise NotFound
    return delegation, review


def _is_late(review: Review, *, by_manager: bool) -> bool:
    return review.phase is Phase.CLOSED if by_manager else review.phase not in UNSEEN


async def _keep(note: Note, review: Review, work: UnitOfWork) -> None:
    """Keep a note; a late one if it is new, for its form held what was said in time, and may arrive twice."""
    if note.late:
        said = await work.reviews.notes(review, note.visibility, author_id=note.author_id)
        if (note.prompt, note.text) in {(each.prompt, each.text) for each in said}:
            return
    await work.reviews.write(review, note)


async def _taken_out(command: WriteNotes, review: Review, work: UnitOfWork) -> set[Prompt]:
    """Return the prompts to which the author has written, and which they left blank this time."""
    before = [
        note.prompt
        for visibility in Visibility
        for note in await work.reviews.notes(review, visibility, author_id=command.author_id)
        if not note.late
    ]
    return {prompt for prompt in before if prompt in command.texts and is_blank(command.texts[prompt])}


def _written(texts: dict[Prompt, str]) -> dict[Prompt, str]:
    return {prompt: tidy(text) for prompt, text in texts.items() if not is_blank(text)}


def _check(texts: dict[Prompt, str]) -> None:
    problems = {prompt.value: why_not_text(text) for prompt, text in texts.items()}
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def _nothing(texts: dict[Prompt, str]) -> Invalid:
    first = next(iter(texts), Prompt.HAPPENED)
    return Invalid({first.value: "Write at least one line; which one is yours to pick."})
