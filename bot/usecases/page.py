"""A trigger is hit: it pages the named people at once, and its clock runs until somebody has it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import TEXT_CHARACTERS, Trigger, tidy, why_not_text
from bot.domain.delegation import Delegation
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.lifecycle import Role, State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import ROUNDS, Hit, Page, first_pages, hit, next_pages
from bot.domain.record import Event, HistoryEntry
from bot.usecases.owed_nudges import nudge, show
from bot.usecases.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class HitTrigger:
    """The owner says that a trigger was hit: which of the brief's, and what they saw, which may be empty.

    `hit_id` is the form's own id, so that a form sent twice pages once.
    """

    delegation_id: str
    actor_id: str
    hit_id: str
    trigger: int
    saw: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody who was paged, or stands beside them, has it."""

    delegation_id: str
    actor_id: str
    hit_id: str


async def hit_trigger(command: HitTrigger, work: UnitOfWork, clock: Clock) -> Hit:
    """Page the named person and the manager at once, whatever the hour, and start the clock.

    Raises `Refused` to anybody but the owner, outside of the work, and where this one's page is out already.
    """
    problem = why_not_text(command.saw, TEXT_CHARACTERS)
    if problem:
        raise Invalid({"saw": problem})
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        known = await work.pages.get(command.hit_id)
        if known and known.delegation_id == delegation.id and known.actor_id == command.actor_id:
            return known
        only_the_owner_hits(delegation, command.actor_id)
        trigger = _trigger(delegation, command.trigger)
        now = clock.now()
        manager = delegation.manager_id
        found = hit(command.hit_id, delegation.id, trigger, command.actor_id, manager, now, tidy(command.saw))
        for each in await work.pages.of([delegation.id]):
            if each.is_running and each.condition == found.condition:
                raise Refused(
                    "This one's page is out already, and its clock runs. If it cannot wait, ring them."
                )
        stand_ins = await _stand_ins(work, found.goes_to, manager, away_at=now)
        found = replace(found, pages=first_pages(found, manager, stand_ins, now))
        await work.pages.add(found)
        said = f"{found.condition}\n{found.saw}".strip()
        await work.records.note(HistoryEntry(delegation.id, Event.HIT, command.actor_id, now, said))
        await _page(work, delegation, found, found.pages)
        await work.nudges.refresh(_to_the_owner(delegation, found, now))
        await work.nudges.plan(_clock_of(delegation, found, found.until))
        await show(work, delegation, now)
        await work.commit()
    return found


async def acknowledge(command: Acknowledge, work: UnitOfWork, clock: Clock) -> Hit:
    """Stop the clock and tell the owner who has it; the first one has it, and a second tap changes nothing.

    Raises `NotFound` where there is no such page, `Refused` to anybody who was not paged, is not the manager and stands
    in for neither, where somebody else has it, and once the work is over.
    """
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        found = await work.pages.get(command.hit_id)
        if found is None or found.delegation_id != delegation.id:
            raise NotFound
        now = clock.now()
        await _may_have_it(delegation, found, command.actor_id, work, now)
        if found.acknowledged_at:
            if found.acknowledged_by == command.actor_id:
                return found
            raise Refused("Somebody has it already; the page says who. Nothing is needed from you.")
        if found.ended_at:
            raise Refused("The work has shipped or ended, and its clock with it. Nothing is needed from you.")
        had = replace(found, acknowledged_by=command.actor_id, acknowledged_at=now)
        await work.pages.save(had)
        await work.records.note(HistoryEntry(delegation.id, Event.ACKNOWLEDGED, command.actor_id, now))
        await _redraw(work, delegation, had, now)
        await work.nudges.move(_clock_of(delegation, had, now).key, now)  # nothing waits for it any more
        await work.nudges.plan(
            nudge(delegation, NudgeKind.PAGE_ACKNOWLEDGED, now, to=delegation.owner_id, about=had.id)
        )
        await show(work, delegation, now)
        await work.commit()
    return had


async def pass_on(clock_of: Nudge, work: UnitOfWork, clock: Clock) -> datetime | None:
    """Page the next in line where nobody answered in time, and return when this round has run out.

    After the last round the owner is told that nobody has answered, and None is returned.
    """
    async with work:
        delegation = await work.delegations.get(clock_of.delegation_id, lock=True)
        found = await work.pages.get(clock_of.subject)
        if found is None or not found.is_running or delegation.state is not State.IN_PROGRESS:
            return None
        now = clock.now()
        if now < found.until:
            return found.until
        if found.round >= ROUNDS:
            found = replace(found, unanswered_at=now)
            await work.records.note(HistoryEntry(delegation.id, Event.UNANSWERED, "", now))
            await work.nudges.plan(
                nudge(delegation, NudgeKind.PAGE_UNANSWERED, now, to=delegation.owner_id, about=found.id)
            )
        else:
            stand_ins = await _stand_ins(work, found.goes_to, delegation.manager_id)
            pages = next_pages(found, delegation.manager_id, stand_ins, now)
            found = found.next_round(pages, now)
            await _page(work, delegation, found, pages)
        await work.pages.save(found)
        await work.nudges.refresh(_to_the_owner(delegation, found, now))
        await show(work, delegation, now)
        await work.commit()
    return found.until if found.is_running else None


