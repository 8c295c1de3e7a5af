"""Domain objects for tests, plain where a test says nothing of a field."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.acceptable_error import understand
from bot.domain.brief import Brief
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import State
from bot.domain.nudge import Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant
from bot.domain.review import Mode, Note, Phase, Prompt, Review, Visibility
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OURS, THEIRS = Tenant("E1", "T1"), Tenant("", "T1")  # the same team, in and outside an organisation


def a_brief(**fields: Any) -> Brief:
    """Return a short brief of U_OWNER's, due in two days."""
    return Brief(
        **{
            "task": "Board report",
            "owner_id": "U_OWNER",
            "deadline": NOW + 2 * DAY,
            "outcome": "The board can decide",
            "acceptable_error": understand("variance <= 2 %"),
            **fields,
        }
    )


def a_delegation(name: str = "D1", tenant: Tenant = OURS, **fields: Any) -> Delegation:
    """Return an offer of U_MANAGER's to U_OWNER, just handed over."""
    return Delegation(
        **{
            "id": name,
            "tenant": tenant,
            "manager_id": "U_MANAGER",
            "owner_id": "U_OWNER",
            "brief": a_brief(),
            "brief_number": 1,
            "state": State.OFFERED,
            "handed_over_at": NOW,
            "changed_at": NOW,
            **fields,
        }
    )


def a_review(delegation_id: str = "D1", tenant: Tenant = OURS, **fields: Any) -> Review:
    """Return a full first review that waits to start."""
    return Review(
        **{
            "delegation_id": delegation_id,
            "round": 1,
            "tenant": tenant,
            "mode": Mode.FULL,
            "is_async": False,
            "phase": Phase.WAITING,
            "starts_at": NOW,
            **fields,
        }
    )


def a_note(**fields: Any) -> Note:
    """Return what the owner expected, for the thread."""
    return Note(
        **{
            "author_id": "U_OWNER",
            "prompt": Prompt.EXPECTED,
            "text": "All figures in",
            "visibility": Visibility.THREAD,
            "written_at": NOW,
            **fields,
        }
    )


def a_nudge(name: str = "N1", tenant: Tenant = OURS, **fields: Any) -> Nudge:
    """Return a checkpoint about D1, due now; its subject is its name, so that each has a key of its own."""
    return Nudge(
        **{
            "id": name,
            "tenant": tenant,
            "kind": NudgeKind.CHECKPOINT,
            "delegation_id": "D1",
            "recipient": "U_OWNER",
            "due_at": NOW,
            "subject": name,
            **fields,
        }
    )


async def plan(work: SqlUnitOfWork, *nudges: Nudge) -> None:
    """Plan in a transaction of its own."""
    async with work:
        await work.nudges.plan(*nudges)
        await work.commit()
