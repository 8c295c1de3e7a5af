"""The statements that write down what became of many claims at once. They change nothing where a lease was lost."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    update,
)

from bot.domain.nudge import NudgeStatus, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from storage.instant import microseconds
from storage.lists import listed, rows
from storage.tables import IS_SENDING, nudges

Given = CTE | FromClause
_row = nudges.c
_HELD: Final = {"enterprise": Text(), "team": Text(), "this": Text(), "token": Integer()}
_ITS_KEY: Final = (_row.enterprise_id, _row.team_id, _row.id)
_TOLD: Final = (*_ITS_KEY, _row.lease_token)
_ASKED: Final[dict[str, Any]] = {"enterprise": Text(), "team": Text(), "intent": Text(), "token": Integer()}
_SAID: Final = {
    **{"of_revision": Integer(), "still_suspect": Boolean(), "said_channel": Text(), "said_ts": Text()},
    **{"why": Text(), "looks_now": Integer(), "blind_now": Integer()},
}
_FINISHED: Final = {**_HELD, **_SAID, "final": Text(), "sent": Integer()}
_POSTPONED: Final = {
    **{**_HELD, **_SAID, "again_at": BigInteger(), "is_planned": Boolean()},
    "given_back": Integer(),
}


@cache
def finish(dialect: str) -> Update:
    """Return the statement that ends claims for good: sent, cancelled or dead.

    What was refreshed since its claim is due again when that said. It tells which were still held.
    """
    given = _while_held(_FINISHED, dialect)
    is_outdated = _row.revision > given.c.of_revision
    return (
        _settled(given)
        .values(
            status=case((is_outdated, literal(NudgeStatus.SCHEDULED, _row.status.type)), else_=given.c.final),
            settled_at=case((is_outdated, null()), else_=bindparam("now", type_=_row.settled_at.type)),
            attempts=case((is_outdated, 0), else_=_row.attempts),
            sent_revision=func.coalesce(given.c.sent, _row.sent_revision),
            late_since=case((is_outdated, null()), else_=_row.late_since),
        )
        .returning(*_TOLD)
    )


@cache
def postpone(dialect: str) -> Update:
    """Return the statement that gives claims back, to be tried again at their times.

    What was refreshed since its claim is not due before the time for which that was, and a digest not after it. It
    tells which were still held.
    """
    given = _while_held(_POSTPONED, dialect)
    was_refreshed = _row.revision > given.c.of_revision
    # What was folded since must not wait for the rest of its digest.
    is_digest = _row.kind == literal(NudgeKind.DIGEST, _row.kind.type)
    is_later = _row.due_at > given.c.again_at
    return (
        _settled(given)
        .values(
            status=literal(NudgeStatus.SCHEDULED, _row.status.type),
            due_at=case((was_refreshed & (is_digest != is_later), _row.due_at), else_=given.c.again_at),
            late_since=case((given.c.is_planned, null()), else_=func.coalesce(_row.late_since, _row.due_at)),
            attempts=_row.attempts - given.c.given_back,
        )
        .returning(*_TOLD)
    )


@cache
def fold(dialect: str) -> Update:
    """Return the statement that puts claimed nudges into their persons' digests, and tells which it were."""
    given = _while_held(_HELD, dialect)
    return (
        update(nudges)
        .where(_is_held(given))
        .values(
            status=literal(NudgeStatus.FOLDED, _row.status.type),
            late_since=func.coalesce(_row.late_since, _row.due_at),
            attempts=0,
            error="",
            lease_owner="",
            lease_until=null(),
        )
        .returning(*_TOLD)
    )


@cache
def untaken(dialect: str) -> Select[Any]:
    """Return the query for how those of some claims stand that nobody has taken since.

    By their intents: what was called off and is planned anew has another id, and the token that it had.
    """
    given = listed(_ASKED, dialect)
    its_intent = (given.c.enterprise, given.c.team, given.c.intent)
    ours = (_row.enterprise_id, _row.team_id, _row.key)
    is_of = and_(*(mine == theirs for mine, theirs in zip(ours, its_intent, strict=True)))
    is_untaken = and_(is_of, _row.lease_token == given.c.token, ~IS_SENDING)
    return select(*ours, _row.id, _row.status).select_from(given).join(nudges, is_untaken)


