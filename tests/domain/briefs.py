"""Briefs for the tests of the domain: one plain one, and any valid one."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from bot.domain.acceptable_error import understand
from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo
from bot.domain.brief import (
    CHECKLIST_CHARACTERS,
    TASK_CHARACTERS,
    TEXT_CHARACTERS,
    TRIGGER_MINUTES,
    Brief,
    Source,
    Trigger,
    tidy,
)
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.shrinking import Shrink

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 17, tzinfo=UTC)


def a_brief(**fields: Any) -> Brief:
    """Return a plain brief that stands at `NOW`, with `fields` as given."""
    return Brief(
        **{
            "task": "Monthly cloud spend report",
            "owner_id": "U_O",
            "deadline": DEADLINE,
            "outcome": "Finance can close the month.",
            "acceptable_error": understand("variance <= 2 %"),
            **fields,
        }
    )


def texts(characters: int, least: int = 0) -> st.SearchStrategy[str]:
    """Return texts as a form hands them on: tidy, and within the limit."""
    wild = st.text(min_size=least, max_size=min(characters, 80)).map(tidy)
    return st.one_of(wild, st.sampled_from(("x" * characters, "🚀" * characters, "שלום", "a\nb"))).filter(
        lambda text: len(text) >= least
    )


ids = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=9, max_size=11)
seconds = st.integers(int(NOW.timestamp()) + 1, int(DEADLINE.timestamp()))
checkpoints = st.builds(
    Checkpoint,
    st.sampled_from(CheckpointKind),
    seconds.map(lambda each: datetime.fromtimestamp(each, UTC)),
)
briefs = st.builds(
    a_brief,
    task=texts(TASK_CHARACTERS, 1),
    owner_id=ids,
    outcome=texts(TEXT_CHARACTERS, 1),
    acceptable_error=texts(TEXT_CHARACTERS, 1).map(understand),
    team_channel=st.none() | ids,
    minimum_shippable=texts(TEXT_CHARACTERS),
    checklist=st.lists(texts(CHECKLIST_CHARACTERS, 1), max_size=10).map(tuple),
    assumptions=st.lists(texts(TEXT_CHARACTERS, 1), max_size=3).map(tuple),
    blast_radius=st.builds(
        BlastRadius,
        st.none() | st.sampled_from(Audience),
        st.none() | st.sampled_from(Undo),
        st.none() | st.sampled_from(Rollback),
        st.none() | st.sampled_from(Scope),
        st.none() | st.sampled_from(Notice),
        st.booleans(),
        texts(TEXT_CHARACTERS),
    ),
    triggers=st.lists(
        st.builds(Trigger, texts(TEXT_CHARACTERS, 1), st.integers(*TRIGGER_MINUTES), ids), max_size=3
    ).map(tuple),
    checkpoints=st.lists(checkpoints, max_size=2).map(tuple),
    source=st.none()
    | st.builds(
        Source,
        ids.map(lambda each: f"https://example.test/archives/{each}/p1"),
        ids,
        texts(TEXT_CHARACTERS),
        st.booleans(),
    ),
    why=texts(TEXT_CHARACTERS),
    smaller=st.lists(st.sampled_from(Shrink), max_size=3, unique=True).map(tuple),
    override=texts(TEXT_CHARACTERS),
)
"""Any brief that stands at `NOW`."""
