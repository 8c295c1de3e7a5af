"""A rescue: the manager stepping in. Kept for the manager alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LATELY: Final = timedelta(weeks=4)
"""How far back a manager's own Home counts: long enough to show a habit, short enough that it can be left behind."""


class RescueKind(StrEnum):
    """How a manager steps in."""

    TAKE_BACK = "take back"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Rescue:
    """One step in: the reason for taking back, or the words that went out as an edit. `at` is aware UTC.

    `id` is that of the form, so that one sent twice counts once.
    """

    id: str
    delegation_id: str
    manager_id: str
    kind: RescueKind
    text: str
    at: datetime
