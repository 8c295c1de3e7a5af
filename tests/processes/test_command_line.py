"""What an operator meets at the console: every fault at once in a line of its own, and no traceback."""

import asyncio
import json
import socket
from pathlib import Path

import pytest

from bot.playground.workspace.installed_app import APP_TOKEN, BOT_TOKEN
from tests.databases import Database, PostgresServer
from tests.processes.conftest import SetScene
from tests.processes.leeway import Ended, leeway, running
from tests.processes.story import CloudReport, in_two_weeks

TOKENS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
NOWHERE = "http://127.0.0.1:1/api/"


def refused(ended: Ended, *beginnings: str) -> None:
    """Make sure that a command ended with code 2 and one line for each fault, and nothing else."""
    assert ended.code == 2, ended.err
    assert len(ended.faults) == len(beginnings), ended.err
    for line, beginning in zip(sorted(ended.faults), sorted(beginnings), strict=True):
        assert line.startswith(beginning), ended.err
        assert line.endswith("."), line


async def test_missing_settings_are_named_all_at_once(tmp_path: Path) -> None:
    """Without anything set, `run` names the two settings that HTTP needs, and that Socket Mode would do."""
    ended = await leeway(tmp_path, "run")
    refused(ended, "SLACK_BOT_TOKEN is missing", "SLACK_SIGNING_SECRET is missing")
    assert "SLACK_APP_TOKEN" in ended.err


async def test_missing_and_wrong_settings_are_named_together(tmp_path: Path) -> None:
    """What is wrong does not hide what is missing: an operator mends all of it in one go."""
    settings = {
        "PORT": "80000",
        "DATABASE_URL": "mysql://root@localhost/leeway",
        "LEEWAY_COMMAND": "delegate",
    }
    ended = await leeway(tmp_path, "run", SLACK_APP_TOKEN="xoxb-mistaken", **settings)
    refused(
        ended, "DATABASE_URL", "LEEWAY_COMMAND", "PORT", "SLACK_APP_TOKEN begins with", "SLACK_BOT_TOKEN is"
    )


@pytest.mark.parametrize(
    "url",
    ["sqlite:///no/such/folder/leeway.db", "postgresql://nobody@127.0.0.1:1/leeway", "postgresql://h:x/y"],
)
@pytest.mark.parametrize("command", ["run", "migrate"])
async def test_a_database_that_is_not_there_is_one_line(tmp_path: Path, command: str, url: str) -> None:
    """A path that cannot be opened, a server that does not answer and an address that is none are told alike."""
    ended = await leeway(tmp_path, command, DATABASE_URL=url, SLACK_API_URL=NOWHERE, **TOKENS)
    refused(ended, "")
    assert "DATABASE_URL" in ended.err


async def test_replicas_on_sqlite_are_refused(tmp_path: Path) -> None:
    """Several declared replicas need PostgreSQL, and `run` says so instead of starting."""
    refused(await leeway(tmp_path, "run", LEEWAY_REPLICAS="2", **TOKENS), "LEEWAY_REPLICAS is more than 1")


