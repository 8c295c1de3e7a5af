"""What the command answers with, to its author alone: the list, the help, and the usage of an unknown word."""

from collections.abc import Sequence

from bot.blocks.act_buttons import hit_button
from bot.blocks.button_values import VALUE_CHARACTERS, value_of
from bot.blocks.home import NEW
from bot.blocks.ids import Action
from bot.blocks.list_lines import ended_since, line_of, role_in
from bot.blocks.message import Block, Message
from bot.blocks.text import (
    LABEL_CHARACTERS,
    actions,
    button,
    compose,
    context,
    cut,
    escape,
    section,
)
from bot.domain.brief import is_blank
from bot.domain.lifecycle import Role
from bot.domain.people import Person
from bot.domain.situation import Situation

_IN_SIGHT = 10
_ENDED_IN_SIGHT = 5


def list_message(person: Person, situations: Sequence[Situation]) -> Message:
    """Return the delegations of `person`: handed over, owned, and lately ended."""
    ongoing = [each for each in situations if not each.is_over]
    handed = [each for each in ongoing if role_in(each, person) is Role.MANAGER]
    owned = [each for each in ongoing if role_in(each, person) is Role.OWNER]
    blocks = [*_part("You handed over", handed, person), *_part("You own", owned, person)]
    ended = ended_since([each for each in situations if each.is_over], person)
    if ended:
        blocks += [context("Lately ended"), *(context(line) for line in ended[:_ENDED_IN_SIGHT])]
    if not ongoing:
        blocks.insert(
            0, section("Nothing is open. Hand over something small and real; I hold the guardrails.")
        )
    blocks.append(actions(button("Delegate a task", Action.DELEGATE, NEW)))
    lead = f"Open: {len(handed)} handed over, {len(owned)} to own." if ongoing else "Nothing is open."
    return compose(lead, blocks)


def triggers_message(person: Person, situations: Sequence[Situation]) -> Message:
    """Return the work of `person` in which a trigger can be hit, to choose from; or that there is none."""
    if not situations:
        none = "You own nothing in progress with a trigger. If something cannot wait, ring your manager."
        return compose(none, [section(none)])
    lead = "Where was a trigger hit?"
    blocks = [section(line_of(each, person), hit_button(each)[0]) for each in situations[:_IN_SIGHT]]
    hidden = len(situations) - _IN_SIGHT
    more = [context(f"And {hidden} more; their cards have the button.")] if hidden > 0 else []
    return compose(lead, [section(lead), *blocks, *more])


def help_message(command: str) -> Message:
    """Return what the command takes, with the name it has here."""
    name = escape(command)
    lines = "\n".join(
        (
            f"*{name}* opens the brief.",
            f"*{name} @somebody what it is about* opens it filled in.",
            f"*{name} list* shows what you handed over and what you own.",
            f"*{name} flag* raises a flag on work that you own.",
            f"*{name} hit* says that a trigger was hit, and pages whom it names.",
            f"*{name} template* shows the briefs that you keep to start from.",
            f"*{name} settings* holds your working hours, days off, deputy and quiet hours.",
            f"*{name} days off*, typed in a team's channel, holds the days on which that team does not work.",
            f"*{name} phrasing*, typed there as well, says which words are worth a question before they go out.",
            f"*{name} premortem* asks people in private what could go wrong, before it does.",
            f"*{name} help* shows this.",
        )
    )
    words = (
        "I hold the guardrails of work that is handed over: what is agreed before, two looks on the way, "
        "and a short after-action once it ships. The owner decides."
    )
    row = actions(button("Delegate a task", Action.DELEGATE, NEW, primary=True))
    return compose(words, [section(words), section(lines), row])


def usage(command: str, text: str) -> Message:
    """Return the usage for words that are not known, with a button that takes them as a task."""
    typed = " ".join(text.split())
    shown = cut(typed, 60)
    line = f"I do not know what to do with “{escape(shown)}”."
    rows = [button(_label(typed), Action.DELEGATE, cut(typed, VALUE_CHARACTERS), primary=True)]
    known = help_message(command)
    if is_blank(typed):
        line, rows = "I did not get any words.", []
    rest = [block for block in known.blocks if block["type"] == "section"][1:]
    row = [actions(*rows)] if rows else []
    return compose(line, [section(line), *row, *rest])


def _label(typed: str) -> str:
    room = LABEL_CHARACTERS - len('Delegate ""')
    return f'Delegate "{cut(typed, room)}"'


def _part(title: str, situations: Sequence[Situation], person: Person) -> list[Block]:
    if not situations:
        return []
    blocks = [section(f"*{title} ({len(situations)})*")]
    for situation in situations[:_IN_SIGHT]:
        brief = button("Brief", Action.BRIEF, value_of(situation.delegation.id))
        blocks.append(section(line_of(situation, person), brief))
    hidden = len(situations) - _IN_SIGHT
    return [*blocks, *([context(f"And {hidden} more; Home shows them.")] if hidden > 0 else [])]
