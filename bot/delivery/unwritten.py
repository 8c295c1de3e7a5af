"""Results that a database in reach would not take: kept, so that nothing is sent again for the want of them."""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.nudge import Claim, Nudge, Result, Settlement
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Tenant

NOT_SETTLED: Final = "not_settled"
"""The word for a result that could not be written down, or not as a whole."""

MOST_LEASES: Final = 3
"""How many leases may run out on a result that cannot be written down; then the nudge is given up."""


@dataclass(slots=True)
class _Kept:
    settlement: Settlement
    leases: int = 0


class Unwritten:
    """Keeps what one sender could not write down. Another sender, or this one started anew, looks for the message."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Tenant, str], _Kept] = {}

    def keep(self, settlement: Settlement) -> None:
        """Keep the result until its nudge is claimed again; the first one kept is what became of it."""
        self._kept.setdefault(_key(settlement.claim), _Kept(settlement))

    def forget(self, settlement: Settlement) -> None:
        """Let go of what has been written down by now."""
        self._kept.pop(_key(settlement.claim), None)

    def instead_of(self, claim: Claim) -> Settlement | None:
        """Return what is to be written down of this claim instead of sending it; None where nothing is kept of it.

        That is the earlier result once more; and when it has failed too often, that the nudge is given up.
        """
        kept = self._kept.get(_key(claim))
        if kept is None:
            return None
        kept.leases += 1
        # What was refreshed since is still to be sent: so the revision stays that of the result.
        anew = replace(claim, revision=kept.settlement.claim.revision)
        result = replace(kept.settlement, claim=anew)
        # A digest is given up only with what it held: else nobody would owe that any more.
        is_known = result.told or claim.nudge.kind is not NudgeKind.DIGEST
        if kept.leases < MOST_LEASES or not is_known:
            return result
        dead = Settlement(anew, Result.DEAD, error=NOT_SETTLED, is_suspect=True)
        return replace(dead, told=result.told, then=_digests(result))


def least(settlement: Settlement) -> Settlement:
    """Return the least that has to be written down: what became of it, of what it told, and where it stands.

    With a digest that could not hold all, that is another one too: what is folded is owed by nothing else.
    """
    return replace(settlement, error=NOT_SETTLED, planned=(), then=_digests(settlement))


def _digests(settlement: Settlement) -> tuple[Nudge, ...]:
    return tuple(each for each in settlement.then if each.kind is NudgeKind.DIGEST)


def _key(claim: Claim) -> tuple[Tenant, str]:
    return claim.nudge.tenant, claim.nudge.id
