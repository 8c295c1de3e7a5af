"""The history of a delegation in words: what happened, when and by whom, and the rounds of each page."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import Final

from bot.blocks.message import Block
from bot.blocks.text import divider, one_line, section, when
from bot.blocks.whose_move import person_name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.page import Hit, Page
from bot.domain.record import Event, HistoryEntry
from bot.domain.situation import Situation

_LINES, _IN_A_BLOCK, _HITS = 12, 6, 3
_SAID = 120

WORDS: Final[dict[Event, str]] = {
    Event.HANDED_OVER: "{who} handed it over.",
    Event.PROPOSED: "{who} proposed {detail}.",
    Event.PLACE_CHANGED: "{who} moved the after-action between the two, {detail}.",
    Event.AGREED: "{who} agreed to {detail}.",
    Event.ACCEPTED: "{who} accepted{said}.",
    Event.ASKED: "{who} asked{said}.",
    Event.ANSWERED: "{who} answered{said}.",
    Event.CONFIRMED: "{who} said: that is it.",
    Event.CONFIRMED_BY_SILENCE: "Confirmed by silence: a working day had passed.",
    Event.CHANGE_PROPOSED: "{who} proposed another brief.",
    Event.BRIEF_CHANGED: "{who} agreed to another brief, {detail}.",
    Event.BRIEF_KEPT: "{who} kept the brief as it was.",
    Event.DECLINED: "{who} declined{said}.",
    Event.HANDED_BACK: "{who} handed it back{said}.",
    Event.WITHDRAWN: "{who} withdrew it{said}.",
    Event.LAPSED: "The deadline came before it was accepted, so it ended by itself.",
    Event.TAKEN_BACK: "{who} took it back.",
    Event.CHECKPOINT_ANSWERED: "{who} answered: {detail}.",
    Event.SHIPPED: "{who} shipped it and predicted: {detail}.",
    # Who recorded it, or saw it first, is nobody's mark.
    Event.CORRECTED: "A miss was recorded{said}.",
    Event.MEASURED: "{who} entered how it stood{said}.",
    Event.CORRECTION_SENT: "{who} sent the correction{said}.",
    Event.TAKEN_OVER: "{who} took over what follows.",
    Event.ASKED_FOR_HELP: "{who} said: {detail}.",
    Event.HELPED: "{who} said: {detail}.",
    Event.REVIEW_OPENED: "The after-action opened.",
    Event.CHANGE_CHOSEN: "{who} chose the one change{said}.",
    Event.CLOSED: "It closed.",
    Event.FLAG_RAISED: "{who} raised a flag{said}.",
    Event.FLAG_ANSWERED: "{who} answered a flag{said}.",
    Event.FLAG_CHASED: "A reminder of a flag went out.",
    Event.FLAG_PASSED_ON: "A flag went on to the deputy.",
    Event.FLAG_UNANSWERED: "A flag had no answer, and the move went back to its owner.",
    Event.FLAG_FORWARDED: "{who} told somebody else about a flag{said}.",
    Event.INTENDED: "{who} stated an intention{said}.",
    Event.INTENTION_AGREED: "{who} said: go on.",
    Event.INTENTION_OBJECTED: "{who} objected{said}.",
    Event.INTENTION_BY_SILENCE: "Nobody objected in time, so it was go{said}.",
    Event.HIT: "{who} hit a trigger{said}.",
    Event.ACKNOWLEDGED: "{who} took the page.",
    Event.UNANSWERED: "The last round of a page had no answer.",
    Event.NEW_TIME_PROPOSED: "{who} proposed a new time{said}.",
    Event.MINIMUM_PROPOSED: "{who} proposed the minimum{said}.",
    Event.RENEGOTIATED: "{who} agreed to a new time before the old one had passed.",
    Event.RENEGOTIATED_LATE: "{who} agreed to a new time after the old one had passed.",
    Event.FELL_BACK: "{who} agreed to the minimum.",
    Event.STAYED: "The proposal had no answer, so it stayed as it was.",
    Event.LATE: "The deadline passed.",
    # Who began it, who was asked and who wrote what stays with each of them.
    Event.PREMORTEM_STARTED: "A pre-mortem began.",
    Event.PREMORTEM_REVEALED: "The pre-mortem was shown.",
    Event.RISK_DECIDED: "{who} decided a risk: {detail}.",
    Event.RISK_CHECKED: "{who} answered a check: {detail}.",
}
"""What each line says: `detail` is a word of ours, `said` what somebody wrote. An event that nobody reads has none."""


def history_blocks(entries: Sequence[HistoryEntry], situation: Situation, reader: Role) -> list[Block]:
    """Return the latest lines, the newest last, and the rounds of the latest pages; [] where there is nothing.

    `entries` are what the reader may read, oldest first.
    """
    zone = zone_of(situation, reader)
    told = [line_of_history(each, situation, reader, zone) for each in entries[-_LINES:]]
    if not told:
        return []
    earlier = len(entries) - len(told)
    heading = "*What happened*" + (f" (and {earlier} earlier)" if earlier else "")
    pieces = [told[place : place + _IN_A_BLOCK] for place in range(0, len(told), _IN_A_BLOCK)]
    pieces[0].insert(0, heading)
    return [
        divider(),
        *(section("\n".join(piece)) for piece in pieces),
        *(section("\n".join(_rounds_of(hit, situation, zone))) for hit in situation.hits[-_HITS:]),
    ]


def line_of_history(entry: HistoryEntry, situation: Situation, reader: Role, zone: tzinfo) -> str:
    """Return one line: when, who, what."""
    own = situation.owner if reader is Role.OWNER else situation.manager
    who = "You" if entry.actor_id == own.user_id else person_name(situation, entry.actor_id)
    detail = one_line(entry.detail, _SAID)
    said = f": “{detail.rstrip('.') or detail}”" if detail else ""
    words = WORDS[entry.event].format(who=who, detail=detail, said=said)
    return f"{when(entry.at, zone)} · {words}"


def _rounds_of(hit: Hit, situation: Situation, zone: tzinfo) -> Iterator[str]:
    """Yield who was paged when, round by round, and who had it when."""
    yield f"*Page*  {one_line(hit.condition, _SAID)}"
    for number, pages in groupby(hit.pages, key=lambda page: page.round):
        sent = list(pages)
        whom = ", ".join(_whom(page, situation) for page in sent)
        yield f"Round {number}, {when(sent[0].at, zone)}: {whom}"
    if hit.acknowledged_at:
        yield f"{person_name(situation, hit.acknowledged_by)} has it, since {when(hit.acknowledged_at, zone)}"
    elif hit.ended_at:
        yield f"The work shipped or ended before somebody had it, {when(hit.ended_at, zone)}"
    else:
        yield "Nobody has it yet"


def _whom(page: Page, situation: Situation) -> str:
    who = person_name(situation, page.user_id)
    return f"{who} for {person_name(situation, page.stands_in_for)}" if page.stands_in_for else who
