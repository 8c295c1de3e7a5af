"""The after-action in its thread: the opening that stays current, each phase's message, and the DMs around it."""

from collections.abc import Mapping, Sequence

from bot.blocks.act_buttons import two_taps
from bot.blocks.button_values import value_of
from bot.blocks.comparison_words import assumptions_came_out, expectation_came_out
from bot.blocks.flag_messages import what_flags_led_to
from bot.blocks.forms.notes import COMPARED, PROMPTS, says_nothing_new
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import change_line, lesson_line
from bot.blocks.review_opening import opened, timing
from bot.blocks.task_words import message_about, plain_task_of, task_of
from bot.blocks.text import actions, button, compose, context, quote, section, shown, when
from bot.blocks.whose_move import NAME_CHARACTERS, name, person_name, zone_of
from bot.coaching.question_bank import script
from bot.domain.delegation import Outcome
from bot.domain.lifecycle import Role
from bot.domain.review import Mode, Note, Phase, Prompt, Visibility, lucky_in
from bot.domain.situation import Situation

_SHOWN_IN = (
    Prompt.KEEP,
    Prompt.LUCKY,
    Prompt.SURPRISED,
    Prompt.HAPPENED,
    Prompt.LOOKED_RIGHT,
    Prompt.EXPECTED,
    Prompt.ONE_CHANGE,
)
_HEADINGS = {prompt: label for prompt, (_, label) in (PROMPTS | COMPARED).items()} | {
    Prompt.QUESTION: "One question",
    Prompt.OWN_MISS: "One thing of my own",
}
_PROMPT_CHARACTERS = 2_900
_MOST_AUTHORS = 12


def opening(situation: Situation, notes: Sequence[Note] = ()) -> Message:
    """Return the thread's first message, edited in place from shipping to closing.

    `notes` are those for the thread, shown by themselves only after a clean delivery, which has no reveal of its own.
    """
    blocks = [*opened(situation, notes), *_taps_taken(situation, notes)]
    review = situation.review
    buttons = _opening_buttons(situation)
    blocks += [actions(*buttons)] if buttons else []
    small = timing(situation)
    blocks += [context(small)] if small else []
    task = plain_task_of(situation)
    closed_already = review is not None and review.phase is Phase.CLOSED
    return compose(f"After-action: {task}. {'It is closed.' if closed_already else small}".strip(), blocks)


def reminder(situation: Situation) -> Message:
    """Return the one private reminder to somebody who has not written."""
    review = situation.review
    zone = zone_of(situation, Role.OWNER)
    ends = f" It ends {when(review.phase_until, zone)}." if review and review.phase_until else ""
    line = f"The writing for the after-action is nearly over.{ends} One line is enough; none is fine, too."
    row = actions(button("Write my notes", Action.REVIEW_NOTES, _value(situation), primary=True))
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}"), row])


def reveal(situation: Situation, notes: Mapping[str, Sequence[Note]]) -> Message:
    """Return everybody's shared notes, prompt by prompt, by author id; nothing private, and nobody who is silent."""
    shared = {
        author: [
            note
            for note in written
            if note.visibility is Visibility.THREAD and not says_nothing_new(note, situation)
        ]
        for author, written in notes.items()
    }
    blocks = [block for prompt in _SHOWN_IN if (block := _of_prompt(situation, prompt, shared))]
    owners = shared.get(situation.delegation.owner_id, [])
    blocks += [*assumptions_came_out(situation, owners), *expectation_came_out(situation, owners)]
    if not blocks:
        line = (
            "Nothing is written yet, so the questions stand as they are. A word in the thread does as well."
        )
        return message_about(situation, line, [section(line), context(script("after_action"))])
    lead = "The notes, shown together."
    return message_about(situation, lead, [section(lead), *blocks, context(script("after_action"))])


def managers_part(situation: Situation, notes: Sequence[Note]) -> Message:
    """Return the manager's part: what they chose to show, or that the move is theirs; once closed, that it was."""
    manager = name(situation, Role.MANAGER)
    shown_notes = [note for note in notes if note.visibility is Visibility.MANAGER]
    is_over = situation.review is not None and situation.review.phase is Phase.CLOSED
    row = [] if is_over else [actions(button("My part", Action.REVIEW_MANAGERS_PART, _value(situation)))]
    if not shown_notes:
        asking = f"<@{situation.delegation.manager_id}>, your part: one question, and one thing of your own."
        line = "The manager's part is over." if is_over else asking
        return message_about(situation, line, [section(line), *row])
    blocks = [section(f"{manager}'s part:")]
    for note in shown_notes[:9]:
        blocks.append(section(f"*{_HEADINGS[note.prompt]}*\n{quote(note.text, 2_500)}"))
    return message_about(situation, f"{manager}'s part.", [*blocks, *row])


def change_asked(situation: Situation) -> Message:
    """Return what the call for the one change becomes once it is closed: nothing to press, and nobody mentioned."""
    line = "The one change was asked for here. What came of it stands below."
    return message_about(situation, line, [section(line)])


