"""The life of a delegation: one table of states and acts, and the refusals that say what to do instead."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Refused


class State(StrEnum):
    """Where a delegation stands. A draft is a brief not yet handed over and has no row of this kind."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in progress"
    SHIPPED = "shipped"
    IN_REVIEW = "in review"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken back"


class Role(StrEnum):
    """In which part somebody acts; the clock is who moves when nobody does."""

    MANAGER = "manager"
    OWNER = "owner"
    CLOCK = "clock"


class Act(StrEnum):
    """What can be done with a delegation."""

    NEGOTIATE = "negotiate"
    AGREE = "agree"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    ASK_BACK = "ask back"
    CONFIRM = "confirm"
    TAKE_BACK = "take back"
    HAND_BACK = "hand back"
    SHIP = "ship"
    OPEN_REVIEW = "open the review"
    CORRECT = "correct"
    MEASURE = "measure"
    CLOSE = "close"
    RAISE_FLAG = "raise a flag"
    ANSWER_FLAG = "answer a flag"
    INTEND = "intend"
    ANSWER_INTENTION = "answer an intention"


ENDED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN, State.TAKEN_BACK})
BEFORE_REVIEW = frozenset({State.OFFERED, State.ACCEPTED, State.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Rule:
    """What an act leads to, who may do it, and who has the move afterwards.

    None is nobody, or, where the work has shipped, whoever the phase asks. A new version of an offer gives the
    move to the other side of whoever proposed it.
    """

    leads_to: State
    by: frozenset[Role]
    move: Role | None = None


def _by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_OWNER, _MANAGER, _CLOCK = _by(Role.OWNER), _by(Role.MANAGER), _by(Role.CLOCK)
_BOTH = _by(Role.OWNER, Role.MANAGER)

TRANSITIONS: dict[tuple[State, Act], Rule] = {
    (State.OFFERED, Act.NEGOTIATE): Rule(State.OFFERED, _BOTH),
    (State.OFFERED, Act.AGREE): Rule(State.OFFERED, _MANAGER, move=Role.OWNER),
    (State.OFFERED, Act.ACCEPT): Rule(State.ACCEPTED, _OWNER, move=Role.MANAGER),
    (State.OFFERED, Act.DECLINE): Rule(State.DECLINED, _OWNER),
    (State.OFFERED, Act.WITHDRAW): Rule(State.WITHDRAWN, _MANAGER),
    (State.OFFERED, Act.LAPSE): Rule(State.WITHDRAWN, _CLOCK),
    (State.ACCEPTED, Act.ASK_BACK): Rule(State.ACCEPTED, _MANAGER, move=Role.MANAGER),
    (State.ACCEPTED, Act.CONFIRM): Rule(State.IN_PROGRESS, _by(Role.MANAGER, Role.CLOCK), move=Role.OWNER),
    (State.ACCEPTED, Act.WITHDRAW): Rule(State.WITHDRAWN, _MANAGER),
    # For an owner whose manager has left, which the use case looks at: nobody else could end it.
    (State.ACCEPTED, Act.HAND_BACK): Rule(State.DECLINED, _OWNER),
    (State.IN_PROGRESS, Act.HAND_BACK): Rule(State.DECLINED, _OWNER),
    (State.IN_PROGRESS, Act.SHIP): Rule(State.SHIPPED, _OWNER),
    (State.IN_PROGRESS, Act.WITHDRAW): Rule(State.WITHDRAWN, _MANAGER),
    (State.IN_PROGRESS, Act.TAKE_BACK): Rule(State.TAKEN_BACK, _MANAGER),
    (State.IN_PROGRESS, Act.RAISE_FLAG): Rule(State.IN_PROGRESS, _OWNER, move=Role.MANAGER),
    (State.IN_PROGRESS, Act.ANSWER_FLAG): Rule(
        State.IN_PROGRESS, _by(Role.MANAGER, Role.CLOCK), move=Role.OWNER
    ),
    (State.IN_PROGRESS, Act.INTEND): Rule(State.IN_PROGRESS, _OWNER, move=Role.MANAGER),
    (State.IN_PROGRESS, Act.ANSWER_INTENTION): Rule(
        State.IN_PROGRESS, _by(Role.MANAGER, Role.CLOCK), move=Role.OWNER
    ),
    (State.SHIPPED, Act.OPEN_REVIEW): Rule(State.IN_REVIEW, _by(Role.CLOCK, Role.OWNER)),
    (State.SHIPPED, Act.CORRECT): Rule(State.SHIPPED, _BOTH),
    (State.SHIPPED, Act.MEASURE): Rule(State.SHIPPED, _OWNER),
    (State.SHIPPED, Act.TAKE_BACK): Rule(State.SHIPPED, _MANAGER),
    (State.IN_REVIEW, Act.CORRECT): Rule(State.IN_REVIEW, _BOTH),
    (State.IN_REVIEW, Act.MEASURE): Rule(State.IN_REVIEW, _OWNER),
    (State.IN_REVIEW, Act.TAKE_BACK): Rule(State.IN_REVIEW, _MANAGER),
    (State.IN_REVIEW, Act.CLOSE): Rule(State.CLOSED, _CLOCK),
    (State.CLOSED, Act.CORRECT): Rule(State.CLOSED, _BOTH),
    (State.CLOSED, Act.MEASURE): Rule(State.CLOSED, _OWNER),
    (State.CLOSED, Act.OPEN_REVIEW): Rule(State.IN_REVIEW, _by(Role.CLOCK, Role.OWNER)),
}

_ONLY = {
    Role.OWNER: "Only the owner can do this: it is their call. Ask them about it.",
    Role.MANAGER: "Only the manager of this delegation can do this. Ask them about it.",
    Role.CLOCK: "This happens by itself when its time comes. Nothing is needed from you.",
}
_NOW = {
    State.OFFERED: "It is still an offer. The owner accepts, negotiates or declines it first.",
    State.ACCEPTED: "The owner's restatement is waiting for the manager's word; the work starts after that.",
    State.IN_PROGRESS: "It is in progress: it can be shipped, withdrawn or taken back.",
    State.SHIPPED: "It has shipped. A miss can be recorded with Correct; the after-action comes next.",
    State.IN_REVIEW: "Its after-action is running. A miss can be recorded with Correct.",
    State.CLOSED: "It is closed. A miss that shows later can be recorded with Correct for fourteen days.",
    State.DECLINED: "It was declined. Hand over a new one if the task has changed.",
    State.WITHDRAWN: "It was withdrawn. Hand over a new one if the task is back.",
    State.TAKEN_BACK: "It was taken back. Hand over a new one if the task is free again.",
}


def rule_for(state: State, act: Act, role: Role) -> Rule:
    """Return the rule by which `role` may do `act` in `state`.

    Raises `Refused` with what to do instead where the table has no such move, and with whose call it is where it
    is not this role's (a person's before the clock's).
    """
    rule = TRANSITIONS.get((state, act))
    if rule is None:
        raise Refused(_NOW[state])
    if role not in rule.by:
        raise Refused(_ONLY[next(one for one in _ONLY if one in rule.by)])
    return rule


def may(state: State, act: Act, role: Role) -> bool:
    """Say whether `role` may do `act` in `state`: what a card shows as a button."""
    rule = TRANSITIONS.get((state, act))
    return rule is not None and role in rule.by


def is_done(state: State, act: Act, role: Role) -> bool:
    """Say whether `state` is where `act` by this role has led already: doing it twice is doing it once."""
    return any(
        rule.leads_to is state and role in rule.by and before is not state
        for (before, done), rule in TRANSITIONS.items()
        if done is act
    )
