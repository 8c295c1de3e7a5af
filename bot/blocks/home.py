"""App Home: what needs the reader, what they handed over, what they own."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.blocks.act_buttons import act_row, can, primary_acts
from bot.blocks.button_values import EVERYTHING, value_of
from bot.blocks.ids import Action, numbered_apart
from bot.blocks.list_lines import ended_since, line_of, role_in
from bot.blocks.message import Block, View
from bot.blocks.text import actions, button, context, header, section
from bot.blocks.whose_move import standing
from bot.domain.lifecycle import BEFORE_REVIEW, Act, Role
from bot.domain.people import Person
from bot.domain.rescue import RescueKind
from bot.domain.situation import Situation

NEW = " new"
"""Value of [Delegate a task], which brings no words along. Words that somebody typed never begin with a space."""
_IN_SIGHT = 15  # two blocks for each in two of the three parts: Slack takes a hundred in all
_ENDED_IN_SIGHT = 5
_STEPPED_IN = {
    RescueKind.TAKE_BACK: ("one task taken back", "{} tasks taken back"),
    RescueKind.EDIT: ("one edit sent as it was", "{} edits sent as they were"),
}
_NONE: Mapping[RescueKind, int] = MappingProxyType({})


def home(
    person: Person, situations: Sequence[Situation], stepped_in: Mapping[RescueKind, int] = _NONE
) -> View:
    """Return the Home of `person`: their ongoing delegations, each once, and first what needs them.

    `stepped_in` is how often they stepped in lately, by kind: for their eyes alone, and compared with nobody's.
    """
    ongoing = [each for each in situations if not each.is_over]
    needing = [each for each in ongoing if _needs(each, person)]
    resting = [each for each in ongoing if not _needs(each, person)]
    handed = [each for each in resting if role_in(each, person) is Role.MANAGER]
    owned = [each for each in resting if role_in(each, person) is Role.OWNER]
    blocks: list[Block] = []
    if not ongoing:
        blocks.append(
            section("Nothing needs you. Hand over something small and real; I hold the guardrails.")
        )
    else:
        blocks += _part("Needs you", needing, person, with_buttons=True) or [section("Nothing needs you.")]
        blocks += _part("You handed over", handed, person)
        blocks += _part("You own", owned, person)
    blocks.append(
        actions(
            button("Delegate a task", Action.DELEGATE, NEW, primary=True),
            button("Settings", Action.SETTINGS, EVERYTHING),
        )
    )
    blocks += _rescues(stepped_in)
    ended = ended_since([each for each in situations if each.is_over], person)
    if ended:
        blocks.append(context("Lately ended"))
        blocks += [context(line) for line in ended[:_ENDED_IN_SIGHT]]
    return {"type": "home", "blocks": numbered_apart(blocks)}


def _rescues(stepped_in: Mapping[RescueKind, int]) -> list[Block]:
    said = [
        one if stepped_in[kind] == 1 else many.format(stepped_in[kind])
        for kind, (one, many) in _STEPPED_IN.items()
        if stepped_in.get(kind)
    ]
    if not said:
        return []
    return [context(f"In the last four weeks you stepped in: {' and '.join(said)}. Seen by you alone.")]


def _needs(situation: Situation, person: Person) -> bool:
    return standing(situation, role_in(situation, person)).yours


def _part(
    title: str, situations: Sequence[Situation], person: Person, *, with_buttons: bool = False
) -> list[Block]:
    if not situations:
        return []
    blocks = [header(f"{title} ({len(situations)})")]
    for situation in situations[:_IN_SIGHT]:
        line, row = line_of(situation, person), _row(situation, person, with_buttons)
        blocks += [section(line), actions(*row)] if len(row) > 1 else [section(line, row[0])]
    hidden = len(situations) - _IN_SIGHT
    return [*blocks, *([context(f"And {hidden} more.")] if hidden > 0 else [])]


def _row(situation: Situation, person: Person, with_buttons: bool) -> list[dict[str, Any]]:
    """Return what there is to press: the row of the card until it ships, else one button beside the line.

    What the owner may need at once (a flag, a trigger, the "…" of the card) stands beside all they have in progress.
    """
    role = role_in(situation, person)
    needs_a_word = with_buttons and situation.delegation.state in BEFORE_REVIEW
    if needs_a_word or can(situation, Act.RAISE_FLAG, role):
        row = act_row(situation, role)["elements"]
    else:
        acts = primary_acts(situation, role) if with_buttons else []
        row = acts[:1] or [button("Brief", Action.BRIEF, value_of(situation.delegation.id))]
    return [{key: value for key, value in each.items() if key != "style"} for each in row]