def folded(settlements: Sequence[Settlement], dialect: str) -> dict[str, Any]:
    """Return what `fold` takes."""
    return rows(_HELD, [_held(each) for each in settlements], dialect)


def finished(settlements: Sequence[Settlement], now: datetime, dialect: str) -> dict[str, Any]:
    """Return what `finish` takes for settlements that end their nudges."""
    values = [
        {
            **_common(each),
            "final": each.result.value,
            "sent": each.claim.revision if each.result is Result.SENT else None,
        }
        for each in settlements
    ]
    return {**rows(_FINISHED, values, dialect), "now": now}


def postponed(settlements: Sequence[Settlement], now: datetime, dialect: str) -> dict[str, Any]:
    """Return what `postpone` takes for settlements that try again later."""
    values = [
        {
            **_common(each),
            "again_at": microseconds(each.due_at or now),
            "is_planned": each.is_planned,
            "given_back": int(each.gives_back),
        }
        for each in settlements
    ]
    return rows(_POSTPONED, values, dialect)


def asked(settlements: Sequence[Settlement], dialect: str) -> dict[str, Any]:
    """Return what `untaken` takes."""
    values = [dict(zip(_ASKED, (*intent_of(each), each.claim.token), strict=True)) for each in settlements]
    return rows(_ASKED, values, dialect)


def intent_of(settlement: Settlement) -> tuple[str, str, str]:
    """Return a settlement's intent as `untaken` tells it."""
    nudge = settlement.claim.nudge
    return nudge.tenant.enterprise_id, nudge.tenant.team_id, nudge.key


def key_of(settlement: Settlement) -> tuple[str, str, str, int]:
    """Return a settlement's row as the statements tell it, with the token of its lease."""
    nudge = settlement.claim.nudge
    return nudge.tenant.enterprise_id, nudge.tenant.team_id, nudge.id, settlement.claim.token


def _while_held(columns: dict[str, Any], dialect: str) -> Given:
    """Return the bound rows; on PostgreSQL those still held, locked in the one order in which all senders do."""
    given = listed(columns, dialect)
    if dialect == "sqlite":  # one writer at a time
        return given
    held = select(given).select_from(given).join(nudges, _is_held(given))
    ordered = held.order_by(_row.enterprise_id, _row.team_id, _row.key)
    return ordered.with_for_update(of=nudges).cte("held")


def _settled(given: Given) -> Update:
    return (
        update(nudges)
        .where(_is_held(given))
        .values(
            suspect=given.c.still_suspect,
            looks=given.c.looks_now,
            blind=given.c.blind_now,
            channel=_known("channel", given),
            ts=_known("ts", given),
            error=given.c.why,
            lease_owner="",
            lease_until=null(),
        )
    )


def _is_held(given: FromClause) -> ColumnElement[bool]:
    its_key = (given.c.enterprise, given.c.team, given.c.this)
    is_of = and_(*(ours == theirs for ours, theirs in zip(_ITS_KEY, its_key, strict=True)))
    return and_(is_of, _row.lease_token == given.c.token, _row.status == NudgeStatus.SENDING)


def _known(name: str, given: Given) -> Any:
    said = given.c[f"said_{name}"]
    return case((said == "", _row[name]), else_=said)


def _held(settlement: Settlement) -> dict[str, Any]:
    nudge = settlement.claim.nudge
    return {
        "enterprise": nudge.tenant.enterprise_id,
        "team": nudge.tenant.team_id,
        "this": nudge.id,
        "token": settlement.claim.token,
    }


def _common(settlement: Settlement) -> dict[str, Any]:
    return {
        **_held(settlement),
        "of_revision": settlement.claim.revision,
        "still_suspect": settlement.is_suspect,
        "said_channel": settlement.channel,
        "said_ts": settlement.ts,
        "why": settlement.error,
        "looks_now": settlement.looks,
        "blind_now": settlement.blind,
    }
