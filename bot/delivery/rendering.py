"""From intent to message: a nudge's step, if it has one, then its words, drawn from the state of this moment.

What has been overtaken is not sent: each kind says for itself when nothing is owed any more, and what the end of the
work calls off is off, whatever its kind says.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.blocks.home import home
from bot.delivery.digests import Digests
from bot.delivery.drawings.changes import CHANGE
from bot.delivery.drawings.corrections import CORRECTION
from bot.delivery.drawings.departures import DEPARTURES
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.drawings.flags import FLAGS
from bot.delivery.drawings.help import HELP
from bot.delivery.drawings.pages import PAGES
from bot.delivery.drawings.premortem import PREMORTEM
from bot.delivery.drawings.rehearsals import REHEARSAL
from bot.delivery.drawings.reviews import REVIEW
from bot.delivery.drawings.work import WORK
from bot.delivery.outgoing import Outgoing, Post, Publish, Wait
from bot.delivery.ports import Reading
from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound
from bot.domain.lifecycle import BEFORE_REVIEW
from bot.domain.nudge import Claim, Nudge
from bot.domain.nudge_kind import NudgeKind
from bot.domain.people import Person
from bot.metrics import Metrics
from bot.usecases import miss, wishes
from bot.usecases.agree_to import stay_as_it_was
from bot.usecases.ask import bring_held
from bot.usecases.chase_flag import chase
from bot.usecases.checkpoint import come_due
from bot.usecases.confirm import confirm_by_silence
from bot.usecases.deadline import come_late
from bot.usecases.end import lapse
from bot.usecases.intend import go_by_silence
from bot.usecases.owed_nudges import WHILE_OPEN
from bot.usecases.own_rescues import rescues_lately
from bot.usecases.page import pass_on
from bot.usecases.ports import Clock, Directory, UnitOfWork, UnitsOfWork
from bot.usecases.premortem.reveal import reveal
from bot.usecases.premortem.watch import ask_about
from bot.usecases.rehearse import offer_after_rehearsal
from bot.usecases.review.run import advance, start_when_due
from bot.usecases.situation import look, situations_of
from bot.usecases.unreachable import tell_the_other

Step = Callable[[Nudge, UnitOfWork, Clock], Awaitable[datetime | None]]

STEPS: dict[NudgeKind, Step] = {
    NudgeKind.OFFER_LAPSE: lapse,
    NudgeKind.SILENCE: confirm_by_silence,
    NudgeKind.CHECKPOINT: come_due,
    NudgeKind.UNREACHABLE: tell_the_other,
    NudgeKind.FLAG_DUE: chase,
    NudgeKind.INTENTION_DUE: go_by_silence,
    NudgeKind.HELP_DUE: wishes.chase,
    NudgeKind.QUESTION_HELD: bring_held,
    NudgeKind.NOTE_DUE: miss.come_due,
    NudgeKind.REVIEW_START: start_when_due,
    NudgeKind.REVIEW_REVEAL: advance,
    NudgeKind.REVIEW_MANAGER: advance,
    NudgeKind.REVIEW_CHANGE: advance,
    NudgeKind.REVIEW_CLOSE: advance,
    NudgeKind.PAGE_CLOCK: pass_on,
    NudgeKind.PROPOSAL_SILENCE: stay_as_it_was,
    NudgeKind.DEADLINE: come_late,
    NudgeKind.REHEARSAL_CLOSED: offer_after_rehearsal,
    NudgeKind.PREMORTEM_REVEAL: reveal,
    NudgeKind.RISK_CHECK: ask_about,
}
"""What the clock does when its time has come, before anything is said about it; each can be repeated."""


DRAWINGS: dict[NudgeKind, Draw] = (
    WORK | DEPARTURES | FLAGS | PAGES | PREMORTEM | CORRECTION | HELP | REHEARSAL | CHANGE | REVIEW
)
"""What each kind says; one without a row is a step only. App Home and a digest are a person's, not a delegation's."""


class Renderer:
    """Turns claims into what is sent."""

    def __init__(
        self,
        units: UnitsOfWork,
        reading: Reading,
        directory: Directory,
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self._units = units
        self._reading = reading
        self._directory = directory
        self._clock = clock
        self._digests = Digests(units, clock, self._draw, metrics or Metrics())
        self.clock_jumped = self._digests.clock_jumped

    async def prepare(self, claim: Claim) -> Outgoing:
        """Take the clock's step where the kind has one, then return what is to be sent, or None for nothing."""
        nudge = claim.nudge
        if nudge.kind is NudgeKind.HOME:
            return await self._home(nudge)
        if nudge.kind is NudgeKind.DIGEST:
            return await self._digests.draw(claim)
        try:
            step = STEPS.get(nudge.kind)
            if step:
                work = self._units(nudge.tenant, self._digests.late_since(claim))
                again_at = await step(nudge, work, self._clock)
                if again_at:
                    return Wait(again_at)
            async with await self._reading.of(nudge.tenant, nudge.delegation_id) as read:
                return await self._digests.instead(claim, read) or await self._draw(claim, read)
        except NotFound:
            return None

    async def _draw(self, claim: Claim, work: UnitOfWork) -> Outgoing:
        """Draw a nudge from the state of the moment; None for a kind that is a step only. Raises `NotFound`."""
        draw = DRAWINGS.get(claim.nudge.kind)
        if draw is None:
            return None
        delegation = await work.delegations.get(claim.nudge.delegation_id)
        drawn = await draw(Drawing(claim, await look(delegation, work, self._clock), work))
        if isinstance(drawn, Post) and await _was_called_off(claim, delegation, work):
            return None
        return drawn

    async def _home(self, nudge: Nudge) -> Outgoing:
        person = await self._directory.person(nudge.tenant, nudge.recipient)
        situations = await situations_of(nudge.recipient, self._units(nudge.tenant), self._clock)
        known = person or Person(nudge.recipient, nudge.tenant.team_id, "somebody")
        stepped_in = await rescues_lately(nudge.recipient, self._units(nudge.tenant), self._clock)
        return Publish(nudge.recipient, home(known, situations, stepped_in))


async def _was_called_off(claim: Claim, delegation: Delegation, work: UnitOfWork) -> bool:
    """Say whether the end of the work has called it off since it was claimed. What is asked after shipping was not."""
    is_over = delegation.state not in BEFORE_REVIEW
    return is_over and claim.nudge.kind in WHILE_OPEN and not await work.nudges.is_held(claim)
