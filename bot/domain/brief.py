"""The brief: what both agree before the work starts, and what makes one complete."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.acceptable_error import AcceptableError
from bot.domain.blast_radius import BlastRadius
from bot.domain.checkpoints import Checkpoint
from bot.domain.errors import Invalid
from bot.domain.shrinking import Shrink, asks_for_more
from bot.domain.task_kind import TaskKind

TASK_CHARACTERS: Final = 150
"""One line: it is the title of cards, forms and lists."""

TEXT_CHARACTERS: Final = 2_000
"""A page of text: less than the 3,000 that an input and a section of Slack's hold, since escaping makes it longer."""

CHECKLIST_LINES, CHECKLIST_CHARACTERS = 10, 75
"""As many boxes as Slack puts into one group, each with as long a label as it takes."""

ASSUMPTIONS, TRIGGERS = 3, 3
"""Few enough that each is looked at again. Our choice."""

TRIGGER_MINUTES = (5, 7 * 24 * 60)
"""Minutes: sooner nobody has read a page, and what has a week is no page. Our choice."""

FURTHEST_DEADLINE = timedelta(days=730)
"""Two years: beyond that a date is a slip of the hand, or the task no task yet. Our choice."""

CORRECTION_WINDOW = timedelta(days=14)
"""From shipping: how long a miss can be recorded. Two weeks, as most cycles of work are. Our choice."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An escalation trigger: the condition, the minutes to respond in, and the user id whom it goes to."""

    condition: str
    respond_in_minutes: int
    goes_to: str


