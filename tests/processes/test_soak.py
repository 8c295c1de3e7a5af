"""The soak for ten seconds, so that it cannot break unseen; `make soak` goes on for ten minutes."""

import os
import secrets
from pathlib import Path

from tests.conftest import Say
from tests.databases import Database
from tests.soak import soak

SEED = int(os.environ.get("LEEWAY_SEED") or secrets.randbelow(2**32))
SECONDS, CALM_SECONDS = 10.0, 3.0


async def test_ten_seconds_of_trouble(database: Database, tmp_path: Path, say: Say) -> None:
    """Under kills, disconnects and 429s nothing is lost, and nothing is doubled in private."""
    say(f"soaked on {database.kind} by LEEWAY_SEED={SEED}")
    faults = await soak(database, tmp_path, SECONDS, SEED, CALM_SECONDS, hurries=True)
    assert not faults, f"{faults}; to see it again: LEEWAY_SEED={SEED} on {database.kind}"
