"""The brief in words, field by field, as cards, versions and the read-only view show it."""

from collections.abc import Callable
from datetime import timedelta, tzinfo

from bot.blocks.blast_radius import radius_as_agreed
from bot.blocks.text import one_line, shown, when, when_planned
from bot.coaching.task_kinds import kind_label
from bot.domain.brief import LABELS, Brief, Trigger, changed_fields
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.situation import Situation
from bot.domain.task_kind import TaskKind

LONG, SHORT = 900, 300
_DAY, _HOUR = 24 * 60, 60
_LINES = 5  # of a checklist, where the whole of it does not fit


def minutes_in_words(minutes: float) -> str:
    """Return a length of time as people say it: "1 hour", "90 minutes", "2 days"."""
    if minutes < 1:
        return f"{round(minutes * 60)} seconds"
    for unit, name in ((_DAY, "day"), (_HOUR, "hour")):
        if minutes >= unit and minutes % unit == 0:
            return _counted(int(minutes // unit), name)
    return _counted(round(minutes), "minute")


def length_of(took: timedelta) -> str:
    """Return how long it took, as people say it: in minutes, from two hours on in hours, from two days on in days."""
    minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
    step = minute if took <= 2 * hour else hour if took < 2 * day else day
    return minutes_in_words(max(1, round(took / step)) * (step / minute))


def trigger_line(trigger: Trigger, situation: Situation, limit: int = SHORT) -> str:
    """Return one escalation trigger: the condition, whom it goes to, and the time to respond in.

    What names the owner, who says that it was hit, goes to the manager.
    """
    is_the_owners = trigger.goes_to == situation.delegation.owner_id
    who = one_line((situation.manager if is_the_owners else situation.person(trigger.goes_to)).name, 80)
    within = minutes_in_words(trigger.respond_in_minutes)
    return f"{one_line(trigger.condition, limit)}: tell {who}, asked to answer within {within}"


def checkpoint_name(kind: CheckpointKind) -> str:
    """Return the checkpoint's name as a sentence begins with it."""
    return kind.value[0].upper() + kind.value[1:]


def at_checkpoint(kind: CheckpointKind) -> str:
    """Return when somebody said something: "at the spot check"."""
    return f"at {kind.value}" if kind is CheckpointKind.HALF_TIME else f"at the {kind.value}"


def checkpoint_line(checkpoint: Checkpoint, zone: tzinfo) -> str:
    """Return one checkpoint: which, and when."""
    return f"{checkpoint.kind.value} {when(checkpoint.at, zone)}"


def place_line(brief: Brief) -> str:
    """Return where the after-action opens. Slack itself hides a private channel's name from outsiders."""
    if brief.team_channel:
        return f"<#{brief.team_channel}>"
    return "a conversation of the two of you"


def shared_outside_warning(situation: Situation) -> str:
    """Return the warning that the channel is shared with another organisation, or ""."""
    channel = situation.channel
    if channel is None or channel.channel_id != situation.delegation.brief.team_channel:
        return ""
    if not channel.is_shared_outside:
        return ""
    return (
        f"<#{channel.channel_id}> is shared with another organisation: they can read the after-action, too."
    )


def value_in_words(field: str, brief: Brief, situation: Situation, zone: tzinfo, limit: int = LONG) -> str:
    """Return one field of the brief as escaped mrkdwn; "" where nothing was given."""
    in_words: dict[str, Callable[[], str]] = {
        "task": lambda: one_line(brief.task, limit),
        "owner_id": lambda: one_line(situation.person(brief.owner_id).name, 80),
        "deadline": lambda: when_planned(brief.deadline, zone),
        "acceptable_error": lambda: one_line(brief.acceptable_error.in_words, limit),
        "team_channel": lambda: place_line(brief),
        "kind": lambda: kind_label(brief.kind) if brief.kind is not TaskKind.OTHER else "",
        "smaller": lambda: smaller_line(brief),
        "blast_radius": lambda: radius_as_agreed(brief.blast_radius, limit),
        "checklist": lambda: _checklist(brief),
        "assumptions": lambda: "\n".join(f"• {shown(text, limit)}" for text in brief.assumptions),
        "triggers": lambda: "\n".join(f"• {trigger_line(each, situation, limit)}" for each in brief.triggers),
        "checkpoints": lambda: " · ".join(checkpoint_line(each, zone) for each in brief.checkpoints),
    }
    known = in_words.get(field)
    return known() if known else shown(getattr(brief, field), limit)


def smaller_line(brief: Brief) -> str:
    """Return how the task was made smaller before it was handed over; "" where it was not."""
    line = ", ".join(brief.smaller)
    return line and f"{line[0].upper()}{line[1:]}."


def difference_lines(
    old: Brief, new: Brief, situation: Situation, zone: tzinfo, limit: int = SHORT
) -> list[str]:
    """Return one line for each field in which two versions differ: as it is now, and as it was."""
    return [
        f"*{LABELS[field]}*  {value_in_words(field, new, situation, zone, limit) or 'nothing'}"
        f"\n    before: {value_in_words(field, old, situation, zone, limit) or 'nothing'}"
        for field in changed_fields(old, new)
    ]


def _checklist(brief: Brief) -> str:
    lines = [f"• {shown(line, 400)}" for line in brief.checklist[:_LINES]]
    rest = len(brief.checklist) - _LINES
    return "\n".join([*lines, *([f"• and {rest} more"] if rest > 0 else [])])


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
