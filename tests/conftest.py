"""What all tests may use."""

import gc

import pytest

pytest_plugins = ["tests.databases"]


@pytest.fixture(scope="module", autouse=True)
def _little_to_walk() -> None:
    """Take out of the collector's sight what stays anyway.

    It walks every object that lives, thousands of collected tests among them, and whatever runs in this process
    stands still meanwhile: above half a second each time, late in a whole run.
    """
    gc.collect()
    gc.freeze()
