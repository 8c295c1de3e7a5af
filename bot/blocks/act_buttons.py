"""What each of the two can do now, as buttons: drawn from the table of transitions, so that none is offered in vain."""

from typing import Any

from bot.blocks.button_values import value_of
from bot.blocks.card_menu import overflow
from bot.blocks.ids import Action
from bot.blocks.message import Block
from bot.blocks.quieter import quieter_for
from bot.blocks.risk_words import may_begin
from bot.blocks.text import actions, button
from bot.domain.delegation import Outcome
from bot.domain.flag import Flag
from bot.domain.help import HELPED_IN, Help
from bot.domain.intention import Intention
from bot.domain.lifecycle import ENDED, Act, Role, State, may
from bot.domain.page import Hit
from bot.domain.proposal import Proposal
from bot.domain.record import QuestionAbout
from bot.domain.review import Mode, Phase
from bot.domain.situation import Situation

_IN_SIGHT = 4
"""Buttons in a card's row, beside its menu: more cannot be taken in at a glance."""


def act_row(situation: Situation, role: Role) -> Block:
    """Return the row of buttons on the card of `role`: what there is to do, the brief, and "…" for the rest."""
    buttons = _buttons(situation, role)[:_IN_SIGHT]
    menu = overflow(situation, rare_acts(situation, role))
    return actions(*buttons, *([menu] if menu else []))


def rare_acts(situation: Situation, role: Role) -> list[Action]:
    """Return what `role` may do beside the buttons in sight, the likeliest first."""
    beyond = [Action(each["action_id"]) for each in _buttons(situation, role)[_IN_SIGHT:]]
    reader = situation.owner if role is Role.OWNER else situation.manager
    quieter = [quieter_for(situation, reader.user_id)] if situation.delegation.state not in ENDED else []
    return [*beyond, *_rare(situation, role), *quieter]


def primary_acts(situation: Situation, role: Role) -> list[dict[str, Any]]:
    """Return the buttons of the move itself, for the short message that passes it on; may be empty."""
    return _of_the_move(situation, role)


def can(situation: Situation, act: Act, role: Role) -> bool:
    """Say whether `role` may do `act` now, the correction window and who has left counted in."""
    delegation = situation.delegation
    if act is Act.HAND_BACK and not situation.manager.is_deleted:
        return False
    if act in (Act.CORRECT, Act.MEASURE) and not delegation.can_be_corrected(situation.now):
        return False
    if act is Act.MEASURE and delegation.outcome is not Outcome.UNKNOWN:
        return False
    if act is Act.TAKE_BACK and delegation.taken_over_at:
        return False
    return may(delegation.state, act, role)


def ask_button(situation: Situation, label: str = "Ask") -> dict[str, Any]:
    """Return the button that opens the question form."""
    accepted = situation.delegation.state is State.ACCEPTED
    about = QuestionAbout.BACK_BRIEF if accepted else QuestionAbout.WORK
    return button(label, Action.ASK, value_of(situation.delegation.id, about))


def flag_button(situation: Situation) -> dict[str, Any]:
    """Return the button that raises a flag."""
    return button("Raise a flag", Action.FLAG, value_of(situation.delegation.id))


def flag_buttons(situation: Situation, flag: Flag) -> list[dict[str, Any]]:
    """Return the three ways to answer a flag."""
    value = value_of(situation.delegation.id, flag.id)
    return [
        button("Ask", Action.FLAG_ASK, value),
        button("Clear a path", Action.FLAG_CLEAR, value),
        button("Agreed, go on", Action.FLAG_AGREED, value),
    ]


def intention_buttons(situation: Situation, intention: Intention) -> list[dict[str, Any]]:
    """Return the two words on an intention; saying nothing is the third."""
    value = value_of(situation.delegation.id, intention.id)
    return [button("Fine, go on", Action.GO_ON, value), button("Object", Action.OBJECT, value)]


def have_it_button(hit: Hit) -> dict[str, Any]:
    """Return the one tap that acknowledges a page."""
    return button("I have it", Action.HAVE_IT, value_of(hit.delegation_id, hit.id), primary=True)


