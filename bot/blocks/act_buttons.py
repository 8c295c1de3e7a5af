"""What each of the two can do now, as buttons: drawn from the table of transitions, so that none is offered in vain."""

from typing import Any

from bot.blocks.ids import Action, value_of
from bot.blocks.message import Block
from bot.blocks.quieter import quieter
from bot.blocks.risk_words import may_begin
from bot.blocks.text import actions, button, plain
from bot.domain.lifecycle import ENDED, Act, Role, State, may
from bot.domain.record import QuestionAbout
from bot.domain.review import Mode, Phase
from bot.domain.situation import Situation

_MENU = {
    Action.TAKE_BACK: "Take back",
    Action.WITHDRAW: "Withdraw",
    Action.DECLINE: "Decline",
}


def act_row(situation: Situation, role: Role) -> Block:
    """Return the row of buttons on the card of `role`: what there is to do, the brief, and "…" for the rest."""
    buttons = [*_of_the_move(situation, role), *_beside(situation, role)]
    elements = [*buttons, button("Brief", Action.BRIEF, value_of(situation.delegation.id))]
    menu = _menu(situation, role)
    return actions(*elements, *([menu] if menu else []))


def primary_acts(situation: Situation, role: Role) -> list[dict[str, Any]]:
    """Return the buttons of the move itself, for the short message that passes it on; may be empty."""
    return _of_the_move(situation, role)


def can(situation: Situation, act: Act, role: Role) -> bool:
    """Say whether `role` may do `act` now, the correction window counted in."""
    delegation = situation.delegation
    if act is Act.CORRECT and not delegation.can_be_corrected(situation.now):
        return False
    return may(delegation.state, act, role)


def ask_button(situation: Situation, label: str = "Ask") -> dict[str, Any]:
    """Return the button that opens the question form."""
    accepted = situation.delegation.state is State.ACCEPTED
    about = QuestionAbout.BACK_BRIEF if accepted else QuestionAbout.WORK
    return button(label, Action.ASK, value_of(situation.delegation.id, about))


def _of_the_move(situation: Situation, role: Role) -> list[dict[str, Any]]:
    delegation = situation.delegation
    value = value_of(delegation.id)
    version = value_of(delegation.id, str(delegation.brief_number))
    if delegation.state is State.OFFERED and delegation.move is role:
        first = (
            button("Accept", Action.ACCEPT, version, primary=True)
            if role is Role.OWNER
            else button("Agree", Action.AGREE, version, primary=True)
        )
        both = [first, button("Negotiate", Action.NEGOTIATE, version)]
        return [*both, button("Decline", Action.DECLINE, value)] if role is Role.OWNER else both
    if can(situation, Act.CONFIRM, role):
        return [button("That is it", Action.CONFIRM, value, primary=True), ask_button(situation)]
    answer = _answer(situation) if role is Role.OWNER else []
    if can(situation, Act.SHIP, role):
        return [button("Ship it", Action.SHIP, value, primary=True), *answer]
    return [*answer, *_review_acts(situation, role)]


def _answer(situation: Situation) -> list[dict[str, Any]]:
    question = situation.open_question
    if question is None:
        return []
    return [button("Answer", Action.ANSWER, value_of(situation.delegation.id, question.id))]


def _review_acts(situation: Situation, role: Role) -> list[dict[str, Any]]:
    review = situation.review
    if review is None or situation.delegation.state not in (State.SHIPPED, State.IN_REVIEW):
        return []
    value = value_of(situation.delegation.id)
    if review.phase is Phase.CLOSED:
        return []
    if review.phase is Phase.MANAGER and role is Role.MANAGER:
        return [button("My part", Action.REVIEW_MANAGERS_PART, value, primary=True)]
    if review.phase is Phase.CHANGE and role is Role.OWNER:
        return [button("Choose the one change", Action.REVIEW_CHANGE, value, primary=True)]
    if review.mode is Mode.CLEAN:
        return two_taps(situation) if role is Role.OWNER else []
    return [button("Write my notes", Action.REVIEW_NOTES, value, primary=review.phase is Phase.WRITING)]


def two_taps(situation: Situation) -> list[dict[str, Any]]:
    """Return the two taps of a clean delivery, and the full review for who wishes it."""
    value = value_of(situation.delegation.id)
    return [
        button("Keep doing …", Action.REVIEW_KEEP, value, primary=True),
        button("Anything lucky?", Action.REVIEW_LUCKY, value),
        button("Hold the full review", Action.REVIEW_FULL, value),
    ]


def _beside(situation: Situation, role: Role) -> list[dict[str, Any]]:
    state = situation.delegation.state
    found = []
    asks = (State.IN_PROGRESS, State.SHIPPED, State.IN_REVIEW, State.CLOSED)
    if role is Role.MANAGER and state in asks:
        found.append(ask_button(situation, "Ask a question"))
    if can(situation, Act.CORRECT, role):
        found.append(button("Correct", Action.CORRECT, value_of(situation.delegation.id)))
    return found


def _menu(situation: Situation, role: Role) -> dict[str, Any] | None:
    waiting = situation.delegation.move is not role
    rare = [
        (Act.TAKE_BACK, Action.TAKE_BACK),
        (Act.WITHDRAW, Action.WITHDRAW),
        *([(Act.DECLINE, Action.DECLINE)] if waiting else []),
    ]
    options = [
        {"text": plain(_MENU[action]), "value": value_of(situation.delegation.id, action)}
        for act, action in rare
        if can(situation, act, role)
    ]
    if may_begin(situation):
        premortem = value_of(situation.delegation.id, Action.PREMORTEM)
        options.append({"text": plain("Pre-mortem"), "value": premortem})
    if situation.delegation.state not in ENDED:
        reader = situation.owner if role is Role.OWNER else situation.manager
        options.append(quieter(situation, reader.user_id))
    return {"type": "overflow", "action_id": Action.MORE, "options": options} if options else None
