"""Leave one line of lesson by itself: what was lucky though the bar was met is worth one, with a change or without."""

from dataclasses import dataclass, replace

from bot.domain.brief import required, tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.lifecycle import Role
from bot.domain.review import LESSON_CHARACTERS, Review
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.run import show_review


@dataclass(frozen=True, slots=True)
class LeaveLesson:
    """The owner's line for whoever does this next."""

    delegation_id: str
    actor_id: str
    lesson: str


async def leave_lesson(command: LeaveLesson, work: UnitOfWork, clock: Clock) -> Review:
    """Keep the line; left again, the later one stands.

    Raises `Invalid` where it is blank or too long, `Refused` to anybody but the owner.
    """
    lesson = required(command.lesson, "lesson", "Write the line first; a few words are enough.")
    check_lesson(lesson)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        only_the_owner_leaves_it(delegation, command.actor_id)
        review = await work.reviews.latest(delegation.id)
        if review is None:
            raise NotFound
        review = replace(review, lesson=tidy(lesson))
        await work.reviews.save(review)
        await show_review(work, delegation, review, clock.now())
        await work.commit()
    return review


def check_lesson(lesson: str) -> None:
    """Raise `Invalid` for a line that is too long."""
    problem = why_not_text(lesson, LESSON_CHARACTERS)
    if problem:
        raise Invalid({"lesson": problem})


def only_the_owner_leaves_it(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody but the owner."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The one line is the owner's. Put yours into your notes; they see it there.")
