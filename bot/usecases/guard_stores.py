"""The stores of what guards the work of one tenant: flags, intentions, pages, proposals, corrections, pre-mortems."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.correction import CorrectionNote
from bot.domain.flag import Flag, Forward
from bot.domain.help import Help
from bot.domain.intention import Intention
from bot.domain.page import Hit
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal
from bot.domain.rescue import Rescue


class Flags(Protocol):
    """Yellow flags of one tenant, and whom they were forwarded to."""

    async def add(self, flag: Flag) -> bool:
        """Store a new flag; False if one of this id is already there."""
        ...

    async def get(self, flag_id: str) -> Flag | None:
        """Return the flag, or None."""
        ...

    async def of(self, delegation_id: str) -> list[Flag]:
        """Return the flags of a delegation, oldest first."""
        ...

    async def save(self, flag: Flag) -> None:
        """Store the flag's present state."""
        ...

    async def forward(self, forward: Forward) -> bool:
        """Store what somebody is told; False if one of this id is already there."""
        ...

    async def forwards(self, delegation_id: str) -> list[Forward]:
        """Return what others were told about the flags of a delegation, oldest first."""
        ...


class Intentions(Protocol):
    """What owners intend, of one tenant."""

    async def add(self, intention: Intention) -> bool:
        """Store a new intention; False if one of this id is already there."""
        ...

    async def get(self, intention_id: str) -> Intention | None:
        """Return the intention, or None."""
        ...

    async def of(self, delegation_id: str) -> list[Intention]:
        """Return the intentions of a delegation, oldest first."""
        ...

    async def save(self, intention: Intention) -> None:
        """Store the intention's present state."""
        ...


class Pages(Protocol):
    """Triggers that were hit, with the pages they sent, of one tenant."""

    async def add(self, hit: Hit) -> bool:
        """Store a new hit; False if one of this id is already there."""
        ...

    async def get(self, hit_id: str) -> Hit | None:
        """Return the hit, or None."""
        ...

    async def save(self, hit: Hit) -> None:
        """Store the hit's present state."""
        ...

    async def of(self, delegation_ids: Sequence[str]) -> list[Hit]:
        """Return the hits of these delegations, the earliest first."""
        ...


class Proposals(Protocol):
    """What owners propose while the work is under way, of one tenant."""

    async def add(self, proposal: Proposal) -> bool:
        """Store a new proposal; False if one of this id is already there."""
        ...

    async def get(self, proposal_id: str) -> Proposal | None:
        """Return the proposal, or None."""
        ...

    async def save(self, proposal: Proposal) -> None:
        """Store the proposal's present state."""
        ...

    async def of(self, delegation_ids: Sequence[str]) -> list[Proposal]:
        """Return the proposals of these delegations, the earliest first."""
        ...


class Corrections(Protocol):
    """Correction notes, of one tenant."""

    async def add(self, note: CorrectionNote) -> None:
        """Store a new note."""
        ...

    async def latest(self, delegation_id: str) -> CorrectionNote | None:
        """Return the latest note of a delegation, or None where no miss asked for one."""
        ...

    async def get(self, delegation_id: str, number: int) -> CorrectionNote | None:
        """Return the note of this number, or None."""
        ...

    async def save(self, note: CorrectionNote) -> None:
        """Store the note's present state."""
        ...


class Rescues(Protocol):
    """The managers' private records of stepping in, of one tenant."""

    async def add(self, rescue: Rescue) -> bool:
        """Store a rescue; False if one of this id is already there."""
        ...

    async def of_manager(self, manager_id: str, delegation_id: str) -> list[Rescue]:
        """Return this manager's own rescues about a delegation, oldest first."""
        ...

    async def since(self, manager_id: str, instant: datetime) -> list[Rescue]:
        """Return this manager's own rescues from an instant on, about whichever delegation, oldest first."""
        ...


class HelpGiven(Protocol):
    """What the two said to each other to help, of one tenant."""

    async def add(self, said: Help) -> bool:
        """Store it; False if one of this id is already there."""
        ...

    async def get(self, help_id: str) -> Help | None:
        """Return what was said under this id, or None."""
        ...

    async def save(self, wish: Help) -> None:
        """Store a wish's present state."""
        ...

    async def wishes(self, delegation_ids: Sequence[str]) -> list[Help]:
        """Return the owners' wishes in these delegations, the earliest first."""
        ...


class Premortems(Protocol):
    """Pre-mortems and the risks named in them, of one tenant."""

    async def add(self, premortem: Premortem) -> bool:
        """Store a new pre-mortem; False if this number is already there."""
        ...

    async def save(self, premortem: Premortem) -> None:
        """Store the pre-mortem's present state."""
        ...

    async def of(self, delegation_id: str) -> list[Premortem]:
        """Return a delegation's pre-mortems, oldest first."""
        ...

    async def write(self, premortem: Premortem, author_id: str, risks: Sequence[Risk]) -> None:
        """Store an author's risks in place of their earlier ones."""
        ...

    async def written_by(self, premortem: Premortem, author_id: str) -> list[Risk]:
        """Return what one author wrote, in their order, revealed or not."""
        ...

    async def reveal(self, premortem: Premortem) -> None:
        """Have what was written be seen from now on."""
        ...

    async def revealed(self, delegation_id: str) -> list[Risk]:
        """Return the risks of a delegation that have been revealed, and no others, by pre-mortem and id."""
        ...

    async def decide(self, risk: Risk) -> None:
        """Store what became of a risk; its text and its author stay."""
        ...
