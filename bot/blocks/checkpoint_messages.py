"""A checkpoint: the questions to the owner, and the answers to the manager with questions to go on from."""

from collections.abc import Sequence
from typing import Any, Final

from bot.blocks.act_buttons import fall_back_button, flag_button, hit_button, new_time_button
from bot.blocks.brief_words import at_checkpoint, checkpoint_name, value_in_words
from bot.blocks.button_values import bet_subject, value_of
from bot.blocks.ids import Action, Snooze
from bot.blocks.inputs import select
from bot.blocks.message import Block, Message
from bot.blocks.risk_words import guard_lines
from bot.blocks.stem_lines import stem_lines
from bot.blocks.task_words import message_about, plain_task_of, task_of
from bot.blocks.text import actions, button, compose, context, escape, quote, section, when
from bot.blocks.whose_move import NOTHING, name, zone_of
from bot.coaching.question_bank import script
from bot.domain.checkpoints import CheckpointKind
from bot.domain.lifecycle import Role, State
from bot.domain.record import CheckpointAnswer, QuestionAbout
from bot.domain.situation import Situation

BETS: Final = (90, 70, 50, 30)
"""Percents to bet by one press; any other number is typed."""

_LATER = (
    (Snooze.HOUR, "In 1 hour"),
    (Snooze.THREE_HOURS, "In 3 hours"),
    (Snooze.TOMORROW, "Tomorrow morning"),
)


def checkpoint(
    situation: Situation,
    kind: CheckpointKind,
    questions: Sequence[str],
    *,
    bets: bool = False,
    may_wait: bool = True,
) -> Message:
    """Return the checkpoint to the owner: the bar, the questions, and what an answer may be.

    At half time it `bets`: the last question is the bet on the date. One that has moved as often as it may asks what
    changed, and is not put off again.
    """
    delegation = situation.delegation
    zone = zone_of(situation, Role.OWNER)
    due = when(delegation.brief.deadline, zone)
    value = value_of(delegation.id, kind)
    bar = value_in_words("acceptable_error", delegation.brief, situation, zone, 600)
    later = [(value_of(delegation.id, f"{kind}:{snooze}"), label) for snooze, label in _LATER]
    put_off = [select(Action.SNOOZE, later, placeholder="Later")] if may_wait else []
    asked = "\n".join(f"• {escape(question)}" for question in questions)
    blocks: list[Block] = [
        section(f"*{checkpoint_name(kind)}* · {task_of(situation)} · due {due}\nBar: {bar}"),
        *([] if may_wait else [section("This one has moved three times. What changed?")]),
        section(asked or "How does it stand?"),
        *([section(f"{script('bet')} __ %, or nothing.")] if bets else []),
        *_guards(situation, kind),
        actions(
            button("Answer", Action.CHECKPOINT_ANSWER, value, primary=True),
            button("On course, nothing new", Action.ON_COURSE, value),
            flag_button(situation),
            *hit_button(situation),
            *put_off,
        ),
        context(f"Your move, until {due}. A few words are enough; it stays your call."),
    ]
    task = plain_task_of(situation)
    return compose(f"{checkpoint_name(kind)}: {task}. Your move, until {due}.", blocks)


def half_time(situation: Situation) -> Message:
    """Return the bet on the date by itself, where no checkpoint lies at half time: one press, or nothing."""
    delegation, kind = situation.delegation, CheckpointKind.HALF_TIME
    due = when(delegation.brief.deadline, zone_of(situation, Role.OWNER))
    own = button("Name a number", Action.CHECKPOINT_ANSWER, value_of(delegation.id, kind))
    line = f"Half of the time has passed. {script('bet')}"
    small = f"{_prediction(situation)} Say nothing, and nothing is missing."
    blocks = [
        section(f"*{checkpoint_name(kind)}* · {task_of(situation)} · due {due}\n{line}"),
        actions(own, *_bets(situation, kind)),
        context(small),
    ]
    return compose(f"{plain_task_of(situation)}. {line} {small}", blocks)


