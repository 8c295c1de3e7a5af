"""A new time, or the minimum: the proposal to the manager, its answer to the owner, and the word at the deadline."""

from bot.blocks.act_buttons import agree_to_button, ask_button, fall_back_button, new_time_button
from bot.blocks.button_values import value_of
from bot.blocks.hit_words import proposal_line
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, quote, section, when, when_agreed
from bot.blocks.whose_move import name, zone_of
from bot.domain.lifecycle import Role, State
from bot.domain.proposal import Answer, Proposal, ProposalKind
from bot.domain.situation import Situation

_CUT = 1_800


def proposal(situation: Situation, made: Proposal) -> Message:
    """Return the proposal to the manager: what, why, the note for those who wait, and until when it can be answered."""
    until = when(made.until, zone_of(situation, Role.MANAGER))
    blocks = _what_is_proposed(situation, made)
    small = f"Your move, until {until}. Say nothing, and it stays as it was."
    row = actions(agree_to_button(made), ask_button(situation))
    lead = f"{name(situation, Role.OWNER)} proposes {_kind(made)}. {small}"
    return message_about(situation, lead, [*blocks, row, context(small)])


def proposal_closed(situation: Situation, made: Proposal) -> Message:
    """Return what a proposal becomes once it is off the table: what became of it, and nothing to press."""
    line = {
        Answer.AGREED: "You agreed. The brief has a new version.",
        Answer.STAYED: "It was not answered, so it stays as it was.",
        Answer.REPLACED: "Another proposal has taken its place.",
        Answer.OVER: "The work has shipped or ended, so there is nothing left to answer.",
    }.get(made.answer, "The card shows how it stands.")
    return message_about(situation, line, [*_what_is_proposed(situation, made), context(line)])


def proposal_answer(situation: Situation, made: Proposal) -> Message:
    """Return the answer to the owner: agreed to, or that it stays as it was."""
    zone, manager = zone_of(situation, Role.OWNER), name(situation, Role.MANAGER)
    delegation = situation.delegation
    due = when_agreed(delegation.brief.deadline, zone)
    if made.answer is Answer.AGREED:
        late = "" if made.is_late else " That is renegotiated, not late."
        agreed = (
            f"It is due {due}.{late}" if made.kind is ProposalKind.NEW_TIME else "The minimum is the bar now."
        )
        line = f"{manager} agreed to {_kind(made)}. {agreed} The brief is version {delegation.brief_number}."
        return message_about(
            situation, line, [section(f"{task_of(situation)}\n{line}"), context("It stays your call.")]
        )
    line = f"{manager} has not answered, so it stays as it was, due {due}. Ring them, or propose it again."
    ship = button("Ship it", Action.SHIP, value_of(delegation.id))
    row = [actions(new_time_button(situation), ship)] if delegation.state is State.IN_PROGRESS else []
    blocks = [section(f"{task_of(situation)}\n{line}"), *row, context("Your move.")]
    return message_about(situation, line, blocks)


def deadline(situation: Situation) -> Message:
    """Return the one kind question to the owner once the deadline has come: a note, and a new time?"""
    at = when(situation.delegation.brief.deadline, zone_of(situation, Role.OWNER))
    least = fall_back_button(situation)
    as_it_is = (
        "The minimum is an answer, too, or it ships as it is." if least else "It can ship as it is, too."
    )
    line = f"It was due {at}. A note to those who wait, and a new time? {as_it_is}"
    ship = button("Ship it", Action.SHIP, value_of(situation.delegation.id))
    row = actions(new_time_button(situation, primary=True), *least, ship)
    small = "Your move. This is asked once."
    return message_about(
        situation, f"{line} {small}", [section(f"{task_of(situation)}\n{line}"), row, context(small)]
    )


def deadline_over(situation: Situation) -> Message:
    """Return what that question becomes once it is answered: nothing to press."""
    line = "This is answered; the card shows how it stands."
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}")])


def _what_is_proposed(situation: Situation, made: Proposal) -> list[Block]:
    line = proposal_line(made, zone_of(situation, Role.MANAGER), _CUT // 2)
    note = f"A note for those who wait:\n{quote(made.note, _CUT)}"
    return [
        section(f"{task_of(situation)}\n{name(situation, Role.OWNER)} proposes {_kind(made)}."),
        section(line),
        *([section(note)] if made.note else []),
    ]


def _kind(made: Proposal) -> str:
    return "a new time" if made.kind is ProposalKind.NEW_TIME else "the minimum"
