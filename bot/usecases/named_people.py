"""Whom a trigger names: somebody whom a page can reach, looked at when they are named and when the task is offered."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain.delegation import Delegation
from bot.domain.document import Document
from bot.domain.errors import Invalid
from bot.domain.lifecycle import BEFORE_REVIEW
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant, why_not_paged
from bot.usecases.owed_nudges import nudge
from bot.usecases.ports import Clock, Directory, UnitOfWork


async def why_not_named(user_id: str, tenant: Tenant, directory: Directory) -> str | None:
    """Return the sentence that says why a page cannot go to this person, or None where it can.

    A page then knows their name and hours, when there is no time to ask.
    """
    return why_not_paged(await directory.person(tenant, user_id), tenant.team_id)


async def check_named(fields: Document, tenant: Tenant, directory: Directory) -> None:
    """Raise `Invalid` where a trigger of these fields names somebody who cannot come: they may have left since."""
    named = list(dict.fromkeys(each["goes_to"] for each in fields.get("triggers") or ()))
    problems = await asyncio.gather(*(why_not_named(user_id, tenant, directory) for user_id in named))
    found = " ".join(dict.fromkeys(problem for problem in problems if problem))
    if found:
        raise Invalid({"triggers": found})


async def named_have_left(user_id: str, work: UnitOfWork, clock: Clock) -> None:
    """Tell the manager of each delegation under way that somebody whom a trigger names has left; once each."""
    async with work:
        named_in = await work.delegations.naming(user_id)
        await work.nudges.plan(
            *(_news(each, user_id, clock.now()) for each in named_in if is_named(each, user_id))
        )
        await work.commit()


async def tell_of_those_gone(delegation: Delegation, work: UnitOfWork, now: datetime) -> None:
    """Tell the manager where a brief that is offered by the clock names somebody who has left by then.

    Part of the transaction that offers it.
    """
    known = await work.people.persons(_named(delegation))
    gone = [person.user_id for person in known.values() if person.is_deleted]
    await work.nudges.plan(*(_news(delegation, each, now) for each in gone if is_named(delegation, each)))


def is_named(delegation: Delegation, user_id: str) -> bool:
    """Say whether a page would go to this person, and neither of the two, before the work has shipped."""
    is_one_of_both = user_id in (delegation.owner_id, delegation.manager_id)
    return delegation.state in BEFORE_REVIEW and not is_one_of_both and user_id in _named(delegation)


def _named(delegation: Delegation) -> Sequence[str]:
    return sorted({trigger.goes_to for trigger in delegation.brief.triggers})


def _news(delegation: Delegation, user_id: str, now: datetime) -> Nudge:
    return nudge(delegation, NudgeKind.NAMED_LEFT, now, to=delegation.manager_id, about=user_id)
