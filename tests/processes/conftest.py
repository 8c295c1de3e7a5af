"""Scenes with the bot in processes of its own. Everything here is slow: it needs real processes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Database
from tests.processes.nursery import Nursery
from tests.processes.scene import Scene

HERE = Path(__file__).parent
SetScene = Callable[..., Awaitable[Scene]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that bots are forked from."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
async def set_scene(nursery: Nursery, tmp_path: Path) -> AsyncIterator[SetScene]:
    """Set up a workspace on a database, without a bot yet; several in one test have folders of their own."""
    scenes: list[Scene] = []

    async def set_one(database: Database, **options: Any) -> Scene:
        folder = tmp_path / f"scene-{len(scenes) + 1}"
        folder.mkdir()
        scenes.append(Scene(nursery, database, folder, **options))
        await scenes[-1].open()
        return scenes[-1]

    with nursery.listening():
        yield set_one
        for scene in scenes:
            await scene.close()
