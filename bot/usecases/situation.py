"""Look at delegations: everything that cards, lists and messages are drawn from, read in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.checkpoints import IN_A_BRIEF, CheckpointKind
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation, Outcome
from bot.domain.flag import Flag
from bot.domain.help import HELPED_IN
from bot.domain.intention import Intention
from bot.domain.lifecycle import ENDED, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit
from bot.domain.people import Person
from bot.domain.premortem import AT_WORK, Premortem, Risk, in_order
from bot.domain.record import Question
from bot.domain.review import Review
from bot.domain.situation import Situation, people_named
from bot.usecases.ports import Clock, UnitOfWork


async def situation_of(delegation_id: str, work: UnitOfWork, clock: Clock) -> Situation:
    """Return one delegation as it stands now. Raises `NotFound`."""
    async with work:
        return await look(await work.delegations.get(delegation_id), work, clock)


async def situations_of(user_id: str, work: UnitOfWork, clock: Clock) -> list[Situation]:
    """Return the delegations of a person, as manager and as owner, ongoing ones first."""
    async with work:
        delegations = await work.delegations.of_person(user_id)
        due = await work.nudges.due_of([each.id for each in delegations], NudgeKind.CHECKPOINT)
        known = await work.people.persons(
            sorted({person for each in delegations for person in (each.owner_id, each.manager_id)})
        )
        ongoing = [each.id for each in delegations if each.state is State.IN_PROGRESS]
        hits, proposals = await work.pages.of(ongoing), await work.proposals.of(ongoing)
        wishes = await work.help_given.wishes([each.id for each in delegations if each.state in HELPED_IN])
        situations = []
        for each in delegations:
            ahead = _ahead({about: at for (owed, about), at in due.items() if owed == each.id}, clock)
            situation = Situation(
                each,
                clock.now(),
                known,
                open_question=await _open_question(each, work, clock),
                review=await _review(each, work),
                flags=await _flags(each, work) if each.state is State.IN_PROGRESS else (),
                intentions=await _intentions(each, work) if each.state is State.IN_PROGRESS else (),
                hits=tuple(hit for hit in hits if hit.delegation_id == each.id),
                proposals=tuple(made for made in proposals if made.delegation_id == each.id),
                note=await _note(each, work),
                premortems=tuple(await work.premortems.of(each.id)) if each.state in AT_WORK else (),
                wishes=tuple(wish for wish in wishes if wish.delegation_id == each.id),
            )
            if ahead and each.state is State.IN_PROGRESS:
                at, about = ahead[0]
                situation = replace(situation, next_checkpoint=CheckpointKind(about), next_at=at)
            situations.append(situation)
    return situations


async def look(delegation: Delegation, work: UnitOfWork, clock: Clock) -> Situation:
    """Return the situation of a delegation already read, within the transaction that read it."""
    flags, intentions = await _flags(delegation, work), await _intentions(delegation, work)
    # Nothing of either is there before the work has begun.
    hits = await work.pages.of([delegation.id]) if delegation.started_at else []
    proposals = await work.proposals.of([delegation.id]) if delegation.started_at else []
    wishes = await work.help_given.wishes([delegation.id]) if delegation.started_at else []
    review = await _review(delegation, work)
    earlier = await _earlier(review, work)
    premortems, risks = await _seen_beforehand(delegation, work)
    people = people_named(
        delegation,
        flags=flags,
        intentions=intentions,
        wishes=wishes,
        hits=hits,
        risks=risks,
        reviews=[each for each in (review, earlier) if each],
    )
    place = delegation.brief.team_channel
    known_place = await work.people.channel(place) if place else None
    known = await work.people.persons(sorted(people))
    if any(hit.is_running for hit in hits):
        known |= await _next_in_line(hits, delegation, known, work)
    situation = Situation(
        delegation,
        clock.now(),
        known,
        channel=known_place[0] if known_place else None,
        open_question=await _open_question(delegation, work, clock),
        review=review,
        earlier=earlier,
        flags=flags,
        intentions=intentions,
        hits=tuple(hits),
        proposals=tuple(proposals),
        note=await _note(delegation, work),
        premortems=premortems,
        risks=risks,
        wishes=tuple(wishes),
    )
    if delegation.state is State.OFFERED and delegation.brief_number > 1:
        before = await work.delegations.version(delegation.id, delegation.brief_number - 1)
        situation = replace(situation, previous=before.brief if before else None)
    if delegation.state is State.IN_PROGRESS:
        due = await work.nudges.due_of([delegation.id], NudgeKind.CHECKPOINT)
        ahead = _ahead({about: at for (_, about), at in due.items()}, clock)
        if ahead:
            at, about = ahead[0]
            situation = replace(situation, next_checkpoint=CheckpointKind(about), next_at=at)
    return situation


async def _next_in_line(
    hits: Sequence[Hit], delegation: Delegation, known: Mapping[str, Person], work: UnitOfWork
) -> dict[str, Person]:
    """Return the deputies to whom a page goes on: the owner reads their names while its clock runs."""
    asked = {delegation.manager_id, *(hit.goes_to for hit in hits)} & known.keys()
    deputies = {known[each].deputy_id for each in asked} - {"", *known}
    return await work.people.persons(sorted(deputies)) if deputies else {}


def _ahead(due: dict[str, datetime], clock: Clock) -> list[tuple[datetime, str]]:
    """Return the checkpoints that are still to come, by time: one that is due is here, and a bet by itself is none."""
    return sorted((at, about) for about, at in due.items() if at > clock.now() and about in IN_A_BRIEF)


async def _review(delegation: Delegation, work: UnitOfWork) -> Review | None:
    return await work.reviews.latest(delegation.id) if delegation.shipped_at else None


async def _flags(delegation: Delegation, work: UnitOfWork) -> tuple[Flag, ...]:
    return tuple(await work.flags.of(delegation.id)) if delegation.started_at else ()


async def _intentions(delegation: Delegation, work: UnitOfWork) -> tuple[Intention, ...]:
    return tuple(await work.intentions.of(delegation.id)) if delegation.started_at else ()


async def _earlier(review: Review | None, work: UnitOfWork) -> Review | None:
    """Return the round before this one that came to a change, where this one has none."""
    if review is None or review.round == 1 or review.change:
        return None
    return await work.reviews.latest_with_change(review.delegation_id)


async def _note(delegation: Delegation, work: UnitOfWork) -> CorrectionNote | None:
    return await work.corrections.latest(delegation.id) if delegation.outcome is Outcome.MISSED else None


async def _seen_beforehand(
    delegation: Delegation, work: UnitOfWork
) -> tuple[tuple[Premortem, ...], tuple[Risk, ...]]:
    """Return the pre-mortems and the risks that they have revealed, in the order of the reveal."""
    premortems = await work.premortems.of(delegation.id)
    if not any(each.revealed_at for each in premortems):
        return tuple(premortems), ()
    risks = await work.premortems.revealed(delegation.id)
    return tuple(premortems), tuple(in_order(delegation, premortems, risks))


async def _open_question(delegation: Delegation, work: UnitOfWork, clock: Clock) -> Question | None:
    """Return the question that the owner has before them: one that waits for a correction is still to come."""
    if delegation.state in ENDED | {State.OFFERED}:
        return None
    waiting = [
        each
        for each in await work.records.questions(delegation.id)
        if each.answered_at is None and (each.comes_at is None or each.comes_at <= clock.now())
    ]
    return waiting[-1] if waiting else None