async def test_a_port_that_is_taken_is_one_line(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """Where something else listens on PORT, `run` names the port and ends."""
    scene = await set_scene(sqlite)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = await leeway(tmp_path, "run", **scene.environment | {"PORT": port})
    assert ended.code == 2
    assert f"127.0.0.1:{port}" in ended.faults[-1]
    assert "Traceback" not in ended.err + ended.out


@pytest.mark.postgres
async def test_an_unmigrated_postgresql_is_refused_until_it_is_migrated(
    set_scene: SetScene, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """`run` names `leeway migrate`; after that, which may be done twice, it runs."""
    name = postgres_server.create(empty=True)
    scene = await set_scene(Database("postgresql", postgres_server.url_of(name)))
    ended = await leeway(tmp_path, "run", **scene.environment)
    assert ended.code == 2
    assert ended.faults[-1].endswith("Run `leeway migrate` first.")
    assert "Traceback" not in ended.err
    for _ in range(2):
        migrated = await leeway(tmp_path, "migrate", **scene.environment)
        assert (migrated.code, migrated.out) == (0, "The database is up to date.\n")
    async with running(tmp_path, "run", **scene.environment) as bot:
        await bot.health()
        assert await bot.stop() == 0
    postgres_server.drop(name)


async def test_the_command_can_have_another_name(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """`leeway manifest --json` prints the manifest with LEEWAY_COMMAND in it, and the bot listens to that name.

    A client id and secret in the environment, which Bolt would build an OAuth flow of, do no harm.
    """
    naming = {"LEEWAY_COMMAND": "/hand-over"}
    printed = await leeway(tmp_path, "manifest", "--json", **naming)
    scene = await set_scene(sqlite, manifest=json.loads(printed.out))
    secrets = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush"}
    async with running(tmp_path, "run", **scene.environment | naming | secrets) as bot:
        await bot.health()
        helped = await scene.maya.command("/hand-over", "help")
        assert helped.ok, helped
        assert "/hand-over" in helped.ephemeral[0].text
        assert (await scene.maya.command("/delegate", "help")).error == "/delegate is not a valid command"
        assert (await scene.maya.command("/hand-over")).modal is not None
        assert await bot.stop() == 0
    assert "hush" not in "".join(bot.said)


async def test_doctor_says_what_is_well(set_scene: SetScene, sqlite: Database, tmp_path: Path) -> None:
    """With everything in place `doctor` ends with 0 and an `ok` before each line."""
    scene = await set_scene(sqlite)
    ended = await leeway(tmp_path, "doctor", **scene.environment)
    assert ended.code == 0, ended
    assert {line.split()[0] for line in ended.out.splitlines()} == {"ok"}
    assert "Northwind" in ended.out


async def test_doctor_says_what_to_mend(tmp_path: Path) -> None:
    """Without tokens, tables and Slack `doctor` names each in a line of its own and ends with 1."""
    no_tokens, no_slack = await asyncio.gather(
        leeway(tmp_path, "doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/leeway"),
        leeway(tmp_path, "doctor", SLACK_API_URL=NOWHERE, **TOKENS),
    )
    for ended in (no_tokens, no_slack):
        assert ended.code == 1, ended
        assert "Traceback" not in ended.err
    assert "MEND  SLACK_BOT_TOKEN is missing" in no_tokens.out
    assert "MEND  PostgreSQL cannot be reached" in no_tokens.out
    assert "MEND  SQLite is not on this version's tables. Run `leeway migrate`." in no_slack.out
    assert "MEND  Slack cannot be reached" in no_slack.out
    assert not (tmp_path / "leeway.db").exists(), "looking must not make a database"


async def test_what_was_given_up_is_listed_and_sent_again(
    set_scene: SetScene, sqlite: Database, tmp_path: Path
) -> None:
    """`doctor` names it, `resend` lists it without anybody's words, and sends it again to a bot that runs."""
    scene = await set_scene(sqlite)
    scene.workspace.misbehave("chat.postMessage", "error:channel_not_found", times=2)
    async with running(tmp_path, "run", **scene.environment) as bot:
        scene.is_reached_at(await bot.health())
        for step in CloudReport(scene, Deadline=in_two_weeks()).handing_over:
            await step()
        await bot.until("nudge.dead")
        examined = await leeway(tmp_path, "doctor", **scene.environment)
        assert examined.code == 1
        assert "were given up. `leeway resend` lists them." in examined.out
        listed = await leeway(tmp_path, "resend", **scene.environment)
        assert listed.code == 0
        assert "channel_not_found" in listed.out
        assert "spend" not in listed.out
        unknown = await leeway(tmp_path, "resend", "no-such-id", **scene.environment)
        assert (unknown.code, unknown.out.split()[0]) == (1, "0")
        again = await leeway(tmp_path, "resend", "--all", **scene.environment)
        assert again.code == 0, again
        await scene.message(scene.sam, "hands you this")
        assert await bot.stop() == 0
    assert "No nudge was given up." in (await leeway(tmp_path, "resend", **scene.environment)).out
