"""Logging: ids and names of events, for people at a console or for machines; never user text or tokens."""

import logging
import traceback
from typing import Literal

import structlog

NOISY = ("leeway.bolt", "slack_sdk", "aiohttp.access", "alembic", "apscheduler", "sqlalchemy")


def where_raised(error: Exception) -> str:
    """Return the file and the line where an exception was raised: its words may quote what somebody wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"


def configure_logs(style: Literal["console", "json"]) -> None:
    """Have every logger write one line an event. Libraries that log request bodies speak up from WARNING only."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
