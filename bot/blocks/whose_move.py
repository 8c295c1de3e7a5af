"""Where a delegation stands for one of the two: whose move it is, until when, and what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from bot.blocks.brief_words import minutes_in_words
from bot.blocks.text import one_line, when
from bot.domain.correction import CorrectionNote
from bot.domain.help import Help
from bot.domain.lifecycle import ENDED, Role, State
from bot.domain.proposal import ProposalKind
from bot.domain.review import FULL_MINUTES, PHASES, Mode, Phase, Review
from bot.domain.situation import Situation

NOTHING: Final = "Nothing for you to do."
NAME_CHARACTERS: Final = 80
_ASKED_OF: Final = {
    Phase.WRITING: (Role.OWNER, "two taps, and it is done"),
    Phase.MANAGER: (Role.MANAGER, "one question, and one thing of your own"),
    Phase.CHANGE: (Role.OWNER, "choose the one change, and leave one line for whoever does this next"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the reader has something to do, and the sentence that says it: whose move, until when."""

    yours: bool
    sentence: str


def name(situation: Situation, role: Role) -> str:
    """Return the name of one of the two, escaped: a name, never a mention."""
    delegation = situation.delegation
    return person_name(situation, delegation.owner_id if role is Role.OWNER else delegation.manager_id)


def person_name(situation: Situation, user_id: str) -> str:
    """Return the name of anybody in it, escaped: a name, never a mention."""
    return one_line(situation.person(user_id).name, NAME_CHARACTERS) or "somebody"


def other_of(role: Role) -> Role:
    """Return the other of the two."""
    return Role.OWNER if role is Role.MANAGER else Role.MANAGER


def zone_of(situation: Situation, role: Role) -> tzinfo:
    """Return the time zone of the reader."""
    return (situation.owner if role is Role.OWNER else situation.manager).tz


def standing(situation: Situation, role: Role) -> Standing:
    """Return whose move it is, as `role` reads it."""
    state = situation.delegation.state
    if situation.open_note:
        return _correcting(situation, role, situation.open_note)
    if state in ENDED:
        return Standing(False, NOTHING)
    tell: dict[State, Callable[[Situation, Role], Standing]] = {
        State.OFFERED: _offered,
        State.ACCEPTED: _accepted,
        State.IN_PROGRESS: _in_progress,
    }
    stands = tell.get(state, _after_shipping)(situation, role)
    return stands if stands.yours or role is Role.OWNER else _asked_to_help(situation) or stands


def until(situation: Situation, role: Role) -> str:
    """Return ", until ..." for whose move it is, in the reader's zone; "" where no time is set."""
    delegation = situation.delegation
    at = delegation.move_until
    if at is None and delegation.state in (State.OFFERED, State.IN_PROGRESS):
        at = delegation.brief.deadline
    return f", until {when(at, zone_of(situation, role))}" if at else ""


def next_moment(situation: Situation, role: Role) -> str:
    """Return the next planned moment: the checkpoint, else the deadline, else the after-action; "" for none."""
    zone = zone_of(situation, role)
    delegation = situation.delegation
    if delegation.state in ENDED:
        return ""
    if delegation.state in (State.SHIPPED, State.IN_REVIEW):
        review = situation.review
        if review and review.phase is Phase.WAITING:
            return f"after-action {when(review.starts_at, zone)}"
        return ""
    due = f"due {when(delegation.brief.deadline, zone)}"
    if situation.next_checkpoint and situation.next_at:
        return f"{situation.next_checkpoint.value} {when(situation.next_at, zone)} · {due}"
    return due


def _offered(situation: Situation, role: Role) -> Standing:
    delegation = situation.delegation
    if delegation.move is Role.MANAGER:
        if role is Role.MANAGER:
            return Standing(True, f"Your move{until(situation, role)}: agree, or propose something else.")
        return _theirs(situation, role)
    if role is Role.OWNER:
        return Standing(True, f"Your move{until(situation, role)}: accept, negotiate or decline.")
    return _theirs(situation, role)


def _accepted(situation: Situation, role: Role) -> Standing:
    asked = situation.open_question is not None
    if role is Role.MANAGER:
        silence = "Say nothing, and it counts as confirmed then." if until(situation, role) else ""
        waiting = f"{name(situation, Role.OWNER)} has your question." if asked else ""
        sentence = f"Your move{until(situation, role)}: is that it? {waiting} {silence}"
        return Standing(True, " ".join(sentence.split()))
    if asked:
        manager = name(situation, Role.MANAGER)
        return Standing(True, f"Your move: {manager} asked you something before the work starts.")
    return _theirs(situation, role)


def _in_progress(situation: Situation, role: Role) -> Standing:
    delegation = situation.delegation
    asked_of_the_manager = _page_or_proposal(situation) if role is Role.MANAGER else None
    if asked_of_the_manager:
        return asked_of_the_manager
    if delegation.move is Role.MANAGER:
        return _managers_word(situation, role)
    if role is Role.MANAGER and situation.open_flags:
        return Standing(True, f"Your move, too: {name(situation, Role.OWNER)}'s flag has no answer yet.")
    if role is Role.MANAGER:
        return _theirs(situation, role)
    asked = f" {name(situation, Role.MANAGER)} asked you something, too." if situation.open_question else ""
    if delegation.brief.deadline < situation.now:
        at = when(delegation.brief.deadline, zone_of(situation, role))
        return Standing(True, f"Your move: it was due {at}. It can ship as it is.{asked}")
    return Standing(True, f"Your move{until(situation, role)}: it is your call.{asked}")


