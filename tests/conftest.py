"""What all tests may use."""

import gc
from collections.abc import Callable

import pytest

pytest_plugins = ["tests.databases"]

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


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that start processes of their own begin first, and run one after the other in one worker."""

    def starts_processes(item: pytest.Item) -> bool:
        return not {"processes", "browser"}.isdisjoint(item.path.parts)

    for item in filter(starts_processes, items):
        item.add_marker(pytest.mark.xdist_group("starts processes"))
    items.sort(key=starts_processes, reverse=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests had to say."""
    said = [
        f"{report.nodeid.partition('::')[2].partition('@')[0]}: {line}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, line in report.user_properties
        if name == "said"
    ]
    if said:
        terminalreporter.section("counted")
        terminalreporter.write_line("\n".join(said))
