"""What `leeway doctor` and `leeway resend` say and do, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import String, literal, update

from bot.clock import SystemClock
from bot.doctor import examine
from bot.domain.nudge import Result, Settlement
from bot.resend import resend
from bot.settings import Settings
from storage.connections import Connections, open_connections
from storage.outbox import SqlOutbox
from storage.tables import nudges
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.contract.samples import HOUR, NOW, OURS, a_nudge, plan
from tests.databases import Database


@pytest.fixture
def settings(database: Database) -> Settings:
    """The settings of an operator who has no token at hand."""
    return Settings(_env_file=None, database_url=database.url)


async def test_doctor_says_why_each_waits(
    settings: Settings, ours: SqlUnitOfWork, outbox: SqlOutbox, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what somebody has to act on is marked: the rest passes by itself."""
    await plan(ours, *(a_nudge(f"N{number}") for number in range(4)))
    claims = await outbox.claim("sender", 10, 60)
    errors = ("unread: ratelimited", "suspended: token_revoked", "timeout", "timeout")
    later = [
        Settlement(claim, Result.LATER, due_at=NOW + HOUR, error=error)
        for claim, error in zip(claims, errors, strict=True)
    ]
    await outbox.settle(later)
    assert await examine(settings) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if line.startswith("ok    1 of them are in doubt. ")]
    assert [line for line in told if line.endswith("Slack says ratelimited.")]
    assert [
        line for line in told if line.startswith("MEND  1 of them are held up: Slack says token_revoked.")
    ]
    assert "ok    2 of them have been put off: timeout." in told


async def test_doctor_names_the_kinds_of_a_newer_version(
    settings: Settings,
    ours: SqlUnitOfWork,
    connections: Connections,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """They make it late and are nobody's here: it says so, and which."""
    await plan(ours, a_nudge())
    connection = await connections.borrow()
    await connection.execute(update(nudges).values(kind=literal("of_a_newer_version", String)))
    await connection.commit()
    await connections.give_back(connection)
    assert await examine(settings) == 1
    told = capsys.readouterr().out
    assert "MEND  1 of them are of a newer version's kind, of_a_newer_version." in told


@pytest.mark.postgres
async def test_what_is_sent_again_is_due_by_the_clock_of_the_database(
    postgres: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the machine on which an operator asks for it is an hour ahead, the bot would find it in an hour."""
    connections = open_connections(postgres.url)
    outbox = SqlOutbox(connections, SystemClock(), SystemClock())
    await plan(SqlUnitsOfWork(connections, lambda _: None, SystemClock())(OURS), a_nudge())
    (claim,) = await outbox.claim("sender", 10, 60)
    await outbox.settle([Settlement(claim, Result.DEAD, error="is_archived")])
    ahead = datetime.now(UTC) + HOUR
    monkeypatch.setattr("bot.resend.SystemClock.now", lambda _: ahead)
    settings = Settings(_env_file=None, database_url=postgres.url)
    assert await resend(settings, ["N1"], everything=False) == 0
    monkeypatch.undo()
    assert len(await outbox.claim("sender", 10, 60)) == 1
    assert "1 nudges are owed again." in capsys.readouterr().out
    await connections.close()
