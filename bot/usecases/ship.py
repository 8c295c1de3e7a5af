"""Ship the work: the owner's prediction, what was measured, and the after-action planned in one transaction."""

from dataclasses import dataclass

from bot.domain.brief import TEXT_CHARACTERS, tidy, why_not_text
from bot.domain.checkpoints import CheckpointKind
from bot.domain.delegation import Delegation, FoundBy, Outcome, Prediction, Shipment
from bot.domain.errors import Invalid, Refused
from bot.domain.lifecycle import Act, Role
from bot.domain.nudge_kind import NudgeKind
from bot.domain.premortem import guards_of
from bot.domain.record import Event, HistoryEntry
from bot.domain.situation import Situation
from bot.usecases.agree_to import close_proposals
from bot.usecases.measure import outcome_of
from bot.usecases.miss import tell_the_owner
from bot.usecases.owed_nudges import WHILE_OPEN, end_what_waits, nudge, put_the_move_away, show
from bot.usecases.page import end_the_clocks
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.reveal import end_premortems
from bot.usecases.review.plan import plan_review


@dataclass(frozen=True, slots=True)
class Ship:
    """What the owner says at shipping.

    `ticked` holds the indexes of the checklist lines that are done. `measured` is the value as typed, empty
    where it is not known yet; `met` is the owner's word where the bar holds no number, None where not known.
    `guards` are the ids of the risks whose guard was ticked. `all_the_same` ships with lines that are open.
    """

    delegation_id: str
    actor_id: str
    prediction: Prediction
    link: str = ""
    note: str = ""
    ticked: tuple[int, ...] = ()
    measured: str = ""
    met: bool | None = None
    guards: tuple[str, ...] = ()
    all_the_same: bool = False


class StillOpen(Refused):
    """Lines of the checklist, or guards, are not ticked, and the owner has not said to ship all the same."""

    def __init__(self, lines: int) -> None:
        super().__init__("Not everything is ticked. Ship it all the same, or tick what is done.")
        self.lines = lines


async def ship(command: Ship, work: UnitOfWork, clock: Clock, minutes: float) -> Delegation:
    """Ship it: open checkpoints are owed no more, the manager hears it, and the after-action is planned.

    `minutes` is the length of an after-action. Raises `Invalid` for texts and links that cannot stand, and
    `StillOpen` for lines that are not ticked, where it is not to ship `all_the_same`.
    """
    _check(command)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        role = delegation.role_of(command.actor_id)
        shipment = Shipment(
            command.prediction, tidy(command.link), tidy(command.note), tuple(sorted(set(command.ticked)))
        )
        if role is Role.OWNER and delegation.shipment == shipment and _says_the_same(delegation, command):
            return delegation  # the same form once more; with other words it is refused, so that they stay
        now = clock.now()
        outcome = outcome_of(delegation, command.measured, command.met)
        shipped = delegation.after(
            Act.SHIP,
            role,
            now,
            shipped_at=now,
            shipment=shipment,
            measured=tidy(command.measured),
            outcome=outcome,
            found_by=FoundBy.OWNER if outcome is Outcome.MISSED else None,
        )
        still_open = 0 if command.all_the_same else await _not_ticked(delegation, command, work)
        if still_open:
            raise StillOpen(still_open)
        await work.delegations.save(shipped)
        await work.records.note(
            HistoryEntry(delegation.id, Event.SHIPPED, command.actor_id, now, command.prediction)
        )
        await work.nudges.cancel(delegation.id, *WHILE_OPEN)
        await end_the_clocks(work, shipped, now)
        await close_proposals(work, shipped, now)
        await put_the_move_away(work, delegation, now)
        await end_what_waits(work, shipped, now)
        await end_premortems(work, shipped, now, command.guards)
        await work.nudges.plan(nudge(shipped, NudgeKind.SHIPPED, now, to=shipped.manager_id))
        if shipped.outcome is Outcome.MISSED:
            await tell_the_owner(shipped, work, now)
        await plan_review(shipped, work, clock, minutes)
        await show(work, shipped, now)
        await work.commit()
    return shipped


async def _not_ticked(delegation: Delegation, command: Ship, work: UnitOfWork) -> int:
    """Return how many lines of the checklist, and how many guards, were left open."""
    lines = set(range(len(delegation.brief.checklist))) - set(command.ticked)
    guards = {risk.id for risk in guards_of(await work.premortems.revealed(delegation.id))}
    return len(lines) + len(guards - set(command.guards))


async def foreseen(situation: Situation, work: UnitOfWork) -> Prediction | None:
    """Return the prediction that the owner has made already, so that they need not make it twice: a start, no more.

    On course at the final QA is met, as long as nothing has come up since: no flag, no trigger, no proposal, and not
    the deadline either. None where there is no such word.
    """
    delegation = situation.delegation
    async with work:
        said = await work.records.checkpoint_answer(delegation.id, CheckpointKind.FINAL_QA)
    if said is None or not said.on_course or said.is_low_bet or situation.now >= delegation.brief.deadline:
        return None
    came_up = [
        *(flag.raised_at for flag in situation.flags),
        *(hit.at for hit in situation.hits),
        *(made.at for made in situation.proposals),
    ]
    return Prediction.MET if all(at < said.answered_at for at in came_up) else None


def _says_the_same(delegation: Delegation, command: Ship) -> bool:
    """Say whether the form holds the outcome that was shipped; a correction has changed it since."""
    stands = (delegation.measured, delegation.outcome)
    return bool(delegation.corrected_at) or stands == (
        tidy(command.measured),
        outcome_of(delegation, command.measured, command.met),
    )


def _check(command: Ship) -> None:
    link = tidy(command.link)
    problems = {
        "link": None
        if not link or link.startswith(("https://", "http://"))
        else "A link begins with https://. Put other words into the note.",
        "note": why_not_text(command.note, TEXT_CHARACTERS),
        "measured": why_not_text(command.measured, TEXT_CHARACTERS),
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)
