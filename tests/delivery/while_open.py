"""One of each kind that is owed only as long as the work is open, in a moment in which something comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.checkpoints import CheckpointKind
from bot.domain.flag import Flag, Sureness
from bot.domain.intention import Intention
from bot.domain.lifecycle import Role, State
from bot.domain.nudge_kind import NudgeKind
from bot.domain.page import Hit, Page
from bot.domain.premortem import Decision, Premortem, Risk
from bot.domain.proposal import Proposal, ProposalKind
from bot.domain.record import Question, QuestionAbout
from bot.usecases.ports import UnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, a_brief

SetUp = Callable[[UnitOfWork], Awaitable[object]]


async def _nothing(_: UnitOfWork) -> None:
    """Have nothing stand around it."""


@dataclass(frozen=True)
class Owed:
    """A nudge's subject and recipient, the delegation's fields, and what stands around it; due at `NOW`."""

    subject: str = ""
    recipient: str = "U_OWNER"
    state: State = State.IN_PROGRESS
    fields: dict[str, Any] = field(default_factory=dict)
    set_up: SetUp = _nothing


QUESTION = Question("Q1", "D1", QuestionAbout.WORK, "What do you see?", NOW)
FLAG = Flag("F1", "D1", "The export is late", Sureness.LIKELY, "", NOW - HOUR, NOW)
INTENTION = Intention("I1", "D1", "Leave both out", "Nobody knows them", NOW - HOUR, NOW)
HIT = Hit(
    *("H1", "D1", "over 5 %", 60, "U_MANAGER", "U_OWNER", NOW - HOUR, NOW - HOUR),
    pages=(Page("U_MANAGER", 1, NOW - HOUR),),
)
NEW_TIME = Proposal(
    *("P1", "D1", ProposalKind.NEW_TIME, NOW - DAY, NOW, NOW + 2 * DAY), deadline=NOW + 4 * DAY, why="Why"
)
PREMORTEM = Premortem("D1", 1, "U_OWNER", ("U_GUEST",), NOW - DAY, NOW)
RISK = Risk("R1", "D1", 1, "U_MANAGER", 0, "The export was late", NOW - DAY)
WATCHED = replace(
    RISK, decision=Decision.WATCHED, state="The export is there", wanted_at=NOW, check_at=NOW, fallback="Ring"
)


async def _watch(work: UnitOfWork) -> None:
    revealed = replace(PREMORTEM, revealed_at=NOW - HOUR)
    await work.premortems.add(revealed)
    await work.premortems.write(revealed, RISK.author_id, [RISK])
    await work.premortems.reveal(revealed)
    await work.premortems.decide(WATCHED)


OWED: dict[NudgeKind, Owed] = {
    NudgeKind.OFFER_REMINDER: Owed(state=State.OFFERED),
    NudgeKind.OFFER_LAPSE: Owed(recipient="", state=State.OFFERED, fields={"brief": a_brief(deadline=NOW)}),
    NudgeKind.SILENCE: Owed(recipient="", state=State.ACCEPTED, fields={"move_until": NOW}),
    NudgeKind.CHECKPOINT: Owed(CheckpointKind.SPOT_CHECK.value),
    NudgeKind.QUESTION: Owed("Q1", set_up=lambda work: work.records.ask(QUESTION)),
    NudgeKind.FLAG_DUE: Owed("F1", "", set_up=lambda work: work.flags.add(FLAG)),
    NudgeKind.FLAG_SILENT: Owed(
        "F1", set_up=lambda work: work.flags.add(replace(FLAG, chased_at=NOW, given_back_at=NOW))
    ),
    NudgeKind.INTENTION_DUE: Owed("I1", "", set_up=lambda work: work.intentions.add(INTENTION)),
    NudgeKind.PAGE_CLOCK: Owed("H1", "", set_up=lambda work: work.pages.add(HIT)),
    NudgeKind.PROPOSAL_SILENCE: Owed("P1", "", set_up=lambda work: work.proposals.add(NEW_TIME)),
    NudgeKind.DEADLINE: Owed(str(int(NOW.timestamp())), fields={"brief": a_brief(deadline=NOW)}),
    NudgeKind.PREMORTEM_ASKED: Owed("1", "U_GUEST", set_up=lambda work: work.premortems.add(PREMORTEM)),
    NudgeKind.PREMORTEM_REVEAL: Owed("1", "", set_up=lambda work: work.premortems.add(PREMORTEM)),
    NudgeKind.RISK_CHECK: Owed(WATCHED.check_name, set_up=_watch),
    NudgeKind.RISK_REMINDER: Owed(WATCHED.check_name, set_up=_watch),
}
"""By kind; a test holds it equal to the kinds that end with the work."""


def moves_in(state: State) -> Role:
    """Return who has the move in a state before shipping."""
    return Role.MANAGER if state is State.ACCEPTED else Role.OWNER
