"""What every drawing of a delegation needs to know, read for many delegations of many tenants in two trips."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, Table, bindparam, select

from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.nudge import NudgeKind
from bot.domain.people import Channel, Person, Tenant
from bot.domain.record import BriefVersion, Question
from bot.domain.review import Review
from storage.connections import Connections
from storage.lists import is_one_of
from storage.mapping import (
    channel_from,
    delegation_from,
    person_from,
    question_from,
    review_from,
    tenant_of,
    version_from,
)
from storage.nudges import due_of
from storage.prepared import Row
from storage.tables import brief_versions, channels, delegations, people, questions, reviews
from storage.transaction import Transaction

About = tuple[Tenant, str]
"""A delegation: its tenant and its id."""

Thing = TypeVar("Thing")
CHECKPOINT: Final = {"of_kind": NudgeKind.CHECKPOINT}


@dataclass(slots=True)
class Facts:
    """What is known about one delegation at one moment; `delegation` is None where there is none of its id.

    `reviews` are its rounds, the latest first; `previous` is the version before the one on the table, while that is
    being negotiated; `people` and `channels` are all those that it names, with None for whom we do not know.
    """

    delegation: Delegation | None = None
    previous: BriefVersion | None = None
    reviews: list[Review] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    checkpoints_due: dict[tuple[str, str], datetime] = field(default_factory=dict)
    people: dict[str, Person | None] = field(default_factory=dict)
    channels: dict[str, tuple[Channel, datetime] | None] = field(default_factory=dict)


async def read_facts(connections: Connections, about: Collection[About]) -> dict[About, Facts]:
    """Return the facts about these delegations as they are now. Raises `Unavailable`."""
    found = {each: Facts() for each in about}
    these = {"these": sorted({delegation_id for _, delegation_id in about})}
    async with Transaction(connections) as transaction:
        dialect = transaction.dialect
        first = await transaction.read_together(
            (_of(delegations, delegations.c.id, dialect), these),
            (_rounds(dialect), these),
            (_asked(dialect), these),
            (due_of(dialect), {**these, **CHECKPOINT}),
            (_previous(dialect), these),
        )
        _take(found, first)
        named = {"these": sorted({name for each in found.values() for name in each.people})}
        places = {"these": sorted({name for each in found.values() for name in each.channels})}
        persons, known = await transaction.read_together(
            (_of(people, people.c.user_id, dialect), named),
            (_of(channels, channels.c.channel_id, dialect), places),
        )
    by_person = _by(persons, lambda row: row.user_id, person_from)
    by_channel = _by(known, lambda row: row.channel_id, lambda row: (channel_from(row), row.seen_at))
    for (tenant, _), facts in found.items():
        facts.people = {name: by_person.get((tenant, name)) for name in facts.people}
        facts.channels = {name: by_channel.get((tenant, name)) for name in facts.channels}
    return found


def _take(found: dict[About, Facts], first: Iterable[list[Row]]) -> None:
    """Put the rows of the first trip where they belong; a row of another tenant's with the same id belongs nowhere."""
    nowhere = Facts()
    of: Callable[[Row], Facts] = lambda row: found.get((tenant_of(row), row.delegation_id), nowhere)  # noqa: E731
    of_delegations, rounds, asked, due, versions = first
    for row in rounds:
        of(row).reviews.append(review_from(row))
    for row in asked:
        of(row).questions.append(question_from(row))
    for row in due:
        of(row).checkpoints_due[row.delegation_id, row.subject] = row.due_at
    for row in versions:
        of(row).previous = version_from(row)
    for row in of_delegations:
        facts = found.get((tenant_of(row), row.id), nowhere)
        facts.delegation = delegation = delegation_from(row)
        facts.people = dict.fromkeys(_named(delegation, facts.reviews))
        place = delegation.brief.team_channel
        facts.channels = {place: None} if place else {}


def _named(delegation: Delegation, rounds: Iterable[Review]) -> set[str]:
    named = {delegation.owner_id, delegation.manager_id}
    named |= {trigger.goes_to for trigger in delegation.brief.triggers}
    return named | {each.change.who for each in rounds if each.change}


def _by(
    rows: Iterable[Row], name_of: Callable[[Row], str], made: Callable[[Row], Thing]
) -> dict[tuple[Tenant, str], Thing]:
    return {(tenant_of(row), name_of(row)): made(row) for row in rows}


@cache
def _of(table: Table, column: ColumnElement[str], dialect: str) -> Select[Any]:
    return select(table).where(is_one_of(column, "these", dialect))


@cache
def _rounds(dialect: str) -> Select[Any]:
    return _of(reviews, reviews.c.delegation_id, dialect).order_by(reviews.c.round.desc())


@cache
def _asked(dialect: str) -> Select[Any]:
    return _of(questions, questions.c.delegation_id, dialect).order_by(questions.c.asked_at, questions.c.id)


@cache
def _previous(dialect: str) -> Select[Any]:
    version, now = brief_versions.c, delegations.c
    return (
        select(brief_versions)
        .join(
            delegations,
            (now.enterprise_id == version.enterprise_id)
            & (now.team_id == version.team_id)
            & (now.id == version.delegation_id),
        )
        .where(
            is_one_of(version.delegation_id, "these", dialect),
            now.state == bindparam("offered", State.OFFERED, type_=now.state.type),
            version.number == now.brief_number - 1,
        )
    )
