"""A delegation as one looks at it now: what every card, list and message is drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.brief import Brief
from bot.domain.checkpoints import CheckpointKind
from bot.domain.correction import CorrectionNote
from bot.domain.delegation import Delegation
from bot.domain.flag import Flag
from bot.domain.help import HELPED_IN, Help
from bot.domain.intention import Intention
from bot.domain.lifecycle import ENDED, State
from bot.domain.page import Hit
from bot.domain.people import Channel, Person
from bot.domain.premortem import Premortem, Risk
from bot.domain.proposal import Proposal
from bot.domain.record import Question
from bot.domain.review import Review


def people_named(
    delegation: Delegation,
    *,
    flags: Iterable[Flag] = (),
    intentions: Iterable[Intention] = (),
    wishes: Iterable[Help] = (),
    hits: Iterable[Hit] = (),
    risks: Iterable[Risk] = (),
    reviews: Iterable[Review] = (),
) -> set[str]:
    """Return the user ids of all whose names are shown with a delegation, the two included."""
    named = {delegation.owner_id, delegation.manager_id}
    briefs = (delegation.brief, *([delegation.change.brief] if delegation.change else []))
    named |= {trigger.goes_to for brief in briefs for trigger in brief.triggers}
    named |= {flag.deputy_id for flag in flags}
    named |= {intention.deputy_id for intention in intentions}
    named |= {wish.deputy_id for wish in wishes}
    named |= {person for hit in hits for person in (*hit.paged, hit.acknowledged_by)}
    named |= {risk.author_id for risk in risks if risk.with_name}
    named |= {review.change.who for review in reviews if review.change}
    return named - {""}


@dataclass(frozen=True, slots=True)
class Situation:
    """The delegation, the people and the place around it, and what comes next. `now` is aware UTC.

    `previous` is the brief before the version on the table, while that is being negotiated; `next_checkpoint`
    and `next_at` are the waiting checkpoint and its (perhaps snoozed) time; `open_question` awaits the owner.
    `flags` and `intentions` are those of the work so far, in the order in which they were raised.
    `review` is the latest round of the after-action; `earlier` the round before it that came to a change, while
    it has none itself. `hits` are the triggers that were hit, `proposals` what the owner proposed under way, each
    the earliest first. `note` is the latest correction note, while the bar stands as missed. `premortems` are all of
    it, oldest first; `risks` those that were revealed, in that order. `wishes` are the
    owner's wishes for help, the earliest first.
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
    flags: tuple[Flag, ...] = ()
    intentions: tuple[Intention, ...] = ()
    hits: tuple[Hit, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    note: CorrectionNote | None = None
    premortems: tuple[Premortem, ...] = ()
    risks: tuple[Risk, ...] = ()
    wishes: tuple[Help, ...] = ()

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
    def open_hit(self) -> Hit | None:
        """The latest trigger that was hit and that nobody has yet, or None."""
        return next((each for each in reversed(self.hits) if each.is_open), None)

    @property
    def open_proposal(self) -> Proposal | None:
        """What waits for the manager's word, or None."""
        return next((each for each in reversed(self.proposals) if each.is_open), None)

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

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that can still be answered: without one, and the work under way."""
        under_way = self.delegation.state is State.IN_PROGRESS
        return tuple(flag for flag in self.flags if flag.is_open) if under_way else ()

    @property
    def open_wishes(self) -> tuple[Help, ...]:
        """The wishes for help that can still be answered."""
        helped = self.delegation.state in HELPED_IN
        return tuple(wish for wish in self.wishes if wish.is_open) if helped else ()

    @property
    def open_intentions(self) -> tuple[Intention, ...]:
        """The intentions that can still be objected to."""
        under_way = self.delegation.state is State.IN_PROGRESS
        return tuple(each for each in self.intentions if each.is_open) if under_way else ()
