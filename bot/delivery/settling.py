"""Writing results down in groups: while one group is being written, the next one gathers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from bot.delivery.ports import Outbox
from bot.delivery.unwritten import Unwritten, least
from bot.domain.nudge import Claim, Result, Settlement
from bot.domain.people import Tenant
from bot.metrics import Metrics
from bot.usecases.ports import Unavailable

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


class Settling:
    """Settles what it is given, in order and in as few transactions as the database's pace makes of it.

    `on_settled` is told of each group, and what of it is written down: all but what another sender took over.
    A database out of reach is waited for: the results are kept, since Slack was told already.
    """

    def __init__(
        self,
        outbox: Outbox,
        on_settled: Callable[[Sequence[Settlement], Sequence[Settlement]], None],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        metrics: Metrics | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._outbox = outbox
        self._on_settled = on_settled
        self._sleep = sleep
        self._unwritten = Unwritten()
        self._waiting: list[Settlement] = []
        self._writing: asyncio.Task[None] | None = None
        self._latest = asyncio.Event()  # set once the group is written that was added to last

    def put(self, settlement: Settlement) -> None:
        """Have it written down; `on_settled` tells when that is done."""
        if not self._waiting:
            self._latest = asyncio.Event()
        self._waiting.append(settlement)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())

    def instead_of(self, claim: Claim) -> Settlement | None:
        """Return what is to be put for this claim instead of sending it: what an earlier one came to, unwritten yet."""
        return self._unwritten.instead_of(claim)

    async def written(self) -> None:
        """Wait until all that was put so far is written down, whatever is put after it."""
        if self._writing is not None:
            await self._latest.wait()

    async def finish(self) -> None:
        """Wait until everything is written down."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    def abandon(self) -> None:
        """Write no more. Leases run out by themselves, and what was posted is found again."""
        if self._writing is not None:
            self._writing.cancel()

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                is_written = self._latest
                self._on_settled(group, await self._write(group))
                is_written.set()
        finally:
            self._writing = None

    async def _write(self, group: Sequence[Settlement]) -> list[Settlement]:
        """Write a group, and return those of it that are written down."""
        try:
            return await self._write_when_reachable(group)
        except Exception as bug:
            log.error("settling_failed", error=type(bug).__name__, nudges=_ids(group))
            if len(group) == 1:
                return await self._write_least(group[0])
            # One of them is at fault, and it must not take the others along.
            return [each for settlement in group for each in await self._write([settlement])]

    async def _write_least(self, settlement: Settlement) -> list[Settlement]:
        """Write down at least what became of it: it would be sent again each time that its lease runs out."""
        nudge_id = settlement.claim.nudge.id
        try:
            held = await self._write_when_reachable([least(settlement)])
        except Exception as bug:
            log.error("settling_failed", error=type(bug).__name__, nudges=nudge_id)
            self._unwritten.keep(settlement)
            return []
        log.error(
            "settled_in_part", nudge=nudge_id, not_owed=len(settlement.then) - len(least(settlement).then)
        )
        return held

    async def _write_when_reachable(self, group: Sequence[Settlement]) -> list[Settlement]:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                held = await self._outbox.settle(group)
                missing = _without(group, held)
                # Called off by people meanwhile, or written down before by a try whose answer was lost: no fault.
                standing = await self._outbox.standing(missing) if missing else []
            except Unavailable as error:
                log.warning("database_unavailable", doing="settle", error=type(error).__name__)
                await self._sleep(pause)
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
                continue
            self._tell_all(group, written := [*held, *standing])
            return written

    def _tell_all(self, group: Sequence[Settlement], written: Sequence[Settlement]) -> None:
        for settlement in group:
            self._unwritten.forget(settlement)
        lost = _without(group, written)
        if lost:
            self._metrics.lost(len(lost))
            log.warning("lease_lost", nudges=_ids(lost), posted=_ids([each for each in lost if each.ts]))
        for each in written:
            _tell(each)


def _without(group: Sequence[Settlement], others: Sequence[Settlement]) -> list[Settlement]:
    """Return the settlements of claims that none of the others settles."""
    settled = {_lease(each) for each in others}
    return [each for each in group if _lease(each) not in settled]


def _lease(settlement: Settlement) -> tuple[Tenant, str, int]:
    nudge = settlement.claim.nudge
    return nudge.tenant, nudge.id, settlement.claim.token


def _tell(settlement: Settlement) -> None:
    """Log what became of a nudge: after it was written down, so that whoever reads it may believe it."""
    claim = settlement.claim
    tell = log.error if settlement.result is Result.DEAD else log.info
    known = {
        "channel": settlement.channel,
        "ts": settlement.ts,
        "error": settlement.error,
        "told": " ".join(settlement.told),
        "then": " ".join(each.id for each in settlement.then),
        "due_at": settlement.due_at.isoformat() if settlement.due_at else "",
    }
    tell(
        f"nudge.{settlement.result.value}",
        nudge=claim.nudge.id,
        kind=claim.nudge.kind.value,
        team=claim.nudge.tenant.team_id,
        attempt=claim.attempts,
        **{name: value for name, value in known.items() if value},
    )


def _ids(settlements: Sequence[Settlement]) -> str:
    return " ".join(each.claim.nudge.id for each in settlements)
