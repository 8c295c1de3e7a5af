"""What came of it, in words: shipped when, predicted what, measured what, corrected how, changed what."""

from datetime import timedelta, tzinfo

from bot.blocks.source import link
from bot.blocks.text import one_line, shown, when
from bot.blocks.whose_move import name, person_name
from bot.domain.delegation import Delegation, FoundBy, Outcome
from bot.domain.lifecycle import Role, State
from bot.domain.review import Review
from bot.domain.situation import Situation

_CUT = 500
_HOUR = timedelta(hours=1)


def shipped_line(situation: Situation, zone: tzinfo) -> str:
    """Return when it shipped and how that stood to the deadline; "" before shipping."""
    delegation = situation.delegation
    if delegation.shipped_at is None:
        return ""
    how = _early_or_late(delegation.brief.deadline - delegation.shipped_at)
    return f"Shipped {when(delegation.shipped_at, zone)}, {how}."


def _early_or_late(ahead: timedelta) -> str:
    if abs(ahead) <= _HOUR:
        return "in time" if ahead >= timedelta(0) else "after the deadline"
    hours = round(abs(ahead) / _HOUR)
    number, one, many = (round(hours / 24), "a day", "days") if hours >= 24 else (hours, "an hour", "hours")
    length = one if number == 1 else f"{number} {many}"
    return f"{length} early" if ahead > timedelta(0) else f"{length} late"


def predicted_line(situation: Situation) -> str:
    """Return what the owner predicted; "" before shipping."""
    shipment = situation.delegation.shipment
    return f"{name(situation, Role.OWNER)} predicted: {shipment.prediction.value}." if shipment else ""


def outcome_line(delegation: Delegation) -> str:
    """Return how it stood against the bar: measured value and outcome, or that it is not known yet."""
    measured = one_line(delegation.brief.acceptable_error.measured_in_words(delegation.measured), 200)
    if delegation.outcome is Outcome.UNKNOWN:
        return f"It was: {measured}." if measured else "How it stood against the bar is not known yet."
    verdict = "the bar was met" if delegation.outcome is Outcome.MET else "the bar was missed"
    return f"It was: {measured}; {verdict}." if measured else f"{verdict[0].upper()}{verdict[1:]}."


def correction_line(delegation: Delegation, zone: tzinfo, limit: int = _CUT) -> str:
    """Return the miss that showed later and who saw it first, by kind and never by name; "" for none."""
    if delegation.corrected_at is None:
        return ""
    found = f", {delegation.found_by.value}" if delegation.found_by else ""
    return f"Corrected {when(delegation.corrected_at, zone)}{found}: {shown(delegation.correction, limit)}"


def note_line(situation: Situation, reader: Role, zone: tzinfo) -> str:
    """Return that the correction is out, with its words, or who has taken it over; "" while neither is so."""
    note, taken_at = situation.note, situation.delegation.taken_over_at
    if note and note.sent_at:
        said = f": “{shown(note.text, _CUT)}”" if note.text else "."
        return f"Correction sent {when(note.sent_at, zone)}{said}"
    if taken_at is None:
        return ""
    manager = name(situation, Role.MANAGER)
    who = "You have" if reader is Role.MANAGER else f"{manager} has"
    return f"{who} taken over what follows, {when(taken_at, zone)}."


def checklist_line(delegation: Delegation) -> str:
    """Return how much of the checklist was ticked at shipping; "" where there was none."""
    lines, shipment = delegation.brief.checklist, delegation.shipment
    if not lines or shipment is None:
        return ""
    ticked = len([index for index in set(shipment.ticked) if index < len(lines)])
    return f"Checklist: {ticked} of {len(lines)} ticked."


def handed_in(delegation: Delegation, limit: int = _CUT) -> str:
    """Return the link and the note that came with it; "" where there was neither."""
    shipment = delegation.shipment
    if shipment is None:
        return ""
    parts = [link(shipment.link, "Open what was shipped")] if shipment.link else []
    parts += [f"“{shown(shipment.note, limit)}”"] if shipment.note else []
    return " · ".join(parts)


def change_line(situation: Situation, review: Review | None) -> str:
    """Return a round's one change, whose it is, and when its effect is looked at; "" where none was chosen."""
    if review is None or review.change is None:
        return ""
    change = review.change
    who = person_name(situation, change.who)
    day = f"{change.review_on:%a, %b} {change.review_on.day}, {change.review_on.year}"
    late = " Chosen after closing." if review.change_is_late else ""
    cue = shown(_bare(change.when, "when "), _CUT)
    step = shown(_bare(change.i_will, "i will "), _CUT)
    return f"When {cue}, I will {step}. {who}, looked at on {day}.{late}"


def _bare(text: str, begins: str) -> str:
    """Return the words without the beginning and the full stop that our own sentence already has."""
    kept = text[len(begins) :] if text.lower().startswith(begins) else text
    return kept.strip().rstrip(",.") or text


def lesson_line(review: Review | None) -> str:
    """Return a round's lesson; "" where none was written."""
    lesson = review.lesson if review else ""
    return f"Lesson: “{one_line(lesson, 700)}”" if lesson else ""


def has_lapsed(delegation: Delegation) -> bool:
    """Say whether an offer ended by itself: never accepted, and withdrawn when its deadline had come."""
    return (
        delegation.state is State.WITHDRAWN
        and not delegation.back_brief
        and delegation.ended_at is not None
        and delegation.ended_at >= delegation.brief.deadline
    )


def ended_line(situation: Situation, reader: Role) -> str:
    """Return how it ended before shipping, as `reader` reads it; "" for any other state."""
    delegation = situation.delegation
    owner, manager = name(situation, Role.OWNER), name(situation, Role.MANAGER)
    if has_lapsed(delegation):
        return "The deadline came before it was accepted, so it ended by itself. It can be handed over anew."
    by = {
        State.DECLINED: (Role.OWNER, owner, "handed it back" if delegation.back_brief else "declined it"),
        State.WITHDRAWN: (Role.MANAGER, manager, "withdrew it"),
        State.TAKEN_BACK: (Role.MANAGER, manager, "took it back"),
    }.get(delegation.state)
    if by is None:
        return ""
    role, who, did = by
    line = f"{'You' if role is reader else who} {did}"
    # Why a manager stepped in is theirs to tell, not ours.
    is_private = delegation.state is State.TAKEN_BACK and reader is not Role.MANAGER
    if is_private or not delegation.reason:
        return f"{line}."
    return f"{line}: “{shown(delegation.reason, _CUT)}”"


def found_words(delegation: Delegation) -> str:
    """Return who saw a miss first, as a sentence about the kind and not the person."""
    return "It was self-caught." if delegation.found_by is FoundBy.OWNER else "It was found by others."