def agree_to_button(proposal: Proposal) -> dict[str, Any]:
    """Return the button that agrees to what the owner proposes while the work is under way."""
    return button("Agree", Action.AGREE_TO, value_of(proposal.delegation_id, proposal.id), primary=True)


def hit_button(situation: Situation) -> list[dict[str, Any]]:
    """Return the button that says that a trigger was hit; none where none was agreed, or the work is not under way."""
    delegation = situation.delegation
    if delegation.state is not State.IN_PROGRESS or not delegation.brief.triggers:
        return []
    return [button("Trigger hit", Action.HIT, value_of(delegation.id))]


def new_time_button(situation: Situation, *, primary: bool = False) -> dict[str, Any]:
    """Return the button that proposes a new time."""
    return button("New time", Action.NEW_TIME, value_of(situation.delegation.id), primary=primary)


def fall_back_button(situation: Situation) -> list[dict[str, Any]]:
    """Return the button that proposes the minimum; none where there is none to fall back to."""
    if not _can_fall_back(situation):
        return []
    return [button("Fall back to the minimum", Action.FALL_BACK, value_of(situation.delegation.id))]


def note_buttons(situation: Situation) -> list[dict[str, Any]]:
    """Return what the owner can do about the correction that is waited for; nothing where none is."""
    value = value_of(situation.delegation.id)
    if situation.open_note is None:
        return []
    return [
        button("Write the note", Action.WRITE_NOTE, value, primary=True),
        button("Already sent", Action.NOTE_SENT, value),
    ]


def clear_path_button(situation: Situation, answers: str = "") -> dict[str, Any]:
    """Return the button with which the manager clears a path: by themselves, or to answer a wish of this id."""
    return button("Clear a path", Action.CLEAR_PATH, value_of(situation.delegation.id, answers))


def wish_buttons(situation: Situation, wish: Help) -> list[dict[str, Any]]:
    """Return what can be said to a wish for help, besides asking about it."""
    value = value_of(situation.delegation.id, wish.id)
    yes = [button("Yes, then", Action.YES_THEN, value)] if wish.names_a_time else []
    return [*yes, clear_path_button(situation, wish.id), button("Let me think", Action.LET_ME_THINK, value)]


def two_taps(situation: Situation) -> list[dict[str, Any]]:
    """Return the two taps of a clean delivery, and the full review for who wishes it."""
    value = value_of(situation.delegation.id)
    return [
        button("Keep doing …", Action.REVIEW_KEEP, value, primary=True),
        button("Anything lucky?", Action.REVIEW_LUCKY, value),
        button("Hold the full review", Action.REVIEW_FULL, value),
    ]


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
    if role is Role.MANAGER and delegation.state is State.IN_PROGRESS:
        return _of_the_managers(situation)
    answer = [*_note(situation), *_answer(situation)] if role is Role.OWNER else []
    if can(situation, Act.SHIP, role):
        return [button("Ship it", Action.SHIP, value, primary=True), *answer]
    asked_of_me = [*answer, *_review_acts(situation, role)]
    return asked_of_me if asked_of_me or role is Role.OWNER else _of_the_wish(situation)


def _can_fall_back(situation: Situation) -> bool:
    delegation = situation.delegation
    return delegation.state is State.IN_PROGRESS and bool(delegation.brief.minimum_shippable)


def _of_the_managers(situation: Situation) -> list[dict[str, Any]]:
    """Return what waits for the manager while the owner works, the most pressing first.

    A page takes one button and leaves room for what waits beside it; of flags, intentions and proposals the first
    stands here, and the others have messages.
    """
    had = [have_it_button(situation.open_hit)] if situation.open_hit else []
    if situation.open_flags:
        return [*had, *flag_buttons(situation, situation.open_flags[0])]
    if situation.open_intentions:
        return [*had, *intention_buttons(situation, situation.open_intentions[0])]
    if situation.open_proposal:
        return [*had, agree_to_button(situation.open_proposal)]
    return [*had, *_of_the_wish(situation)]