def _page_or_proposal(situation: Situation) -> Standing | None:
    """Return what waits for the manager while the owner works, or None."""
    hit, proposal, zone = situation.open_hit, situation.open_proposal, zone_of(situation, Role.MANAGER)
    if hit:
        ends = f", until {when(hit.until, zone)}" if hit.is_running else ""
        return Standing(True, f"Your move{ends}: a trigger was hit, and nobody has it yet.")
    if proposal:
        what = "a new time is" if proposal.kind is ProposalKind.NEW_TIME else "the minimum is"
        ends = f", until {when(proposal.until, zone)}"
        return Standing(True, f"Your move{ends}: {what} proposed. Say nothing, and it stays as it was.")
    return None


def asked_for_help(situation: Situation, wish: Help) -> str:
    """Return the user id of whoever owes the answer to a wish: who stands in, or the manager."""
    return wish.deputy_id or situation.delegation.manager_id


def _asked_to_help(situation: Situation) -> Standing | None:
    """Return that a wish of the owner's waits for the manager, or None; the work is the owner's move meanwhile."""
    wish = next((each for each in situation.open_wishes if each.is_waited_for), None)
    if wish is None or wish.due_at is None:
        return None
    owner = name(situation, Role.OWNER)
    too = f" {person_name(situation, wish.deputy_id)} was asked, too." if wish.deputy_id else ""
    at = when(wish.due_at, zone_of(situation, Role.MANAGER))
    return Standing(True, f"Your move, until {at}: {owner} asks you for help. The call stays {owner}'s.{too}")


def _managers_word(situation: Situation, role: Role) -> Standing:
    """Return whose move it is while a flag or an intention waits for the manager's word."""
    waits = min(
        [(flag.answer_due, True, flag.deputy_id) for flag in situation.open_flags if flag.holds_the_move]
        + [(each.until, False, each.deputy_id) for each in situation.open_intentions],
        default=None,
    )
    ends, owner = until(situation, role), name(situation, Role.OWNER)
    is_flag, deputy = (waits[1], waits[2]) if waits else (True, "")
    stand_in = person_name(situation, deputy) if deputy else ""
    if role is Role.MANAGER:
        what = (
            f"{owner}'s flag waits for an answer" if is_flag else "object, or say nothing, and it is go then"
        )
        too = f" {stand_in} was asked, too." if stand_in else ""
        return Standing(True, f"Your move{ends}: {what}.{too}")
    who = stand_in or name(situation, Role.MANAGER)
    what = f"{who}'s move{ends}: {'an answer to your flag' if is_flag else 'silence then is go'}."
    if situation.open_question:
        return Standing(True, f"Your move: a question waits for your answer. {what} It stays your call.")
    return Standing(False, f"{what} It stays your call. {NOTHING}")


def _theirs(situation: Situation, role: Role) -> Standing:
    holder = name(situation, other_of(role))
    return Standing(False, f"{holder}'s move{until(situation, role)}. {NOTHING}")


def _correcting(situation: Situation, role: Role, note: CorrectionNote) -> Standing:
    """Return whose move it is while a correction is waited for; a running after-action goes before it."""
    stands = _after_shipping(situation, role) if situation.delegation.state not in ENDED else None
    due, is_overdue = when(note.due_at, zone_of(situation, role)), note.is_overdue(situation.now)
    if role is Role.OWNER:
        was = "was due" if is_overdue else "is due"
        if stands and stands.yours:
            return Standing(True, f"{stands.sentence} The correction note {was} {due}.")
        return Standing(
            True, f"Your move: the correction note {was} {due}, in your words.{_starts(situation, role)}"
        )
    owner = name(situation, Role.OWNER)
    line = f"The correction is {owner}'s, due {due}."
    if is_overdue:
        line = f"{owner}'s move: the correction was due {due} and is not recorded as sent."
    if stands and stands.yours:
        return Standing(True, f"{stands.sentence} {line}")
    return Standing(False, f"{line}{_starts(situation, role)} {NOTHING}")


def _starts(situation: Situation, role: Role) -> str:
    """Return when a waiting after-action starts, as a sentence of its own; "" where it does not wait."""
    review = situation.review
    if review is None or review.phase is not Phase.WAITING:
        return ""
    return f" The after-action starts {when(review.starts_at, zone_of(situation, role))}."


def _after_shipping(situation: Situation, role: Role) -> Standing:
    review = situation.review
    if review is None or review.phase is Phase.CLOSED:
        return Standing(False, f"The after-action comes next. {NOTHING}")
    zone = zone_of(situation, role)
    ends = f", until {when(review.phase_until, zone)}" if review.phase_until else ""
    if review.phase is Phase.WAITING:
        return Standing(False, f"The after-action starts {when(review.starts_at, zone)}. {NOTHING}")
    if review.phase is Phase.WRITING and review.mode is not Mode.CLEAN:
        return Standing(True, f"Your move{ends}: write your notes, private for now.")
    if review.phase is Phase.REVEALED:
        return Standing(False, f"The notes are in the thread{ends}. {NOTHING}")
    return _review_move(situation, role, review, ends)


def _review_move(situation: Situation, role: Role, review: Review, ends: str) -> Standing:
    mover, what = _ASKED_OF[review.phase]
    if role is mover:
        return Standing(True, f"Your move{ends}: {what}.")
    return Standing(False, f"{name(situation, mover)}'s move{ends}. {NOTHING}")


def length(review: Review) -> str:
    """Return how long the review takes, in words."""
    _, last_minute = PHASES[review.mode][-1]
    return minutes_in_words(last_minute * review.minutes / FULL_MINUTES)
