"""What every drawing of a delegation needs to know, read for many delegations of many tenants in two trips."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import Any, Final, TypeVar

from sqlalchemy import Column, ColumnElement, Select, String, Table, and_, literal_column

from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation
from bot.domain.flag import Flag
from bot.domain.help import Help
from bot.domain.intention import Intention
from bot.domain.lifecycle import State
from bot.domain.page import Hit
from bot.domain.people import Channel, Person, Tenant
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal
from bot.domain.record import BriefVersion, Question
from bot.domain.review import Review
from bot.domain.situation import people_named
from storage.connections import Connections
from storage.lists import named, rows_of_tenants
from storage.mapping import (
    channel_from,
    delegation_from,
    hit_from,
    person_from,
    premortem_from,
    review_from,
    version_from,
)
from storage.prepared import Row
from storage.rows import from_row, tenant_of
from storage.tables import (
    IS_WAITING,
    brief_versions,
    channels,
    correction_notes,
    delegations,
    flags,
    help_given,
    hits,
    intentions,
    nudges,
    people,
    premortems,
    proposals,
    questions,
    reviews,
    risks,
)
from storage.transaction import Transaction

About = tuple[Tenant, str]
"""A delegation: its tenant and its id."""

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Facts:
    """What is known about one delegation at one moment; `delegation` is None where there is none of its id.

    `reviews` are its rounds and `notes` its correction notes, the latest first; `previous` is the version before the
    one on the table, while that is being negotiated; `risks` are those that a pre-mortem has revealed. `people` and
    `channels` are all those that it names, with None for whom we do not know.
    """

    delegation: Delegation | None = None
    previous: BriefVersion | None = None
    reviews: list[Review] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    intentions: list[Intention] = field(default_factory=list)
    notes: list[CorrectionNote] = field(default_factory=list)
    checkpoints_due: dict[tuple[str, str], datetime] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    premortems: list[Premortem] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    wishes: list[Help] = field(default_factory=list)
    people: dict[str, Person | None] = field(default_factory=dict)
    channels: dict[str, tuple[Channel, datetime] | None] = field(default_factory=dict)


async def read_facts(connections: Connections, about: Collection[About]) -> dict[About, Facts]:
    """Return the facts about these delegations as they are now. Raises `Unavailable`."""
    found = {each: Facts() for each in about}
    async with Transaction(connections) as transaction:
        dialect = transaction.dialect
        these = named(about, dialect)
        of_delegations, due, versions, *lists = await transaction.read_together(
            (_by_name(delegations.c.id, dialect), these),
            (_due(dialect), these),
            (_previous(dialect), these),
            *((_rows(part, dialect), these) for part in _PARTS),
        )
        _take_lists(found, lists)
        _take(found, of_delegations, due, versions)
        persons, known = await transaction.read_together(
            (_by_name(people.c.user_id, dialect), _names(found, lambda facts: facts.people, dialect)),
            (_by_name(channels.c.channel_id, dialect), _names(found, lambda facts: facts.channels, dialect)),
            commit=True,  # there is nothing to keep, and so the end travels along
        )
    by_person = _by(persons, lambda row: row.user_id, person_from)
    by_channel = _by(known, lambda row: row.channel_id, lambda row: (channel_from(row), row.seen_at))
    for (tenant, _), facts in found.items():
        facts.people = {name: by_person.get((tenant, name)) for name in facts.people}
        facts.channels = {name: by_channel.get((tenant, name)) for name in facts.channels}
    return found


def _take_lists(found: dict[About, Facts], lists: Iterable[list[Row]]) -> None:
    """Put what a delegation has several of where it belongs."""
    for part, rows in zip(_PARTS, lists, strict=True):
        for row in rows:
            getattr(found[tenant_of(row), row.delegation_id], part.name).append(part.made(row))


def _take(found: dict[About, Facts], of_delegations: list[Row], due: list[Row], versions: list[Row]) -> None:
    """Put the delegations where they belong, with whom they name."""
    for row in due:
        facts = found[tenant_of(row), row.delegation_id]
        facts.checkpoints_due[row.delegation_id, row.subject] = row.due_at
    for row in versions:
        found[tenant_of(row), row.delegation_id].previous = version_from(row)
    for row in of_delegations:
        facts = found[tenant_of(row), row.id]
        facts.delegation = delegation = delegation_from(row)
        named_here = people_named(
            delegation,
            flags=facts.flags,
            intentions=facts.intentions,
            wishes=facts.wishes,
            hits=facts.hits,
            risks=facts.risks,
            reviews=facts.reviews,
        )
        facts.people = dict.fromkeys(named_here)
        place = delegation.brief.team_channel
        facts.channels = {place: None} if place else {}


def _by(
    rows: Iterable[Row], name_of: Callable[[Row], str], made: Callable[[Row], Thing]
) -> dict[tuple[Tenant, str], Thing]:
    return {(tenant_of(row), name_of(row)): made(row) for row in rows}


def _names(
    found: dict[About, Facts], names: Callable[[Facts], Iterable[str]], dialect: str
) -> dict[str, Any]:
    return named(((tenant, name) for (tenant, _), facts in found.items() for name in names(facts)), dialect)


@cache
def _due(dialect: str) -> Select[Any]:
    owed = rows_of_tenants(nudges, nudges.c.delegation_id, dialect)
    return owed.where(nudges.c.kind == literal_column("'checkpoint'", String), IS_WAITING)


@cache
def _previous(dialect: str) -> Select[Any]:
    version, now = brief_versions.c, delegations.c
    is_of = and_(
        now.id == version.delegation_id,
        now.enterprise_id == version.enterprise_id,
        now.team_id == version.team_id,
    )
    versions = rows_of_tenants(brief_versions, version.delegation_id, dialect).join(delegations, is_of)
    return versions.where(now.state == State.OFFERED, version.number == now.brief_number - 1)


@dataclass(frozen=True, slots=True, eq=False)  # SQLAlchemy's columns answer == with SQL
class _Part:
    """What a delegation has several of: the list's name in `Facts`, its table and order, and what a row becomes.

    Where `besides` is given, only rows of that condition are among them.
    """

    name: str
    table: Table
    order: tuple[ColumnElement[Any], ...]
    made: Callable[[Row], Any]
    besides: ColumnElement[bool] | None = None


@cache
def _rows(part: _Part, dialect: str) -> Select[Any]:
    of_them = rows_of_tenants(part.table, part.table.c.delegation_id, dialect).order_by(*part.order)
    return of_them if part.besides is None else of_them.where(part.besides)


@cache
def _by_name(name: Column[str], dialect: str) -> Select[Any]:
    return rows_of_tenants(name.table, name, dialect)


def _of(kind: type[Any]) -> Callable[[Row], Any]:
    return partial(from_row, kind)


_PARTS: Final = (
    _Part("reviews", reviews, (reviews.c.round.desc(),), review_from),
    _Part("questions", questions, (questions.c.asked_at, questions.c.id), _of(Question)),
    _Part("flags", flags, (flags.c.raised_at, flags.c.id), _of(Flag)),
    _Part("intentions", intentions, (intentions.c.stated_at, intentions.c.id), _of(Intention)),
    _Part("hits", hits, (hits.c.at, hits.c.id), hit_from),
    _Part("proposals", proposals, (proposals.c.at, proposals.c.id), _of(Proposal)),
    _Part("notes", correction_notes, (correction_notes.c.number.desc(),), _of(CorrectionNote)),
    _Part("premortems", premortems, (premortems.c.number,), premortem_from),
    _Part("risks", risks, (risks.c.number, risks.c.id), _of(Risk), besides=risks.c.is_revealed),
    _Part(
        "wishes",
        help_given,
        (help_given.c.at, help_given.c.id),
        _of(Help),
        besides=help_given.c.due_at.is_not(None),
    ),
)
