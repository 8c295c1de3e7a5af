"""Many senders at once: no nudge for two of them, none for nobody, and no settlement lost."""

import asyncio
import json
import sys
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.clock import SettableClock
from bot.domain.nudge import Claim, NudgeStatus, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.ports import Unavailable
from storage.connections import open_both, open_connections
from storage.engine import open_engine
from storage.outbox import SqlOutbox
from storage.oversight import SqlOversight
from storage.settle_statements import finish, finished
from storage.transaction import Transaction
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import NOW, OURS, a_nudge
from tests.databases import Database

NUDGES = 120

SENDER = """
import asyncio, json, sys
from datetime import datetime
from bot.clock import SettableClock
from bot.domain.nudge import Result, Settlement
from storage.connections import open_connections
from storage.outbox import SqlOutbox

async def main(url, now, owner):
    connections = open_connections(url, patience_seconds=10)
    clock = SettableClock(datetime.fromisoformat(now), frozen=True)
    outbox = SqlOutbox(connections, clock, clock)
    print("ready", flush=True)
    sys.stdin.readline()
    taken, settled = [], 0
    while claims := await outbox.claim(owner, 7, 60):
        taken += [claim.nudge.id for claim in claims]
        settled += len(await outbox.settle([Settlement(claim, Result.SENT, "C1", "1.0") for claim in claims]))
    await connections.close()
    print(json.dumps([taken, settled]))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
async def owed(ours: SqlUnitOfWork) -> list[str]:
    """Many nudges that are all due; their ids."""
    names = [f"N{i:04}" for i in range(NUDGES)]
    async with ours:
        await ours.nudges.plan(*(a_nudge(name) for name in names))
        await ours.commit()
    return names


async def test_many_tasks_claim_each_nudge_once(
    database: Database, owed: list[str], clock: SettableClock
) -> None:
    """Senders with connections of their own, as replicas have."""
    replicas = [open_connections(database.url, patience_seconds=10) for _ in range(4)]

    async def send(outbox: SqlOutbox, owner: str) -> list[Claim]:
        taken: list[Claim] = []
        while claims := await outbox.claim(owner, 7, 60):
            taken += claims
            await outbox.settle([Settlement(claim, Result.SENT, "C1", "1.0") for claim in claims])
        return taken

    senders = [
        send(SqlOutbox(connections, clock, clock), f"sender {i}") for i, connections in enumerate(replicas)
    ]
    taken = [claim for claims in await asyncio.gather(*senders) for claim in claims]
    assert Counter(claim.nudge.id for claim in taken) == Counter(owed)
    assert {claim.token for claim in taken} == {1}
    counts = await SqlOversight(replicas[0], clock).counts()
    assert counts[NudgeStatus.SENT] == NUDGES
    for connections in replicas:
        await connections.close()


@pytest.mark.slow
async def test_several_processes_claim_each_nudge_once(
    database: Database, owed: list[str], oversight: SqlOversight
) -> None:
    """The same over processes: what the database promises does not hang on one event loop."""
    senders = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", SENDER, database.url, NOW.isoformat(), f"sender {i}"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for i in range(3)
    ]
    for sender in senders:
        assert sender.stdout is not None
        assert await sender.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(sender.communicate(b"go\n") for sender in senders))
    results = [json.loads(output) for output, _ in outputs]
    assert Counter(name for taken, _ in results for name in taken) == Counter(owed)
    assert sum(settled for _, settled in results) == NUDGES
    assert (await oversight.counts())[NudgeStatus.SENT] == NUDGES


async def test_a_lease_that_ran_out_goes_to_one_of_those_who_want_it(
    database: Database, owed: list[str], outbox: SqlOutbox, clock: SettableClock, leases: SettableClock
) -> None:
    """And the one who lost it settles nothing, whoever is first to settle."""
    lost = await outbox.claim("slow", NUDGES, 60)
    leases.advance(timedelta(minutes=2))
    replicas = [open_connections(database.url, patience_seconds=10) for _ in range(3)]
    others = [SqlOutbox(connections, clock, leases) for connections in replicas]
    won = await asyncio.gather(*(other.claim("quick", 50, 60) for other in others))
    taken = [claim for claims in won for claim in claims]
    assert Counter(claim.nudge.id for claim in taken) == Counter(owed)
    assert all(claim.is_suspect and claim.attempts == 2 for claim in taken)
    settled = await asyncio.gather(
        outbox.settle([Settlement(claim, Result.SENT, "C1", "9.9") for claim in lost]),
        *(
            other.settle([Settlement(claim, Result.DEAD, error="x") for claim in claims])
            for other, claims in zip(others, won, strict=True)
        ),
    )
    assert settled[0] == []
    assert sum(map(len, settled)) == NUDGES
    for connections in replicas:
        await connections.close()


async def test_cancelling_and_sending_at_once_never_lock_each_other_out(
    database: Database,
    units: SqlUnitsOfWork,
    outbox: SqlOutbox,
    oversight: SqlOversight,
    clock: SettableClock,
) -> None:
    """Listeners refresh and cancel while the sender claims and settles; each act takes effect or waits its turn."""
    people = [f"U{i}" for i in range(6)]

    async def listen(turn: int) -> None:
        async with units(OURS) as work:
            await work.nudges.cancel(f"D{turn % 3}", NudgeKind.CHECKPOINT)
            await work.nudges.plan(a_nudge(f"N{turn}", delegation_id=f"D{turn % 3}"))
            order = people if turn % 2 else reversed(people)
            await work.nudges.refresh(
                *(
                    a_nudge(f"H{turn}-{person}", kind=NudgeKind.HOME, recipient=person, subject="")
                    for person in order
                )
            )
            await work.commit()

    async def send() -> None:
        while claims := await outbox.claim("sender", 5, 60):
            await outbox.settle([Settlement(claim, Result.SENT, "C1", "1.0") for claim in claims])

    await asyncio.gather(*(listen(turn) for turn in range(12)), send(), send())
    await send()
    counts = await oversight.counts()
    assert counts[NudgeStatus.SCHEDULED] == counts[NudgeStatus.SENDING] == counts[NudgeStatus.DEAD] == 0
    assert counts[NudgeStatus.SENT] >= len(people)


@pytest.mark.postgres
async def test_where_each_holds_what_the_other_wants_the_worker_gives_way(
    postgres: Database, clock: SettableClock
) -> None:
    """A person's act goes through, although it locks in another order; the worker is told to try again."""
    listening, working = open_both(postgres.url)
    units, outbox = SqlUnitsOfWork(listening, lambda _: None, clock), SqlOutbox(working, clock, clock)
    home, card = (
        a_nudge(kind, kind=kind, recipient="U1", subject="")
        for kind in (NudgeKind.HOME, NudgeKind.OWNER_CARD)
    )
    async with units(OURS) as work:
        await work.nudges.plan(home, card)
        await work.commit()
    claimed = {claim.nudge.kind: claim for claim in await outbox.claim("sender", 5, 60)}

    def sent(kind: NudgeKind) -> dict[str, object]:
        return finished([Settlement(claimed[kind], Result.SENT)], clock.now(), "postgresql")

    async with units(OURS) as work, Transaction(working) as settling:
        await settling.write(finish("postgresql"), sent(NudgeKind.HOME))
        await work.nudges.refresh(card)
        await work.nudges.refresh(home)
        committing = asyncio.create_task(work.commit())  # it locks the card, and waits for the Home
        await _until_somebody_waits_for_a_lock(postgres)
        with pytest.raises(Unavailable):
            await settling.write(finish("postgresql"), sent(NudgeKind.OWNER_CARD))
        await committing
    await listening.close()
    await working.close()


async def _until_somebody_waits_for_a_lock(postgres: Database) -> None:
    waiting = select(func.count()).select_from(text("pg_locks")).where(text("NOT granted"))
    engine = open_engine(postgres.url)
    async with asyncio.timeout(5), engine.connect() as connection:
        while not (await connection.execute(waiting)).scalar():
            await connection.rollback()
    await engine.dispose()