def answered(situation: Situation, answer: CheckpointAnswer, *, bets: bool = False) -> Message:
    """Return the checkpoint once the owner has answered it: what they said, and nothing to press.

    Where it `bets` and all was answered in one press, the bet on the date is still offered: one more, or nothing.
    """
    manager = name(situation, Role.MANAGER)
    lead = f"*{checkpoint_name(answer.kind)}* · {task_of(situation)}"
    said = "You said: on course, nothing new." if answer.on_course else "You answered:"
    blocks = [section(f"{lead}\n{said}")]
    for asked, words in zip(answer.questions, answer.answers, strict=False):
        if words:
            blocks.append(section(f"{escape(asked)}\n{quote(words, 2_400)}"))
    blocks += [section(line) for line in _bet(answer)] + _at_risk(situation, answer)
    if bets and answer.may_still_bet and _has_time(situation):
        blocks.append(section(f"{script('bet')} {_prediction(situation)}"))
        blocks.append(actions(*_bets(situation, answer.kind)))
    task = plain_task_of(situation)
    small = f"{manager} has it. It stays your call."
    return compose(f"{checkpoint_name(answer.kind)}: {task}. {said} {small}", [*blocks, context(small)])


def checkpoint_answer(situation: Situation, answer: CheckpointAnswer) -> Message:
    """Return the owner's answers to the manager, with stems to ask from; never an edit.

    Where both left the call to the owner, nothing is put before the manager to ask: that comes after the shipping.
    """
    owner = name(situation, Role.OWNER)
    at = f"{owner} {at_checkpoint(answer.kind)}"
    if answer.on_course:
        line = f"{at}: on course, nothing new."
        blocks = [section(f"{task_of(situation)}\n{line}"), *map(section, _bet(answer))]
        blocks += [*_own_words(situation), context(NOTHING)]
        return message_about(situation, f"{line}\n{NOTHING}", blocks)
    blocks = [section(f"{task_of(situation)}\n{at}:")]
    for asked, said in zip(answer.questions, answer.answers, strict=False):
        if said:
            blocks.append(section(f"{escape(asked)}\n{quote(said, 2_400)}"))
    blocks += [section(line) for line in _bet(answer)]
    if not situation.delegation.is_asked_afterwards:
        blocks.append(section("If you want to help, ask:"))
        blocks += stem_lines(situation, QuestionAbout.CHECKPOINT)
    small = f"{owner}'s move. {NOTHING}"
    blocks += [*_own_words(situation), context(small)]
    return message_about(situation, f"{at} answered.\n{small}", blocks)


def _bet(answer: CheckpointAnswer) -> list[str]:
    return [] if answer.bet is None else [f"Bet on the date: {answer.bet} %"]


def _bets(situation: Situation, kind: CheckpointKind) -> list[dict[str, Any]]:
    """Return a button for each bet that is one press away."""
    delegation_id = situation.delegation.id
    return [
        button(f"{each} %", Action.BET, value_of(delegation_id, bet_subject(kind, each))) for each in BETS
    ]


def _prediction(situation: Situation) -> str:
    return f"{name(situation, Role.MANAGER)} reads it as a prediction, not as a promise."


def _has_time(situation: Situation) -> bool:
    """Say whether the work is under way and its date still ahead."""
    delegation = situation.delegation
    return delegation.state is State.IN_PROGRESS and situation.now < delegation.brief.deadline


def _at_risk(situation: Situation, answer: CheckpointAnswer) -> list[Block]:
    """Return the ways on that a low bet opens, while there is time for them; no more than an offer."""
    if not (answer.is_low_bet and _has_time(situation)):
        return []
    manager, least = name(situation, Role.MANAGER), fall_back_button(situation)
    line = f"Thank you for saying so early. A flag tells {manager} what you see, while there is time."
    line += " There is the minimum, too, and a new time." if least else " There is a new time, too."
    return [section(line), actions(flag_button(situation), *least, new_time_button(situation))]


def _guards(situation: Situation, kind: CheckpointKind) -> list[Block]:
    """Return the guards to look at, at the last look."""
    lines = guard_lines(situation) if kind is CheckpointKind.FINAL_QA else []
    return [section("\n".join(["*Guards from the pre-mortem*", *lines]))] if lines else []


def _own_words(situation: Situation) -> list[Block]:
    """Return the button for a question in own words; none where both left the call to the owner until it ships."""
    if situation.delegation.is_asked_afterwards:
        return []
    value = value_of(situation.delegation.id, QuestionAbout.CHECKPOINT)
    return [actions(button("Own words", Action.ASK, value))]
