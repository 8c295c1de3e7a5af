"""What is owed, of one tenant: the writing side of the nudge table. The sender's side is `outbox`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Integer,
    Select,
    String,
    Update,
    bindparam,
    case,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.domain.nudge import Claim, Nudge, NudgeStatus
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Clock
from storage.digest_statements import (
    DIGEST_COMES,
    FAIL_FOLDED,
    FOLDED,
    REMINDED,
    STILL_COMES,
    end_folded,
    ended,
    gather,
)
from storage.inserts import TENANT, Insert, insert_into
from storage.lists import is_one_of
from storage.mapping import claim_from, nudge_values
from storage.oversight import overdue_by
from storage.owed_log import ChangedNudges
from storage.tables import (
    CANCELLED,
    IS_CANCELLED,
    IS_FOLDED,
    IS_SCHEDULED,
    IS_SENDING,
    IS_WAITING,
    SCHEDULED,
    nudges,
    of_tenant,
)
from storage.transaction import TenantTransaction

_row = nudges.c
# Spelt out, for what is bound is bound anew for each row.
_NONE: Final = literal_column("0", Integer)
_NOTHING: Final = literal_column("''", String)
_MOVE: Final = update(nudges).where(of_tenant(nudges), _row.key == bindparam("this"), IS_SCHEDULED)
_HELD: Final = select(_row.id).where(
    of_tenant(nudges),
    _row.id == bindparam("this"),
    _row.lease_token == bindparam("token"),
    or_(IS_SENDING, IS_FOLDED),
)
_WHEREABOUTS: Final = (
    select(_row.channel, _row.ts)
    .where(
        of_tenant(nudges),
        _row.delegation_id == bindparam("about"),
        _row.kind == bindparam("of_kind"),
        _row.subject == bindparam("of_subject"),
        _row.ts != "",
    )
    .order_by(_row.due_at.desc(), _row.id)
    .limit(1)
)


def _cancel() -> Update:
    return (
        update(nudges)
        .where(
            of_tenant(nudges),
            _row.delegation_id == bindparam("about"),
            _row.kind == bindparam("of_kind"),
            or_(IS_WAITING, IS_FOLDED),
        )
        .values(
            status=CANCELLED,
            # Whoever holds the lease cannot settle it any more; its token stays, which says that nobody took it
            # over. Its message may have reached Slack all the same: should a living one be owed again, the next
            # attempt looks for it first.
            suspect=_row.suspect | IS_SENDING,
            lease_owner="",
            lease_until=null(),
            settled_at=bindparam("now"),
        )
    )


_CANCEL: Final = _cancel()


class SqlNudges:
    """Implements the port `Nudges`; notes in `changed` what it writes.

    What is planned for now is late since `late_since`, where that is given.
    """

    def __init__(
        self,
        transaction: TenantTransaction,
        clock: Clock,
        changed: ChangedNudges,
        late_since: datetime | None = None,
    ) -> None:
        self._transaction = transaction
        self._clock = clock
        self._changed = changed
        self._late_since = late_since

    async def plan(self, *nudges: Nudge) -> None:
        """Owe these; an intent that already stands (same key) is left as it is, a cancelled one is owed anew."""
        self._owe(nudges, revision=0, late_since=self._late_since)

    async def refresh(self, *nudges: Nudge) -> None:
        """Owe these living messages anew: one pending intent each, the latest state wins, `ts` is kept.

        One that is being sent stays with its sender, who finds at settling that it is out of date.
        """
        self._owe(nudges, revision=1)

    async def move(self, nudge_key: str, due_at: datetime) -> bool:
        """Move one scheduled nudge; False where it is not waiting any more."""
        there = {"this": nudge_key, "due_at": due_at, "late_since": None, "error": ""}
        has_moved = await self._transaction.write(_MOVE, there) == 1
        if has_moved:
            self._changed.owed(nudge_key, due_at)
        return has_moved

    async def cancel(self, delegation_id: str, *kinds: NudgeKind) -> None:
        """Owe nothing of these kinds for the delegation any more, claimed or not."""
        now = self._clock.now()
        about = {"about": delegation_id, "now": now}
        self._changed.cancelled(delegation_id, kinds, now)
        self._transaction.hold_back(_CANCEL, *({**about, "of_kind": kind} for kind in sorted(kinds)))

    async def is_held(self, claim: Claim) -> bool:
        """Say whether a claim, also of what waits for a digest, stands: not called off, and nobody else's since."""
        held = {"this": claim.nudge.id, "token": claim.token}
        return await self._transaction.read_one(_HELD, held) is not None

    async def due_of(self, delegation_ids: Sequence[str], kind: NudgeKind) -> dict[tuple[str, str], datetime]:
        """Return when the waiting nudges of `kind` are due, by (delegation id, subject)."""
        if not delegation_ids:
            return {}
        these = {"these": sorted(set(delegation_ids)), "of_kind": kind}
        rows = await self._transaction.read(_due_of(self._transaction.dialect), these)
        return {(row.delegation_id, row.subject): row.due_at for row in rows}

    async def whereabouts(
        self, delegation_id: str, kind: NudgeKind, subject: str = ""
    ) -> tuple[str, str] | None:
        """Return the channel and ts of a message that was posted, or None where it stands nowhere yet."""
        about = {"about": delegation_id, "of_kind": kind, "of_subject": subject}
        row = await self._transaction.read_one(_WHEREABOUTS, about)
        return (row.channel, row.ts) if row else None

    async def folded(self, recipient: str) -> list[Claim]:
        """Return what waits for a person's digest, in the order in which it was planned."""
        return [claim_from(row) for row in await self._transaction.read(FOLDED, {"to": recipient})]

    async def digest_comes(self, recipient: str, by: datetime) -> bool:
        """Say whether a person's digest waits that is due by then, or is being held up itself."""
        return await self._transaction.read_one(DIGEST_COMES, {"to": recipient, "by": by}) is not None

    async def drop(self, nudge_ids: Sequence[str]) -> None:
        """Owe these no more, which wait for a digest and have been overtaken."""
        self._end(nudge_ids, NudgeStatus.CANCELLED)
        self._changed.dropped(nudge_ids)

    async def still_comes(self, recipient: str, before: datetime) -> bool:
        """Say whether what was planned for before an instant, or was put off, is still on its way into a digest.

        That is what goes to this person, and what goes to nobody yet: steps, of which nobody knows what they will tell.
        """
        about = {"to": recipient, "before": before, **overdue_by(self._clock.now())}
        return await self._transaction.read_one(STILL_COMES, about) is not None

    async def tell_later(self, nudge_id: str, error: str, digest: Nudge) -> None:
        """Count a failure to tell this one, which waits for a digest, for the reason `error`; owe it another digest."""
        self._transaction.hold_back(FAIL_FOLDED, {"this": nudge_id, "why": error})
        owed = {**nudge_values(digest), "revision": 1, "late_since": None, "now": self._clock.now()}
        self._transaction.hold_back(gather(self._transaction.dialect), owed)

    async def give_up(self, nudge_id: str, error: str) -> None:
        """Give this one up, which waits for a digest and has failed once too often, for the reason `error`."""
        self._transaction.hold_back(FAIL_FOLDED, {"this": nudge_id, "why": error})
        self._end([nudge_id], NudgeStatus.DEAD, error)

    async def reminded(self, recipient: str, since: datetime) -> list[str]:
        """Return which delegation each reminder was about that a person was sent since an instant.

        A digest counts as one, about "".
        """
        since_ts = (
            f"{since.timestamp():.6f}"  # as Slack writes it, with ten digits before the point until 2286
        )
        about = {"to": recipient, "since": since, "since_ts": since_ts}
        rows = await self._transaction.read(REMINDED, about)
        by_themselves = [row.delegation_id for row in rows if row.ts and row.kind != NudgeKind.DIGEST]
        # A digest's row is that of the next one too: those before are known by what they told, settled with them.
        digests = {row.settled_at for row in rows if not row.ts or row.kind == NudgeKind.DIGEST}
        return by_themselves + [""] * len(digests)

    def _end(self, nudge_ids: Sequence[str], final: NudgeStatus, why: str = "") -> None:
        if nudge_ids:
            self._transaction.hold_back(
                end_folded(self._transaction.dialect), ended(nudge_ids, final, self._clock.now(), why)
            )

    def _owe(self, owed: Iterable[Nudge], *, revision: int, late_since: datetime | None = None) -> None:
        now = self._clock.now()
        # In the order of their keys, so that two transactions that refresh the same two Homes wait for each
        # other instead of locking each other out.
        rows = [
            {
                **nudge_values(nudge),
                "revision": revision,
                "late_since": late_since if nudge.due_at <= now else None,
            }
            for nudge in sorted(owed, key=lambda nudge: nudge.key)
        ]
        self._transaction.hold_back(_owe(self._transaction.dialect), *rows)
        for row in rows:
            self._changed.owed(row["key"], row["due_at"])


