"""Bringing the database's schema up to date. The only importer of Alembic: import this module where it is used.

A further step: change `storage/tables/`, run `python -m storage.migrate "what changes"`, and read what it wrote.
"""

import os
import sys
import tempfile

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url

from storage.faults import told_as_unavailable
from storage.schema import STEPS, connected, is_current, is_new_file, newest_step

__all__ = ["connected", "is_current", "upgrade"]


def upgrade(url: str) -> None:
    """Bring the schema at `url` up to date, in one transaction; a new SQLite file is its owner's alone.

    Several processes may do so at once: one does the work, the others wait and find it done. Blocks, so call it
    before the event loop starts or in a thread. Raises `Unavailable` where the database is out of reach.
    """
    if is_new_file(url):
        # The files that SQLite puts beside it take its mode.
        os.close(os.open(str(make_url(url).database), os.O_CREAT | os.O_RDWR, 0o600))
    with told_as_unavailable(), connected(url) as connection:
        command.upgrade(_config(connection), "head")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _write_step(message: str) -> None:
    number = f"{int(newest_step()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        with connected(url) as connection:
            command.revision(_config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    _write_step(sys.argv[1])
