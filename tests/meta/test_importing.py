"""Importing: every module by itself, without an environment and without doing anything."""

import json
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.meta.tree import PACKAGES, ROOT, sources

# Runs in a bare interpreter. Third parties are loaded first and what they do is theirs; then everything that each of
# our modules does to the world is written down.
PROBE = """
import importlib, json, os, sys, threading
modules, parties = json.load(sys.stdin)
for party in parties:
    importlib.import_module(party)
FAMILIES = {"socket", "sqlite3", "subprocess", "ctypes"}
deeds, watching = {module: [] for module in modules}, False
def ours():
    frame = sys._getframe(2)
    while frame.f_globals["__name__"] not in deeds:
        frame = frame.f_back
    return deeds[frame.f_globals["__name__"]]
def watch(event, args):
    if not watching:
        return
    if event == "open" and isinstance(args[0], str) and "__pycache__" not in args[0]:
        if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            ours().append(f"opened {args[0]} to write")
    elif event.split(".")[0] in FAMILIES or event in {"os.system", "os.fork"}:
        ours().append(event)
sys.addaudithook(watch)
for module in modules:
    before, watching = set(threading.enumerate()), True
    try:
        importlib.import_module(module)
    except BaseException as error:
        deeds[module].append(f"raised {error!r}")
    watching = False
    deeds[module] += [f"started thread {thread.name}" for thread in set(threading.enumerate()) - before]
print(json.dumps(deeds))
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


def test_each_module_can_be_imported_first() -> None:
    """No module needs, by whatever way, one that needs it: so none waits for another to come before it."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=True)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(" <- ".join(circle.args[1]))


@pytest.mark.slow
def test_importing_needs_no_environment_and_does_nothing(tmp_path: Path) -> None:
    """Each module can be imported with no variable set, and opens, starts and prints nothing."""
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
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    *printed, report = run.stdout.splitlines()
    deeds = json.loads(report)
    assert {name: done for name, done in deeds.items() if done} == {}
    assert list(deeds) == modules()
    assert (printed, run.stderr) == ([], "")
    assert list(tmp_path.iterdir()) == []
