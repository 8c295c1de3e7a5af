"""A delegation as one looks at it now: what every card, list and message is drawn from."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation
from bot.domain.lifecycle import ENDED
from bot.domain.people import Channel, Person
from bot.domain.record import Question
from bot.domain.review import Review


@dataclass(frozen=True, slots=True)
class Situation:
    """The delegation, the people and the place around it, and what comes next. `now` is aware UTC.

    `previous` is the brief before the version on the table, while that is being negotiated; `next_checkpoint`
    and `next_at` are the waiting checkpoint and its (perhaps snoozed) time; `open_question` awaits the owner.
    `review` is the latest round of the after-action; `earlier` the round before it that came to a change, while
    it has none itself. `note` is the latest correction note, while the bar stands as missed.
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
    note: CorrectionNote | None = None

    def person(self, user_id: str) -> Person:
        """Return the person of this id, as far as known; the zone is UTC and the name general where not."""
        return self.people.get(user_id) or Person(user_id, self.delegation.tenant.team_id, "somebody")

    @property
    def agreed(self) -> Review | None:
        """The latest round of the after-action that came to a change, or None where none did."""
        return self.review if self.review and self.review.change else self.earlier

    @property
    def open_note(self) -> CorrectionNote | None:
        """The correction note that the owner still has to send, or None where none is waited for."""
        waits = self.note and self.note.sent_at is None and self.delegation.taken_over_at is None
        return self.note if waits else None

    @property
    def is_over(self) -> bool:
        """Say whether nothing is waited for any more: it has ended, and no correction is open."""
        return self.delegation.state in ENDED and self.open_note is None

    @property
    def owner(self) -> Person:
        """The one who decides and owns the call."""
        return self.person(self.delegation.owner_id)

    @property
    def manager(self) -> Person:
        """The one who handed it over."""
        return self.person(self.delegation.manager_id)
