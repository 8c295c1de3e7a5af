"""What follows a miss, message by message: the word that steadies, the note, and what the manager hears of it."""

from bot.blocks.act_buttons import ask_button, clear_path_button, note_buttons
from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import found_words, outcome_line
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, one_line, quote, section, when
from bot.blocks.whose_move import NOTHING, name, person_name, standing, zone_of
from bot.coaching.question_bank import correction_note, script
from bot.domain.correction import CorrectionNote
from bot.domain.lifecycle import Role
from bot.domain.situation import Situation

_CUT = 2_400


def miss(situation: Situation, to: Role) -> Message:
    """Return the news of a miss: to the owner first what steadies, then a note to start from; no question."""
    delegation = situation.delegation
    about = f"A miss was recorded. {found_words(delegation)}"
    what = [section(f"What it was:\n{quote(delegation.correction, _CUT)}")] if delegation.correction else []
    facts: list[Block] = [*what, section(outcome_line(delegation))]
    if to is Role.MANAGER:
        return _to_the_manager(situation, about, facts)
    if situation.open_note is None:
        small = "The correction is sent." if situation.note and situation.note.sent_at else NOTHING
        blocks = [section(f"{task_of(situation)}\n{about}"), *facts, context(small)]
        return message_about(situation, f"{about} {small}", blocks)
    steady = script("miss")
    note = "\n".join(f">{line}" for line in correction_note())
    due = when(situation.open_note.due_at, zone_of(situation, Role.OWNER))
    blocks = [
        section(f"{task_of(situation)}\n{about} {steady}"),
        *facts,
        section(f"{script('miss_after')}\n{note}"),
        actions(*note_buttons(situation)),
        context(f"Your move, until {due}: the correction goes out in your words."),
    ]
    return message_about(situation, f"{about} {steady} Your move.", blocks)


def note_reminder(situation: Situation, note: CorrectionNote) -> Message:
    """Return the one reminder of a note that is due within the hour."""
    due = when(note.due_at, zone_of(situation, Role.OWNER))
    line = f"The correction note is due {due}. A few words are enough, and they are yours."
    small = "Your move. I remind you of it this once."
    blocks = [section(f"{task_of(situation)}\n{line}"), actions(*note_buttons(situation)), context(small)]
    return message_about(situation, f"{line} {small}", blocks)


def note_reminder_over(situation: Situation) -> Message:
    """Return what the reminder becomes once nothing is waited for."""
    line = "The correction note was asked for here. It is not waited for any more."
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}")])


def note(situation: Situation, sent: CorrectionNote) -> Message:
    """Return the correction itself, to those whom the owner picked: the owner's words, and nothing to press."""
    owner = name(situation, Role.OWNER)
    line = f"A correction from {owner}, in {owner}'s own words:"
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        section(quote(sent.text, _CUT)),
        context(f"Ask {owner} about it directly."),
    ]
    return message_about(situation, line, blocks)


def note_sent(situation: Situation, sent: CorrectionNote, place: str = "") -> Message:
    """Return the news to the manager that the correction is out, with its words; `place` is a raw channel name."""
    owner, zone = name(situation, Role.OWNER), zone_of(situation, Role.MANAGER)
    reader = person_name(situation, sent.reader_id) if sent.reader_id else ""
    to = " and ".join(each for each in (reader, f"#{one_line(place, 80)}" if place else "") if each)
    at = when(sent.sent_at, zone) if sent.sent_at else ""
    line = f"{owner} sent the correction{f' to {to}' if to else ''}, {at}."
    words = [section(quote(sent.text, _CUT))] if sent.text else []
    blocks = [section(f"{task_of(situation)}\n{line}"), *words]
    blocks += [
        actions(ask_button(situation, "Ask a question")),
        context(standing(situation, Role.MANAGER).sentence),
    ]
    return message_about(situation, line, blocks)


def taken_over(situation: Situation) -> Message:
    """Return the word to the owner that the manager takes over what follows, and what stays as it was."""
    manager = name(situation, Role.MANAGER)
    stays = "What you shipped stays yours, and so does your part of the after-action."
    line = f"{manager} takes over what follows. {stays}"
    stands = standing(situation, Role.OWNER)
    brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
    blocks = [section(f"{task_of(situation)}\n{line}"), actions(brief), context(stands.sentence)]
    return message_about(situation, f"{line}\n{stands.sentence}", blocks)


def warning_before_taking(situation: Situation) -> tuple[str, str]:
    """Return, raw, two short lines that a manager reads before taking over; both "" where nothing speaks against it.

    The first says in whose hands it is and at what hour, the second what follows from that.
    """
    owner, manager, now = situation.owner, situation.manager, situation.now
    facts, meaning = [], []
    if situation.open_note:
        due = situation.open_note.due_at.astimezone(manager.tz)
        late = situation.open_note.is_overdue(now)
        was = "was due" if late else "is due"
        facts.append(f"The correction is {owner.name}'s; it {was} {due:%a} at {due:%H:%M}.")
        meaning.append(NOTHING if late else f"{script('in_hand')} {NOTHING}")
    if not (owner.hours.is_open(now) or manager.hours.is_open(now)):
        here, there = now.astimezone(manager.tz), now.astimezone(owner.tz)
        facts.append(f"It is {here:%H:%M} for you and {there:%H:%M} for {owner.name}.")
        meaning.append(script("at_night"))
    return " ".join(facts), " ".join(meaning)


def _to_the_manager(situation: Situation, about: str, facts: list[Block]) -> Message:
    owner = name(situation, Role.OWNER)
    if situation.open_note:
        due = when(situation.open_note.due_at, zone_of(situation, Role.MANAGER))
        line = f"The correction is {owner}'s, due {due}. {NOTHING}"
    else:
        is_out = situation.note is not None and situation.note.sent_at is not None
        line = f"{owner} has sent the correction. {NOTHING}" if is_out else NOTHING
    blocks = [section(f"{task_of(situation)}\n{about} {line}"), *facts]
    blocks.append(actions(ask_button(situation, "Ask a question"), clear_path_button(situation)))
    return message_about(situation, f"{about} {line}", [*blocks, context(script("miss_manager"))])