async def end_the_clocks(work: UnitOfWork, delegation: Delegation, now: datetime) -> None:
    """End what is still open where the work ships or ends. Part of that transaction."""
    for each in await work.pages.of([delegation.id]):
        if each.is_open:
            ended = replace(each, ended_at=now)
            await work.pages.save(ended)
            await _redraw(work, delegation, ended, now)


def only_the_owner_hits(delegation: Delegation, actor_id: str) -> None:
    """Raise `Refused` to anybody else, where the work is not under way, and where no trigger was agreed."""
    if delegation.role_of(actor_id) is not Role.OWNER:
        raise Refused("The owner says when a trigger is hit. Ask them about it, or ring them.")
    if delegation.state is not State.IN_PROGRESS:
        raise Refused("Triggers are for work in progress, and this is not. Tell each other directly.")
    if not delegation.brief.triggers:
        raise Refused("No trigger was agreed for this. Ring your manager if it cannot wait.")


def _trigger(delegation: Delegation, index: int) -> Trigger:
    triggers = delegation.brief.triggers
    if not 0 <= index < len(triggers):
        raise Invalid({"trigger": "Pick which of the agreed triggers was hit."})
    return triggers[index]


async def _stand_ins(work: UnitOfWork, *user_ids: str, away_at: datetime | None = None) -> dict[str, str]:
    """Return who answers for each of them: for whoever is away then, or, without a time, whoever they named."""
    known = await work.people.persons(sorted(set(user_ids)))
    named = {
        user_id: person.stand_in(away_at) if away_at else person.deputy_id
        for user_id, person in known.items()
    }
    deputies = await work.people.persons(sorted({each for each in named.values() if each}))
    return {
        user_id: deputy
        for user_id, deputy in named.items()
        if not (deputy in deputies and deputies[deputy].is_deleted)
    }


async def _may_have_it(
    delegation: Delegation, found: Hit, actor_id: str, work: UnitOfWork, now: datetime
) -> None:
    if actor_id == delegation.owner_id:
        raise Refused(
            "The page is on its way to others; the work stays with you. Ring them if it cannot wait."
        )
    named = (*found.paged, found.goes_to, delegation.manager_id)
    stand_ins = await _stand_ins(work, found.goes_to, delegation.manager_id, away_at=now)
    if actor_id not in {*named, *stand_ins.values()}:
        raise Refused("This page went to others. Ask the owner or the manager about it.")


async def _page(work: UnitOfWork, delegation: Delegation, found: Hit, pages: Iterable[Page]) -> None:
    """Send these pages at once, and write each into the history."""
    for page in pages:
        event = Event.PAGED if page.round == 1 else Event.PAGED_AGAIN
        event = Event.PASSED_TO_DEPUTY if page.stands_in_for else event
        await work.records.note(HistoryEntry(delegation.id, event, "", page.at, page.user_id))
    await work.nudges.plan(*(_page_nudge(delegation, found, page, page.at) for page in pages))


async def _redraw(work: UnitOfWork, delegation: Delegation, found: Hit, now: datetime) -> None:
    """Have every page that went out lose its button, and the owner's own message say how it stands."""
    await work.nudges.refresh(
        *(_page_nudge(delegation, found, page, now) for page in found.pages),
        _to_the_owner(delegation, found, now),
    )


def _page_nudge(delegation: Delegation, found: Hit, page: Page, due_at: datetime) -> Nudge:
    return nudge(
        delegation, NudgeKind.PAGE, due_at, to=page.user_id, about=page_subject(found.id, page.round)
    )


def _clock_of(delegation: Delegation, found: Hit, at: datetime) -> Nudge:
    return nudge(delegation, NudgeKind.PAGE_CLOCK, at, about=found.id)


def _to_the_owner(delegation: Delegation, found: Hit, now: datetime) -> Nudge:
    return nudge(delegation, NudgeKind.PAGE_SENT, now, to=delegation.owner_id, about=found.id)


def page_subject(hit_id: str, number: int) -> str:
    """Return what tells a page from the others: which hit, and in which round."""
    return f"{hit_id}.{number}"


def read_page_subject(subject: str) -> tuple[str, int]:
    """Return (hit id, round) of a page's subject."""
    hit_id, _, number = subject.rpartition(".")
    return hit_id, int(number)
