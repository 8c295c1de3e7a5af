"""A hit trigger and a changed time in words, as cards and the after-action say them."""

from datetime import tzinfo

from bot.blocks.brief_words import length_of
from bot.blocks.text import one_line, shown, when, when_agreed
from bot.blocks.whose_move import person_name
from bot.domain.page import Hit
from bot.domain.proposal import Answer, Proposal, ProposalKind
from bot.domain.situation import Situation

_IN_SIGHT = 3


def names_of(situation: Situation, user_ids: tuple[str, ...]) -> str:
    """Return names, joined as in a sentence."""
    named = [person_name(situation, user_id) for user_id in user_ids]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def hit_line(hit: Hit, situation: Situation, zone: tzinfo) -> str:
    """Return the trigger that was hit last, and how its clock stands, for the two cards."""
    lead = f"*Trigger hit*  {when(hit.at, zone)}: {_condition(hit, 300)}."
    if hit.acknowledged_at:
        took = length_of(hit.acknowledged_at - hit.at)
        return f"{lead} {person_name(situation, hit.acknowledged_by)} has it, after {took}."
    if hit.is_running:
        who = names_of(situation, tuple(page.user_id for page in hit.of_round(hit.round)))
        return f"{lead} Sent to {who}; an answer by {when(hit.until, zone)}."
    return f"{lead} Nobody has answered yet."


def hits_as_they_were(situation: Situation, zone: tzinfo) -> list[str]:
    """Return each trigger that was hit and how long until somebody had it, for the thread: nobody is named."""
    lines = []
    for hit in situation.hits[:_IN_SIGHT]:
        lead = f"*Trigger hit*  {when_agreed(hit.at, zone)}: {_condition(hit, 600)}."
        had = (
            f"Somebody had it after {length_of(hit.acknowledged_at - hit.at)}."
            if hit.acknowledged_at
            else "It was not answered before the work was done."
        )
        lines.append(f"{lead} {had}")
    rest = len(situation.hits) - _IN_SIGHT
    return [*lines, *([f"And {rest} more."] if rest > 0 else [])]


def proposal_line(proposal: Proposal, zone: tzinfo, limit: int = 300) -> str:
    """Return what is proposed: the new time or the minimum, and why."""
    why = f" “{shown(proposal.why, limit)}”" if proposal.why else ""
    if proposal.kind is ProposalKind.MINIMUM:
        return f"*Proposed*  the minimum instead: {shown(proposal.outcome, limit)}{why}"
    at = when_agreed(proposal.deadline or proposal.before, zone)
    return f"*Proposed*  due {at}, instead of {when_agreed(proposal.before, zone)}.{why}"


def renegotiated_lines(situation: Situation, zone: tzinfo) -> list[str]:
    """Return what both agreed to change under way, and whether a new time came before the old one had passed."""
    lines = []
    for each in [made for made in situation.proposals if made.answer is Answer.AGREED][-_IN_SIGHT:]:
        if each.kind is ProposalKind.MINIMUM:
            lines.append("*Changed under way*  the minimum was agreed to stand for the outcome.")
            continue
        how = (
            "agreed after it had passed" if each.is_late else "renegotiated before it had passed, so not late"
        )
        lines.append(f"*Changed under way*  it was due {when_agreed(each.before, zone)}: {how}.")
    return lines


def _condition(hit: Hit, limit: int) -> str:
    return one_line(hit.condition.rstrip(". "), limit) or one_line(hit.condition, limit)