def change_prompt(situation: Situation, notes: Sequence[Note] = ()) -> Message:
    """Return the call to the owner for the one change and the lesson; the move passes, so it is a mention.

    `notes` are the shared ones: where the bar was met and luck helped, that is worth the line by itself.
    """
    review = situation.review
    zone = zone_of(situation, Role.OWNER)
    until = f", until {when(review.phase_until, zone)}" if review and review.phase_until else ""
    line = (
        f"<@{situation.delegation.owner_id}>, your move{until}: one change. When …, I will …, who, and a date to "
        "look whether it worked. And one line for whoever does this next."
    )
    buttons = [button("Choose the one change", Action.REVIEW_CHANGE, _value(situation), primary=True)]
    blocks = [section(line)]
    if situation.delegation.outcome is Outcome.MET and lucky_in(notes):
        blocks.append(section("The bar was met, and there was luck in it: worth one line, change or none."))
        buttons.append(button("Only the lesson", Action.REVIEW_LESSON, _value(situation)))
    return message_about(situation, line, [*blocks, actions(*buttons)])


def closed(situation: Situation, notes: Sequence[Note] = ()) -> Message:
    """Return the end of the thread: the change, the lesson, how the assumptions came out. Nothing to do is left."""
    review = situation.review
    clean = review is not None and review.mode is Mode.CLEAN
    change = change_line(situation, review)
    line = f"Closed. {change}" if change else ("Closed." if clean else "Closed, no change agreed.")
    lesson = lesson_line(review)
    blocks = [section(line), *([section(lesson)] if lesson else []), *_taps_taken(situation, notes)]
    blocks += assumptions_came_out(situation, notes)
    row = actions(button("Notes", Action.REVIEW_NOTES, _value(situation)))
    small = context("What comes to mind later goes to the record, marked late.")
    return message_about(situation, line, [*blocks, row, small])


def skill(situation: Situation, notes: Sequence[Note]) -> Message:
    """Return the DM with one person about what they put down to skill. `notes` are their own; nobody else's."""
    line = "What you wrote about skill stays here, with you alone:"
    blocks = [section(f"{task_of(situation)}\n{line}")]
    for note in notes[:9]:
        blocks.append(section(f"*{_HEADINGS[note.prompt]}*\n{quote(note.text, 2_500)}"))
    small = "Whether to practise it, and with whom, is your call. The process half is in the thread."
    return message_about(situation, line, [*blocks, context(small)])


def no_change(situation: Situation) -> Message:
    """Return the one question to the owner after an after-action that closed without a change.

    What their flags led to is in it, too, so that it takes no message of its own.
    """
    line = (
        "The after-action closed with no change agreed. Is there one after all? None is an honest end, too."
    )
    row = actions(button("Choose the one change", Action.REVIEW_CHANGE, _value(situation)))
    is_first = situation.review is None or situation.review.round == 1
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        row,
        context("Asked once. It goes to the record, marked late."),
        *(what_flags_led_to(situation) if is_first else []),
    ]
    return message_about(situation, line, blocks)


def _opening_buttons(situation: Situation) -> list[dict[str, object]]:
    review = situation.review
    value = _value(situation)
    if review is None:
        return []
    if review.phase is Phase.CLOSED:
        return [button("Notes", Action.REVIEW_NOTES, value)]
    waiting = [
        button("Start now", Action.REVIEW_START, value),
        button("Later today", Action.REVIEW_LATER, value),
    ]
    taps = two_taps(situation) if review.mode is Mode.CLEAN else []
    writing = taps or [button("Write my notes", Action.REVIEW_NOTES, value, primary=True)]
    return [*writing, *(waiting if review.phase is Phase.WAITING else [])]


def _taps_taken(situation: Situation, notes: Sequence[Note]) -> list[Block]:
    review = situation.review
    if review is None or review.mode is not Mode.CLEAN:
        return []
    shared = [note for note in notes if note.visibility is Visibility.THREAD]
    by_author: dict[str, list[Note]] = {}
    for note in shared:
        by_author.setdefault(note.author_id, []).append(note)
    blocks = (_of_prompt(situation, prompt, by_author) for prompt in (Prompt.KEEP, Prompt.LUCKY))
    return [block for block in blocks if block]


def _of_prompt(situation: Situation, prompt: Prompt, notes: Mapping[str, Sequence[Note]]) -> Block | None:
    written = [
        (author, note.text) for author, each in notes.items() for note in each if note.prompt is prompt
    ][:_MOST_AUTHORS]
    if not written:
        return None
    room = _PROMPT_CHARACTERS // len(written) - NAME_CHARACTERS - 10
    lines = [f"{person_name(situation, author)}: {shown(text, room)}" for author, text in written]
    return section(f"*{_HEADINGS[prompt]}*\n" + "\n".join(lines))


def _value(situation: Situation) -> str:
    return value_of(situation.delegation.id)
