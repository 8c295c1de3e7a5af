"""The statements that write down what became of a claim. Both change nothing where the lease was lost."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Integer, String, Update, bindparam, case, func, literal, null, update

from bot.domain.nudge import NudgeStatus, Result, Settlement
from storage.tables import nudges

_row = nudges.c


def while_held() -> Update:
    """Return an update of one row for whoever holds its lease."""
    return update(nudges).where(
        _row.enterprise_id == bindparam("of_enterprise"),
        _row.team_id == bindparam("of_team"),
        _row.id == bindparam("of_id"),
        _row.lease_token == bindparam("of_token"),
        _row.status == NudgeStatus.SENDING,
    )


def _known(column: str) -> Any:
    said = bindparam(f"said_{column}", type_=String)
    return case((said == "", _row[column]), else_=said)


def _finish() -> Update:
    is_outdated = _row.revision > bindparam("of_revision", type_=Integer)
    return while_held().values(
        status=case(
            (is_outdated, literal(NudgeStatus.SCHEDULED, _row.status.type)),
            else_=bindparam("final", type_=_row.status.type),
        ),
        settled_at=case((is_outdated, null()), else_=bindparam("now", type_=_row.settled_at.type)),
        attempts=case((is_outdated, 0), else_=_row.attempts),
        sent_revision=func.coalesce(bindparam("sent", type_=Integer), _row.sent_revision),
        suspect=bindparam("still_suspect", type_=_row.suspect.type),
        channel=_known("channel"),
        ts=_known("ts"),
        error=bindparam("why", type_=String),
        late_since=case((is_outdated, null()), else_=_row.late_since),
        lease_owner="",
        lease_until=null(),
    )


def _postpone() -> Update:
    again_at = bindparam("again_at", type_=_row.due_at.type)
    was_moved = (_row.revision > bindparam("of_revision", type_=Integer)) & (_row.due_at > again_at)
    return while_held().values(
        status=literal(NudgeStatus.SCHEDULED, _row.status.type),
        due_at=case((was_moved, _row.due_at), else_=again_at),
        late_since=case(
            (bindparam("is_planned", type_=Boolean), null()),
            else_=func.coalesce(_row.late_since, _row.due_at),
        ),
        attempts=_row.attempts - bindparam("given_back", type_=Integer),
        suspect=bindparam("still_suspect", type_=_row.suspect.type),
        channel=_known("channel"),
        ts=_known("ts"),
        error=bindparam("why", type_=String),
        lease_owner="",
        lease_until=null(),
    )


FINISH: Final = _finish()
"""Ends a claim for good: sent, cancelled or dead. What was refreshed since the claim is due again when that said."""
POSTPONE: Final = _postpone()
"""Gives a claim back, to be tried again at its time; not before that for which it was refreshed since."""


def held(settlement: Settlement) -> dict[str, Any]:
    """Return what tells the row of a settlement's claim, as long as the lease is held."""
    nudge = settlement.claim.nudge
    return {
        "of_enterprise": nudge.tenant.enterprise_id,
        "of_team": nudge.tenant.team_id,
        "of_id": nudge.id,
        "of_token": settlement.claim.token,
    }


def place(settlement: Settlement) -> tuple[str, str, str]:
    """Return where a settlement's row stands among others: whoever writes several locks them in this order."""
    nudge = settlement.claim.nudge
    return nudge.tenant.enterprise_id, nudge.tenant.team_id, nudge.key


def finished(settlement: Settlement, now: datetime) -> dict[str, Any]:
    """Return what `FINISH` takes for a settlement that ends the nudge."""
    claim, was_sent = settlement.claim, settlement.result is Result.SENT
    return {
        **_common(settlement),
        "of_revision": claim.revision,
        "final": NudgeStatus(settlement.result),
        "now": now,
        "sent": claim.revision if was_sent else None,
    }


def postponed(settlement: Settlement, now: datetime) -> dict[str, Any]:
    """Return what `POSTPONE` takes for a settlement that tries again later."""
    return {
        **_common(settlement),
        "of_revision": settlement.claim.revision,
        "again_at": settlement.due_at or now,
        "is_planned": settlement.is_planned,
        "given_back": int(settlement.gives_back),
    }


def _common(settlement: Settlement) -> dict[str, Any]:
    return {
        **held(settlement),
        "said_channel": settlement.channel,
        "said_ts": settlement.ts,
        "still_suspect": settlement.is_suspect,
        "why": settlement.error,
    }
