"""Choose what comes out of an after-action: one change, as when-I-will, and one line of lesson."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.brief import is_blank, tidy, why_not_text
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.lifecycle import Role
from bot.domain.record import Event, HistoryEntry
from bot.domain.review import LESSON_CHARACTERS, Change, Mode, Phase, Review
from bot.usecases.hours import hours_of_both
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.review.run import bring_forward, show_review


@dataclass(frozen=True, slots=True)
class ChooseChange:
    """The one change and the lesson, by the owner. The lesson may be empty; the review date lies ahead."""

    delegation_id: str
    actor_id: str
    when: str
    i_will: str
    who: str
    review_on: date | None
    lesson: str = ""


async def choose_change(command: ChooseChange, work: UnitOfWork, clock: Clock) -> Review:
    """Keep the change and the lesson; chosen again, the later one stands, and after closing it is marked late.

    Raises `Invalid` for what is missing, `Refused` to anybody but the owner.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        if delegation.role_of(command.actor_id) is not Role.OWNER:
            raise Refused("The owner picks the one change. Put yours into your notes; they see it there.")
        review = await work.reviews.latest(delegation.id)
        if review is None:
            raise NotFound
        now = clock.now()
        owner_hours, _ = await hours_of_both(work, delegation)
        change = _checked(command, now.astimezone(owner_hours.zone).date())
        chosen = replace(
            review,
            change=change,
            change_is_late=review.phase is Phase.CLOSED,
            lesson=tidy(command.lesson) or review.lesson,
        )
        await work.reviews.save(chosen)
        await work.records.note(
            HistoryEntry(delegation.id, Event.CHANGE_CHOSEN, command.actor_id, now, change.i_will)
        )
        if chosen.phase is Phase.CHANGE and (chosen.is_async or chosen.mode is Mode.SHORT):
            await bring_forward(work, delegation, chosen, now)
        await show_review(work, delegation, chosen, now)
        await work.commit()
    return chosen


def _checked(command: ChooseChange, today: date) -> Change:
    problems: dict[str, str | None] = {
        "when": _problem(command.when, "Name the moment: when what happens?"),
        "i_will": _problem(command.i_will, "Name the one step you will take then."),
        "who": None if command.who else "Pick the one person who does it.",
        "lesson": why_not_text(command.lesson, LESSON_CHARACTERS),
        "review_on": None,
    }
    if command.review_on is None or command.review_on <= today:
        problems["review_on"] = "Pick a day to come, after the next time this work is done."
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found or command.review_on is None:
        raise Invalid(found)
    return Change(tidy(command.when), tidy(command.i_will), command.who, command.review_on)


def _problem(text: str, when_blank: str) -> str | None:
    return when_blank if is_blank(text) else why_not_text(text)
