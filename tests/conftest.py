"""What all tests may use."""

import gc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

pytest_plugins = ["tests.databases"]

# For `make check`; the whole run tries Hypothesis' hundred.
settings.register_profile("quick", max_examples=20)

Say = Callable[[str], None]
"""Takes a line that a person wants to read at the end of a run: what was counted, and by which seed."""


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Say:
    """Have a line printed at the end of the run, whatever becomes of the test and whoever ran it."""
    return lambda line: record_property("said", line)


@pytest.fixture(scope="module", autouse=True)
def _little_to_walk() -> None:
    """Take out of the collector's sight what stays anyway.

    It walks every object that lives, thousands of collected tests among them, and whatever runs in this process
    stands still meanwhile: above half a second each time, late in a whole run.
    """
    gc.collect()
    gc.freeze()


def pytest_sessionstart() -> None:
    """Collect no garbage while tests are collected: nearly all of it stays, and walking it takes a quarter of that."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Collect it again."""
    gc.enable()


QUEUES = ("tests/processes/", "tests/browser/")
"""Folders whose tests run one after the other: those that start processes, up to eight bots, and those of the page."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several workers share the tests, begin with the queues: whoever has one is busy with it to the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith(QUEUES))


class _ByFile(LoadFileScheduling):
    """Gives each worker whole files, in their order, and whole queues."""

    def _split_scope(self, nodeid: str) -> str:
        queue = next((folder for folder in QUEUES if nodeid.startswith(folder)), "")
        return queue or nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile:
    """Share the tests out by file."""
    config.option.loadscopereorder = False
    return _ByFile(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests had to say."""
    said = [
        f"{report.nodeid.partition('::')[2]}: {line}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, line in report.user_properties
        if name == "said"
    ]
    if said:
        terminalreporter.section("counted")
        terminalreporter.write_line("\n".join(said))
