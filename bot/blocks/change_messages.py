"""Another brief under way, in words: the question to the owner, and what became of it to the manager."""

from bot.blocks.brief_words import difference_lines, minutes_in_words
from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, section
from bot.blocks.whose_move import name, zone_of
from bot.domain.delegation import BriefChange
from bot.domain.lifecycle import Role, State
from bot.domain.situation import Situation

_UNDER_WAY = (State.ACCEPTED, State.IN_PROGRESS)
_KEPT = "Nothing changes unless you agree; say nothing, and it stays as it was."


def change_lines(situation: Situation, reader: Role) -> list[Block]:
    """Return what a card says of a change that waits for the owner's word; nothing where none does."""
    change = situation.delegation.change
    if change is None or situation.delegation.state not in _UNDER_WAY:
        return []
    if reader is Role.MANAGER:
        owner = name(situation, Role.OWNER)
        return [
            context(
                f"Your proposal for another brief waits for {owner}. Until they agree, it stays as it was."
            )
        ]
    asked = f"{name(situation, Role.MANAGER)} proposes another brief:"
    return [section(asked), *_differences(situation, change, reader), _row(situation, change)]


def change_proposed(situation: Situation) -> Message:
    """Return the question to the owner: what would differ, what that does to the deadline, agree or keep."""
    change = situation.delegation.change
    if change is None:
        return change_over(situation)
    line = f"{name(situation, Role.MANAGER)} proposes another brief."
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        *_differences(situation, change, Role.OWNER),
        _row(situation, change),
        context(_KEPT),
    ]
    return message_about(situation, f"{line} {_KEPT}", blocks)


def change_over(situation: Situation) -> Message:
    """Return what the question becomes when it is answered or overtaken: nothing to press."""
    line = "This proposal is off the table; the card shows the brief as it stands."
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}")])


def change_answered(situation: Situation, *, agreed: bool) -> Message:
    """Return the owner's answer to the manager."""
    owner = name(situation, Role.OWNER)
    line = f"{owner} keeps the brief as it was. If it still matters, ask what stands in the way."
    if agreed:
        line = f"{owner} agrees: it is version {situation.delegation.brief_number} of the brief now."
    return _news(situation, line)


def change_overtaken(situation: Situation) -> Message:
    """Return the word to the manager whose proposal was still open when they agreed to the owner's."""
    number = situation.delegation.brief_number
    return _news(
        situation,
        f"The brief is version {number} since you agreed, so your own proposal for it is off the table. "
        "If it still matters, propose it against that version.",
    )


def _news(situation: Situation, line: str) -> Message:
    brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}"), actions(brief)])


def _differences(situation: Situation, change: BriefChange, reader: Role) -> list[Block]:
    agreed, zone = situation.delegation.brief, zone_of(situation, reader)
    lines = difference_lines(agreed, change.brief, situation, zone, limit=250)
    return [section(line) for line in [*lines, _effect(situation, change)]]


def _effect(situation: Situation, change: BriefChange) -> str:
    minutes = (change.brief.deadline - situation.delegation.brief.deadline).total_seconds() / 60
    if not minutes:
        return "The deadline stays as it is."
    way = "later" if minutes > 0 else "earlier"
    return f"The deadline comes {minutes_in_words(abs(minutes))} {way}; the checkpoints ahead move with it."


def _row(situation: Situation, change: BriefChange) -> Block:
    value = value_of(situation.delegation.id, change.subject)
    return actions(
        button("Agree to it", Action.AGREE_TO_CHANGE, value, primary=True),
        button("Keep as it was", Action.KEEP_BRIEF, value),
    )
