"""Assumptions and expectation in words: what was thought before the work, and how it came out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.blocks.message import Block
from bot.blocks.text import one_line, section, shown
from bot.blocks.whose_move import name
from bot.domain.brief import Brief
from bot.domain.comparison import Proof, proofs, what_came
from bot.domain.lifecycle import Role
from bot.domain.review import UNSEEN, Note
from bot.domain.situation import Situation

_ON_A_CARD = 120
_CUT = 700
_EXPECTED = 1_200


def assumed_line(brief: Brief) -> str:
    """Return what is assumed, on one line for either card; "" where nothing is."""
    assumed = " · ".join(one_line(text, _ON_A_CARD) for text in brief.assumptions)
    return f"*Assumed*  {assumed}" if assumed else ""


def assumed_in_the_opening(situation: Situation, notes: Sequence[Note]) -> list[Block]:
    """Return what was assumed, verbatim; once the notes have been shown, with what the owner said of it."""
    delegation, review = situation.delegation, situation.review
    if not delegation.brief.assumptions:
        return []
    is_shown = review is not None and review.phase not in UNSEEN
    found = proofs(delegation, notes) if is_shown else {}
    heading = f"*We assumed*  {_in_short(found)}".rstrip()
    everything = range(len(delegation.brief.assumptions))
    return [section("\n".join([heading, *_lines(situation, found, everything)]))]


def assumptions_came_out(situation: Situation, notes: Sequence[Note]) -> list[Block]:
    """Return how many of the assumptions held and failed, and which; nothing where the owner did not say."""
    found = proofs(situation.delegation, notes)
    if not found:
        return []
    return [section("\n".join([f"*Assumptions*  {_in_short(found)}", *_lines(situation, found, found)]))]


def expectation_came_out(situation: Situation, notes: Sequence[Note]) -> list[Block]:
    """Return what the owner expected beside what came; nothing where they did not say."""
    came = what_came(situation.delegation, notes)
    said = situation.delegation.acceptance
    if not came or said is None:
        return []
    owner = name(situation, Role.OWNER)
    expected = f"*{owner} expected*  “{shown(said.expectation, _EXPECTED)}”"
    return [section(f"{expected}\n*And what came*  {shown(came, _EXPECTED)}")]


def _in_short(found: Mapping[int, Proof]) -> str:
    counted = Counter(found.values())
    return ", ".join(f"{counted[proof]} {proof}" for proof in Proof if counted[proof])


def _lines(
    situation: Situation, found: Mapping[int, Proof], places: Sequence[int] | Mapping[int, Proof]
) -> list[str]:
    assumed = situation.delegation.brief.assumptions
    return [
        f"• {found[place].capitalize() + ': ' if place in found else ''}{one_line(assumed[place], _CUT)}"
        for place in places
    ]
