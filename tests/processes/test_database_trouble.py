"""A SQLite file that somebody else holds, or takes away: the form stays open, with all that was typed in it."""

import sqlite3
from pathlib import Path

from tests.databases import Database
from tests.processes.conftest import SetScene
from tests.processes.story import CloudReport


async def test_a_locked_file_keeps_the_form_open(set_scene: SetScene, sqlite: Database) -> None:
    """While another process holds the file the form stays with its text; once it lets go, it is taken."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = CloudReport(scene)
    await report.maya_types_the_command()
    holder = sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    refused = await report.form.submit(report.bar)
    assert "Nothing is lost" in str(refused.errors), refused
    assert report.form.is_open
    assert report.form.value("Acceptable error") == "variance <= 2 %"
    holder.execute("ROLLBACK")
    holder.close()
    assert (await report.form.submit({})).ok


async def test_a_file_that_is_gone_keeps_the_form_open(set_scene: SetScene, sqlite: Database) -> None:
    """A file that was deleted under a running bot takes nothing in: the form stays with its text."""
    scene = await set_scene(sqlite)
    await scene.start_bot()
    report = CloudReport(scene)
    await report.maya_types_the_command()
    path = Path(sqlite.url.removeprefix("sqlite:///"))
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    refused = await report.form.submit(report.bar)
    assert "Nothing is lost" in str(refused.errors), refused
    assert report.form.is_open