def _of_the_wish(situation: Situation) -> list[dict[str, Any]]:
    waiting = [wish for wish in situation.open_wishes if wish.is_waited_for]
    return wish_buttons(situation, waiting[0]) if waiting else []


def _note(situation: Situation) -> list[dict[str, Any]]:
    return note_buttons(situation)[:1]  # that it went out another way is said under the message


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


def _beside(situation: Situation, role: Role) -> list[dict[str, Any]]:
    state = situation.delegation.state
    found = []
    asks = (State.IN_PROGRESS, State.SHIPPED, State.IN_REVIEW, State.CLOSED)
    if can(situation, Act.RAISE_FLAG, role):
        found.append(flag_button(situation))
    # One [Ask] in sight is enough: while a flag waits, it is the flag that is asked about, and the rest is in the menu.
    if role is Role.MANAGER and state in asks and not (situation.open_flags or _asks_from_menu(situation)):
        found.append(ask_button(situation, "Ask a question"))
    if role is Role.OWNER and state is State.IN_PROGRESS:
        found += [*hit_button(situation), new_time_button(situation)]
    is_asked = any(each["action_id"] == Action.CLEAR_PATH for each in _of_the_move(situation, role))
    if role is Role.MANAGER and state in HELPED_IN and not situation.open_flags and not is_asked:
        found.append(clear_path_button(situation))
    if can(situation, Act.MEASURE, role):
        number = situation.delegation.brief.acceptable_error.limit is not None
        label = "Measured" if number else "Met or missed"
        found.append(button(label, Action.MEASURED, value_of(situation.delegation.id)))
    if can(situation, Act.CORRECT, role):
        found.append(button("Correct", Action.CORRECT, value_of(situation.delegation.id)))
    return found


def _asks_from_menu(situation: Situation) -> bool:
    """Say whether asking is not put before the manager: both left the call to the owner until it has shipped."""
    return situation.delegation.is_asked_afterwards and situation.delegation.state is State.IN_PROGRESS


def _helps_from_menu(situation: Situation) -> list[Action]:
    """Return how the manager helps where the buttons in sight are a flag's, or questions come after the shipping."""
    if situation.open_flags:
        return [Action.ASK, Action.CLEAR_PATH]
    return [Action.ASK] if _asks_from_menu(situation) else []


def _buttons(situation: Situation, role: Role) -> list[dict[str, Any]]:
    brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
    return [*_of_the_move(situation, role), *_beside(situation, role), brief]


def _rare(situation: Situation, role: Role) -> list[Action]:
    delegation = situation.delegation
    premortem = [Action.PREMORTEM] if may_begin(situation) else []
    waiting = [Action.DECLINE] if delegation.move is not role and can(situation, Act.DECLINE, role) else []
    if role is Role.OWNER:
        helped = [Action.THINK_WITH_ME, Action.CLEAR_FOR_ME] if delegation.state in HELPED_IN else []
        intend = [Action.INTEND] if can(situation, Act.INTEND, role) else []
        fall_back = [Action.FALL_BACK] if _can_fall_back(situation) else []
        hand_back = [Action.HAND_BACK] if can(situation, Act.HAND_BACK, role) else []
        return [*hand_back, *intend, *fall_back, *helped, *premortem, *waiting]
    changed_in = (State.ACCEPTED, State.IN_PROGRESS)
    change = [Action.CHANGE_BRIEF] if delegation.state in changed_in else []
    came_to_nothing = delegation.state in ENDED - {State.CLOSED}
    template = [] if came_to_nothing or delegation.rehearsal_of else [Action.SAVE_TEMPLATE]
    ends = {Act.WITHDRAW: Action.WITHDRAW, Act.TAKE_BACK: Action.TAKE_BACK}
    return [
        *_helps_from_menu(situation),
        *change,
        *(ends[act] for act in ends if can(situation, act, role)),
        *premortem,
        *template,
    ]
