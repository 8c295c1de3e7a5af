"""One delegation: the aggregate that every act goes through."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.domain.acceptable_error import read_measured
from bot.domain.acceptance import TOLD_AFTERWARDS, Acceptance, Level
from bot.domain.brief import CORRECTION_WINDOW, Brief
from bot.domain.errors import Refused
from bot.domain.lifecycle import Act, Role, State, rule_for
from bot.domain.people import Tenant


class Prediction(StrEnum):
    """What the owner expects at shipping."""

    MET = "met"
    NEARLY = "nearly"
    MISSED = "missed"


class Outcome(StrEnum):
    """How it stood against the bar; not a state, and often known only later."""

    UNKNOWN = "unknown"
    MET = "met"
    MISSED = "missed"


class FoundBy(StrEnum):
    """Who saw a miss first: the owner, or somebody else."""

    OWNER = "self-caught"
    OTHERS = "found by others"


@dataclass(frozen=True, slots=True)
class BriefChange:
    """A version of the brief that the manager proposes after it was accepted, and when (aware UTC)."""

    brief: Brief
    at: datetime

    @property
    def subject(self) -> str:
        """What tells it from others of the same delegation."""
        return str(int(self.at.timestamp()))


@dataclass(frozen=True, slots=True)
class Shipment:
    """What the owner said at shipping: link, note, prediction, and the indexes of the ticked checklist lines."""

    prediction: Prediction
    link: str = ""
    note: str = ""
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Delegation:
    """A task handed by a manager to one owner, with its brief and where it stands. All instants are aware UTC.

    `taken_over_at` is when the manager took over what follows the shipping; the state goes on by its own table.
    `rehearsal_of` is the id of the task that a practice round is for: it waits as its manager's draft of that id.
    `manager_level` is who decides, as the manager picked it in private; `acceptance` what the owner added to theirs;
    `change` the version that the manager proposes since, which is nothing before the owner agrees.
    """

    id: str
    tenant: Tenant
    manager_id: str
    owner_id: str
    brief: Brief
    brief_number: int
    state: State
    handed_over_at: datetime
    changed_at: datetime
    move: Role | None = Role.OWNER
    move_until: datetime | None = None
    back_brief: str = ""
    confirmed_by_silence: bool = False
    started_at: datetime | None = None
    shipped_at: datetime | None = None
    shipment: Shipment | None = None
    outcome: Outcome = Outcome.UNKNOWN
    measured: str = ""
    found_by: FoundBy | None = None
    corrected_at: datetime | None = None
    correction: str = ""
    reason: str = ""
    ended_at: datetime | None = None
    taken_over_at: datetime | None = None
    rehearsal_of: str = ""
    manager_level: Level | None = None
    acceptance: Acceptance | None = None
    change: BriefChange | None = None

    def role_of(self, user_id: str) -> Role:
        """Return the part in which `user_id` acts here. Raises `Refused` for anybody else."""
        if user_id == self.owner_id:
            return Role.OWNER
        if user_id == self.manager_id:
            return Role.MANAGER
        raise Refused("This delegation is between two others. Ask its owner or its manager.")

    def may_answer(self, user_id: str, deputy_id: str) -> bool:
        """Say whether the person may give the manager's word: the manager always, a deputy once they were asked.

        `deputy_id` is who was asked in the manager's place, "" for nobody.
        """
        return user_id in {self.manager_id, deputy_id} - {""}

    def holder(self) -> str | None:
        """Return the user id of whose move it is, or None where it is nobody's."""
        return (
            {Role.OWNER: self.owner_id, Role.MANAGER: self.manager_id}.get(self.move) if self.move else None
        )

    def other(self, role: Role) -> str:
        """Return the user id of the other of the two."""
        return self.owner_id if role is Role.MANAGER else self.manager_id

    def after(self, act: Act, role: Role, now: datetime, **changes: Any) -> Self:
        """Return the delegation after `role` does `act` at `now`, with `changes` applied.

        Raises `Refused` where the table of transitions does not allow it.
        """
        rule = rule_for(self.state, act, role)
        move = rule.move
        if act is Act.NEGOTIATE:
            move = Role.MANAGER if role is Role.OWNER else Role.OWNER
        return replace(
            self,
            **({"state": rule.leads_to, "move": move, "move_until": None, "changed_at": now} | changes),
        )

    def hold_against_bar(self, measured: str) -> Outcome:
        """Return what a measured value says of the bar; unknown where either of the two holds no number."""
        value = read_measured(measured)
        met = self.brief.acceptable_error.is_met_by(value) if value is not None else None
        return {None: Outcome.UNKNOWN, True: Outcome.MET, False: Outcome.MISSED}[met]

    def can_be_corrected(self, now: datetime) -> bool:
        """Say whether a miss can still be recorded: from shipping on, for fourteen days."""
        return self.shipped_at is not None and now - self.shipped_at <= CORRECTION_WINDOW

    @property
    def levels(self) -> tuple[Level, Level] | None:
        """Who decides, as the manager and as the owner picked it; None before both have: neither is shown alone."""
        owner_level = self.acceptance.level if self.acceptance else None
        return (self.manager_level, owner_level) if self.manager_level and owner_level else None

    @property
    def is_asked_afterwards(self) -> bool:
        """Say whether both leave the call to the owner: the manager's questions come once it has shipped."""
        return self.levels is not None and TOLD_AFTERWARDS.issuperset(self.levels)

    @property
    def is_clean(self) -> bool:
        """Say whether it was delivered as agreed: met, nothing corrected, and not handed over against its verdict."""
        return self.outcome is Outcome.MET and self.corrected_at is None and not self.brief.override
