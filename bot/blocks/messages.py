"""The short messages of the loop, one function for each: a DM to whoever receives the move, and what follows."""

from bot.blocks.act_buttons import ask_button, clear_path_button, primary_acts
from bot.blocks.brief_words import difference_lines
from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import ended_line, handed_in, outcome_line
from bot.blocks.stem_lines import stem_lines
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, quote, section, shown, when
from bot.blocks.whose_move import NOTHING, name, next_moment, person_name, standing, zone_of
from bot.coaching.question_bank import script
from bot.domain.blast_radius import is_final_or_bound
from bot.domain.lifecycle import Act, Role, State, may
from bot.domain.record import Question, QuestionAbout
from bot.domain.situation import Situation

_CUT = 2_400


def move(situation: Situation, to: Role) -> Message:
    """Return the DM to whoever receives the move: what happened, until when, and what there is to press."""
    stands = standing(situation, to)
    blocks = [section(f"{task_of(situation)}\n{_what_happened(situation, to)}")]
    if situation.delegation.state is State.OFFERED and situation.previous:
        brief, zone = situation.delegation.brief, zone_of(situation, to)
        lines = difference_lines(situation.previous, brief, situation, zone, limit=250)
        blocks += [section(line) for line in lines]
    buttons = primary_acts(situation, to)
    blocks += [actions(*buttons)] if buttons else []
    return message_about(situation, stands.sentence, [*blocks, context(stands.sentence)])


def move_made(situation: Situation, to: Role) -> Message:
    """Return what the DM of a move becomes once it is made: that it is, how it stands, and nothing to press."""
    stands = standing(situation, to)
    line = "This move is made; the card shows how it stands."
    blocks = [section(f"{task_of(situation)}\n{line}"), context(stands.sentence)]
    return message_about(situation, f"{line} {stands.sentence}", blocks)


def ended(situation: Situation, to: Role) -> Message:
    """Return the DM that says how it ended before shipping."""
    line = ended_line(situation, to) or "It has ended."
    brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
    blocks = [section(f"{task_of(situation)}\n{line}"), actions(brief), context(NOTHING)]
    return message_about(situation, f"{line}\n{NOTHING}", blocks)


def offer_reminder(situation: Situation, to: Role) -> Message:
    """Return the one reminder of an offer that waits for an answer."""
    stands = standing(situation, to)
    manager = name(situation, Role.MANAGER)
    waits = (
        f"{manager}'s offer still waits for your word. Yes, no and not like this are all fine answers."
        if to is Role.OWNER
        else f"{name(situation, Role.OWNER)}'s proposal still waits for your word."
    )
    buttons = primary_acts(situation, to)
    blocks = [section(f"{task_of(situation)}\n{waits}"), *([actions(*buttons)] if buttons else [])]
    return message_about(situation, f"{waits}\n{stands.sentence}", [*blocks, context(stands.sentence)])


def question(situation: Situation, asked: Question) -> Message:
    """Return the question to the owner: the manager's, or a deputy's about a flag."""
    manager = _asker(situation, asked)
    about = " about your flag" if asked.about is QuestionAbout.FLAG else ""
    line = f"{manager} asks{about}:\n{quote(asked.text, _CUT)}"
    answer = button("Answer", Action.ANSWER, value_of(situation.delegation.id, asked.id), primary=True)
    small = f"Your move, in your own time. It stays your call.{_time_left(situation)}"
    if situation.delegation.state is State.ACCEPTED:
        small = f"Your move: {manager} asks before saying that this is it."
    blocks = [section(task_of(situation)), section(line), actions(answer), context(small)]
    return message_about(situation, f"{manager} asks you something{about}.\n{small}", blocks)


def _time_left(situation: Situation) -> str:
    """Return until when there is time in any case: no deadline for the answer, but the next planned moment."""
    delegation, zone = situation.delegation, zone_of(situation, Role.OWNER)
    if delegation.state is not State.IN_PROGRESS:
        return ""
    if situation.next_checkpoint and situation.next_at:
        return f" There is time until the {situation.next_checkpoint}, {when(situation.next_at, zone)}."
    deadline = delegation.brief.deadline
    return f" There is time until it is due, {when(deadline, zone)}." if deadline > situation.now else ""


