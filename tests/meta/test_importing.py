"""Importing: every module by itself, without an environment and without doing anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.tree import PACKAGES, ROOT, sources

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, which this system cannot"),
    pytest.mark.slow,
]

# Runs in a bare interpreter. Third parties are loaded first and what they do is theirs; then each of our modules is
# imported in a fork of its own, so that it stands alone, and everything it does to the world is written down.
PROBE = """
import importlib, json, os, pathlib, sys, threading
modules, parties = json.load(sys.stdin)
for party in parties:
    importlib.import_module(party)
FAMILIES = {"socket", "sqlite3", "subprocess", "ctypes"}
deeds, watching = [], False
def watch(event, args):
    if not watching:
        return
    if event == "open" and isinstance(args[0], str) and "__pycache__" not in args[0]:
        if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            deeds.append(f"opened {args[0]} to write")
    elif event.split(".")[0] in FAMILIES or event in {"os.system", "os.fork"}:
        deeds.append(event)
sys.addaudithook(watch)
for module in modules:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        continue
    try:
        watching = True
        importlib.import_module(module)
        watching = False
        deeds += [f"started thread {thread.name}" for thread in threading.enumerate()[1:]]
    except BaseException as error:
        deeds.append(f"raised {error!r}")
    print(json.dumps([module, deeds]), flush=True)
    os._exit(0)
"""
THIRD_PARTIES = [
    "aiohttp.web",
    "aiosqlite",
    "alembic.config",
    "apscheduler.schedulers.asyncio",
    "psycopg",
    "pydantic_settings",
    "slack_bolt.async_app",
    "slack_bolt.adapter.socket_mode.aiohttp",
    "slack_sdk.web.async_client",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "typer",
    "yaml",
]


def modules() -> list[str]:
    """Return the dotted names of our modules, without the migrations, which Alembic runs as scripts."""
    paths = [path for path in sources(".py", below=PACKAGES) if "migrations" not in path.parts]
    return [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]


def test_importing_needs_no_environment_and_does_nothing(tmp_path: Path) -> None:
    """Each module can be imported first and alone, with no variable set, and opens, starts and prints nothing."""
    run = subprocess.run(
        [
            *(sys.executable, "-I", "-c"),
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PROBE}",
        ],
        input=json.dumps([modules(), THIRD_PARTIES]),
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    assert {name: deeds for name, deeds in reports if deeds} == {}
    assert [name for name, _ in reports] == modules()
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []
