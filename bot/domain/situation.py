"""A delegation as one looks at it now: what every card, list and message is drawn from."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation
from bot.domain.people import Channel, Person
from bot.domain.premortem import Premortem, Risk
from bot.domain.record import Question
from bot.domain.review import Review


@dataclass(frozen=True, slots=True)
class Situation:
    """The delegation, the people and the place around it, and what comes next. `now` is aware UTC.

    `previous` is the brief before the version on the table, while that is being negotiated; `next_checkpoint`
    and `next_at` are the waiting checkpoint and its (perhaps snoozed) time; `open_question` awaits the owner.
    `review` is the latest round of the after-action; `earlier` the round before it that came to a change, while
    it has none itself.
    `premortems` are all of it, oldest first; `risks` those that were revealed, in that order.
    """

    delegation: Delegation
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    channel: Channel | None = None
    previous: Brief | None = None
    next_checkpoint: CheckpointKind | None = None
    next_at: datetime | None = None
    open_question: Question | None = None
    review: Review | None = None
    earlier: Review | None = None
    premortems: tuple[Premortem, ...] = ()
    risks: tuple[Risk, ...] = ()

    def person(self, user_id: str) -> Person:
        """Return the person of this id, as far as known; the zone is UTC and the name general where not."""
        return self.people.get(user_id) or Person(user_id, self.delegation.tenant.team_id, "somebody")

    @property
    def premortem(self) -> Premortem | None:
        """The latest pre-mortem, or None where there was none."""
        return self.premortems[-1] if self.premortems else None

    def risk(self, risk_id: str) -> Risk | None:
        """Return one of the risks that were revealed, or None."""
        return next((risk for risk in self.risks if risk.id == risk_id), None)

    @property
    def agreed(self) -> Review | None:
        """The latest round of the after-action that came to a change, or None where none did."""
        return self.review if self.review and self.review.change else self.earlier

    @property
    def owner(self) -> Person:
        """The one who decides and owns the call."""
        return self.person(self.delegation.owner_id)

    @property
    def manager(self) -> Person:
        """The one who handed it over."""
        return self.person(self.delegation.manager_id)