@cache
def _due_of(dialect: str) -> Select[Any]:
    return select(_row.delegation_id, _row.subject, _row.due_at).where(
        of_tenant(nudges),
        is_one_of(_row.delegation_id, "these", dialect),
        _row.kind == bindparam("of_kind"),
        IS_WAITING,
    )


@cache
def _owe(dialect: str) -> Insert:
    insert = insert_into(nudges, dialect)
    new = insert.excluded
    is_refresh = new.revision > _NONE
    is_waiting = _row.wake_at.is_not(None)
    return insert.on_conflict_do_update(
        index_elements=[*TENANT, "key"],
        where=is_refresh | IS_CANCELLED,
        set_={
            "revision": _row.revision + new.revision,
            "status": case((IS_SENDING, _row.status), else_=SCHEDULED),
            "due_at": new.due_at,  # of one that is being sent, for when it has been
            # What keeps failing must run out of attempts, however often it is refreshed meanwhile.
            "attempts": case((is_waiting, _row.attempts), else_=_NONE),
            "error": case((IS_SENDING, _row.error), else_=_NOTHING),
            "late_since": case((IS_SENDING, _row.late_since), else_=new.late_since),
            "settled_at": null(),
            # What is planned anew takes a new id: what was sent under the old one must not pass for it when
            # it is looked for. A living message is the same one all its life.
            "id": case((is_refresh, _row.id), else_=new.id),
            "suspect": _row.suspect & is_refresh,
            "looks": case((is_refresh, _row.looks), else_=_NONE),
            "blind": case((is_refresh, _row.blind), else_=_NONE),
        },
    )