def question_answered(situation: Situation, asked: Question) -> Message:
    """Return the question once the owner has answered it: both, and nothing to press."""
    manager = _asker(situation, asked)
    blocks = [
        section(task_of(situation)),
        section(f"{manager} asked:\n{quote(asked.text, _CUT)}"),
        section(f"You answered:\n{quote(asked.answer, _CUT)}"),
        context(f"{manager} has it. It stays your call."),
    ]
    return message_about(situation, f"You answered {manager}.", blocks)


def _asker(situation: Situation, asked: Question) -> str:
    return person_name(situation, asked.asked_by or situation.delegation.manager_id)


def question_answer(situation: Situation, asked: Question) -> Message:
    """Return the owner's answer to the manager."""
    owner = name(situation, Role.OWNER)
    blocks = [
        section(f"{task_of(situation)}\nYou asked:\n{quote(asked.text, 1_800)}"),
        section(f"{owner} answers:\n{quote(asked.answer, _CUT)}"),
    ]
    stands = standing(situation, Role.MANAGER)
    confirming = may(situation.delegation.state, Act.CONFIRM, Role.MANAGER)
    blocks.append(
        actions(*primary_acts(situation, Role.MANAGER))
        if confirming
        else actions(ask_button(situation, "Ask a question"))
    )
    blocks.append(context(stands.sentence))
    return message_about(situation, f"{owner} answered your question.\n{stands.sentence}", blocks)


def shipped(situation: Situation) -> Message:
    """Return the news to the manager that it shipped. The consequence is the owner's; a question is welcome.

    What cannot be taken back, or is bound, and was handed over all the same is not to be let land.
    """
    delegation = situation.delegation
    brief = delegation.brief
    predicted = delegation.shipment.prediction.value if delegation.shipment else "nothing"
    may_land = not (brief.override and is_final_or_bound(brief.blast_radius))
    line = f"{name(situation, Role.OWNER)} shipped it and predicts: {predicted}."
    line += f" {script('let_it_land')}" if may_land else ""
    handed = handed_in(delegation, 1_500)
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        *([section(handed)] if handed else []),
        section(outcome_line(delegation)),
        *_now_to_ask(situation),
        actions(ask_button(situation, "Ask a question"), clear_path_button(situation)),
    ]
    stands = standing(situation, Role.MANAGER)
    return message_about(situation, f"{line}\n{stands.sentence}", [*blocks, context(stands.sentence)])


def _now_to_ask(situation: Situation) -> list[Block]:
    """Return the questions that were not put before a manager who left the call to the owner until it had shipped."""
    if not situation.delegation.is_asked_afterwards:
        return []
    lead = section(f"You left the call to {name(situation, Role.OWNER)}. If you want to ask, it is time now:")
    return [lead, *stem_lines(situation, QuestionAbout.CHECKPOINT)]


def _what_happened(situation: Situation, to: Role) -> str:
    delegation = situation.delegation
    owner, manager = name(situation, Role.OWNER), name(situation, Role.MANAGER)
    if delegation.state is State.ACCEPTED and to is Role.MANAGER:
        return f"{owner} accepted and said: “{shown(delegation.back_brief, 1_800)}”"
    if delegation.state is State.IN_PROGRESS and to is Role.OWNER:
        moment = next_moment(situation, Role.OWNER)
        confirmed = "A working day has passed, so it counts as confirmed"
        said = confirmed if delegation.confirmed_by_silence else f"{manager} says: that is it"
        return f"{said}. {script('on_accepting')} Next: {moment}."
    if delegation.state is not State.OFFERED:
        return "It has moved on."
    if to is Role.MANAGER:
        return f"{owner} proposes version {delegation.brief_number} of the brief."
    due = when(delegation.brief.deadline, zone_of(situation, Role.OWNER))
    if delegation.brief_number == 1:
        return f"{manager} hands you this, due {due}. {script('on_accepting')}"
    return f"Version {delegation.brief_number} of the brief is on the table, due {due}."