@dataclass(frozen=True, slots=True)
class Source:
    """The message a task was delegated from: its permalink, and its text where the owner may read it."""

    permalink: str
    channel_id: str
    text: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything agreed about one task. Texts are stored as typed and escaped only where they are shown.

    `why` is its purpose, end state and one boundary; `smaller` how it was made smaller before it was handed over,
    and `override` why it goes as it is, where its verdict speaks against that.
    """

    task: str
    owner_id: str
    deadline: datetime
    outcome: str
    acceptable_error: AcceptableError
    team_channel: str | None = None
    minimum_shippable: str = ""
    checklist: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    blast_radius: BlastRadius = field(default_factory=BlastRadius)
    triggers: tuple[Trigger, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    source: Source | None = None
    why: str = ""
    smaller: tuple[Shrink, ...] = ()
    override: str = ""
    kind: TaskKind = TaskKind.OTHER


# Without "Cn", the unassigned ones: they may be newer than this Python.
_UNSEEN_KINDS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
# Fillers, an empty Braille cell, and what only varies the character before it.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
}


def is_blank(text: str) -> bool:
    """Say whether nothing of `text` can be seen: empty, only spaces, zero-width or control characters, fillers."""
    return all(character in _UNSEEN or unicodedata.category(character) in _UNSEEN_KINDS for character in text)


def tidy(text: str | None) -> str:
    """Return `text` without surrounding space and what no database holds; "" where it is blank.

    That is NUL, and lone surrogates: half a character, as a cut emoji leaves it.
    """
    kept = (text or "").replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    return "" if is_blank(kept) else kept


def required(text: str, name: str, when_blank: str) -> str:
    """Return `text` without surrounding space. Raises `Invalid` for `name` where it is blank or too long."""
    problem = _text_problem(text, TEXT_CHARACTERS, when_blank)
    if problem:
        raise Invalid({name: problem})
    return tidy(text)


def problems_of_bar(
    task: str, deadline: datetime | None, outcome: str, acceptable_error: str, now: datetime
) -> dict[str, str]:
    """Return one sentence for each field of the bar that cannot stand, by field name; empty where all can."""
    problems = {
        "task": _text_problem(task, TASK_CHARACTERS, "Name the task in a few words."),
        "deadline": why_not_deadline(deadline, now),
        "outcome": _text_problem(outcome, TEXT_CHARACTERS, "Say what is true when it is done, and for whom."),
        "acceptable_error": _text_problem(
            acceptable_error, TEXT_CHARACTERS, "Say how wrong it may be, such as: variance <= 2 %."
        ),
    }
    return {name: sentence for name, sentence in problems.items() if sentence}


def why_not_deadline(deadline: datetime | None, now: datetime) -> str | None:
    """Return the sentence that says why `deadline` cannot be, or None where it can."""
    if deadline is None:
        return "Pick the day and the time by which it is done."
    if deadline <= now:
        return "This moment has passed. Pick one that is still to come."
    if deadline - now > FURTHEST_DEADLINE:
        return "This is more than two years off. Hand over a first part that is due sooner."
    return None


def why_not_checklist_line(line: str, existing: tuple[str, ...]) -> str | None:
    """Return the sentence that says why `line` cannot join the checklist, or None. Lines are never cut."""
    line = tidy(line)
    if not line:
        return "Write the line first."
    if len(line) > CHECKLIST_CHARACTERS:
        return f"A checklist line holds {CHECKLIST_CHARACTERS} characters; this one has {len(line)}."
    if len(existing) >= CHECKLIST_LINES:
        return f"A checklist holds {CHECKLIST_LINES} lines. Take one out first."
    return None


def why_not_text(text: str, characters: int = TEXT_CHARACTERS) -> str | None:
    """Return the sentence that says why an optional text is too long, or None."""
    if len(text) > characters:
        return f"This holds {characters:,} characters; yours has {len(text):,}."
    return None


def check(brief: Brief, now: datetime) -> None:
    """Raise `Invalid` with a sentence for each field of `brief` that cannot stand at `now`."""
    problems = problems_of_bar(
        brief.task, brief.deadline, brief.outcome, brief.acceptable_error.text, now
    ) | _problems_of_guards(brief, now)
    if problems:
        raise Invalid(problems)


def why_not_as_it_is(brief: Brief) -> str | None:
    """Return the sentence that says why a task cannot simply be handed over, or None where it can.

    It can where it is safe to fail, where it is rehearsed first, and where the manager says why it goes as it is.
    """
    if not asks_for_more(brief.blast_radius) or Shrink.REHEARSAL in brief.smaller:
        return None
    if is_blank(brief.override):
        return "Make it smaller or rehearse it first, or say here why it goes as it is."
    return None


LABELS: Final = {
    "task": "Task",
    "kind": "Kind of task",
    "owner_id": "Owner",
    "deadline": "Deadline",
    "outcome": "Outcome",
    "why": "Why",
    "acceptable_error": "Acceptable error",
    "team_channel": "Team channel",
    "minimum_shippable": "Minimum shippable",
    "checklist": "Checklist",
    "assumptions": "Assumptions",
    "blast_radius": "Blast radius",
    "smaller": "Made smaller",
    "override": "Handed over as it is",
    "triggers": "Triggers",
    "checkpoints": "Checkpoints",
}


def changed_fields(old: Brief, new: Brief) -> tuple[str, ...]:
    """Return the names of the fields in which two versions differ, in the order of the brief."""
    return tuple(name for name in LABELS if getattr(old, name) != getattr(new, name))


def _problems_of_guards(brief: Brief, now: datetime) -> dict[str, str]:
    problems: dict[str, str | None] = {
        "minimum_shippable": why_not_text(brief.minimum_shippable),
        "rollback_note": why_not_text(brief.blast_radius.rollback_note),
        "why": why_not_text(brief.why),
        "override": why_not_text(brief.override),
    }
    if len(brief.checklist) > CHECKLIST_LINES or any(
        len(line) > CHECKLIST_CHARACTERS for line in brief.checklist
    ):
        problems["checklist"] = (
            f"A checklist holds {CHECKLIST_LINES} lines of {CHECKLIST_CHARACTERS} characters."
        )
    if len(brief.assumptions) > ASSUMPTIONS or any(why_not_text(text) for text in brief.assumptions):
        problems["assumptions"] = (
            f"A brief holds {ASSUMPTIONS} assumptions of {TEXT_CHARACTERS:,} characters."
        )
    if len(brief.triggers) > TRIGGERS:
        problems["triggers"] = f"A brief holds {TRIGGERS} triggers."
    elif not all(_can_be_acted_on(trigger) for trigger in brief.triggers):
        problems["triggers"] = (
            f"A trigger has a condition of up to {TEXT_CHARACTERS:,} characters, somebody it goes to, and between "
            "five minutes and seven days to answer."
        )
    if any(not now < checkpoint.at <= brief.deadline for checkpoint in brief.checkpoints):
        problems["checkpoints"] = "Each checkpoint lies between now and the deadline."
    return {name: sentence for name, sentence in problems.items() if sentence}


def _can_be_acted_on(trigger: Trigger) -> bool:
    soonest, latest = TRIGGER_MINUTES
    return (
        _text_problem(trigger.condition, TEXT_CHARACTERS, "blank") is None
        and soonest <= trigger.respond_in_minutes <= latest
        and bool(trigger.goes_to)
    )


def _text_problem(text: str, characters: int, when_blank: str) -> str | None:
    return when_blank if is_blank(text) else why_not_text(text, characters)
