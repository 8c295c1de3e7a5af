"""A rehearsal in words: the line on its cards, and the question to the manager where it came to nothing."""

from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import ended_line
from bot.blocks.text import actions, button, compose, context, one_line, section
from bot.blocks.whose_move import name
from bot.domain.lifecycle import ENDED, Role, State
from bot.domain.rehearsal import rehearsed_task
from bot.domain.situation import Situation

_CUT = 600


def rehearsal_lines(situation: Situation, reader: Role) -> list[Block]:
    """Return what a rehearsal's card says of the task that it is for; nothing on any other card."""
    delegation = situation.delegation
    if not delegation.rehearsal_of:
        return []
    task = one_line(rehearsed_task(delegation.brief), _CUT)
    if delegation.state in ENDED:
        return [section(f"*Rehearsal for*  {task}")]
    if reader is Role.MANAGER:
        waits = f"It is offered to {name(situation, Role.OWNER)} when this one is closed."
        return [section(f"*Waits for its rehearsal*  {task}\n{waits}")]
    return [
        section(
            f"*Rehearsal for*  {task}\nA practice round: what goes wrong here is what it is for. The task itself is "
            "offered to you when this one is closed."
        )
    ]


def rehearsal_over(situation: Situation) -> Message:
    """Return the question to the manager: the rehearsal came to nothing, or took too long. What now?"""
    delegation = situation.delegation
    value = value_of(delegation.id)
    practice = one_line(delegation.brief.task, _CUT)
    task = one_line(rehearsed_task(delegation.brief), _CUT)
    if delegation.state is State.CLOSED:
        line = f"The rehearsal is closed, and the deadline of “{task}” has passed meanwhile. What now?"
        again = []
    else:
        ended = ended_line(situation, Role.MANAGER) or "It has ended."
        line = f"{ended}\n“{task}” waited for this rehearsal and is not offered yet. What now?"
        again = [button("Rehearse again", Action.REHEARSE_AGAIN, value)]
    row = actions(
        button("Hand over anyway" if again else "Hand over", Action.HAND_OVER_ANYWAY, value, primary=True),
        *again,
        button("Put it aside", Action.PUT_ASIDE, value),
    )
    small = "Your move. Until you say, nothing is offered to anybody."
    return compose(f"{practice}\n{line}\n{small}", [section(f"*{practice}*\n{line}"), row, context(small)])


def rehearsal_decided(situation: Situation) -> Message:
    """Return what the question becomes once it is answered: that it is, and nothing to press."""
    practice = one_line(situation.delegation.brief.task, _CUT)
    line = "You have decided how it goes on; its card shows how that stands."
    return compose(f"{practice}\n{line}", [section(f"*{practice}*\n{line}")])
