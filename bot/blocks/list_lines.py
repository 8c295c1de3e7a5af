"""One line for one delegation, as lists and Home show it: task, the other one, state, next moment, whose move."""

from collections.abc import Sequence

from bot.blocks.outcome_lines import has_lapsed
from bot.blocks.text import one_line
from bot.blocks.whose_move import name, next_moment, other_of, standing
from bot.domain.lifecycle import Role
from bot.domain.people import Person
from bot.domain.situation import Situation


def role_in(situation: Situation, person: Person) -> Role:
    """Return in which part `person` is in it."""
    return Role.OWNER if person.user_id == situation.delegation.owner_id else Role.MANAGER


def line_of(situation: Situation, person: Person) -> str:
    """Return the delegation in two lines: what it is and where it stands, then whose move it is."""
    role = role_in(situation, person)
    task = one_line(situation.delegation.brief.task, 600)
    who = name(situation, other_of(role))
    between = f"{who} owns it" if role is Role.MANAGER else f"from {who}"
    moment = next_moment(situation, role)
    waits = "the task itself waits for it" if situation.delegation.rehearsal_of else ""
    facts = " · ".join(part for part in (between, situation.delegation.state.value, moment, waits) if part)
    return f"*{task}*\n{facts}\n{standing(situation, role).sentence}"


def ended_since(situations: Sequence[Situation], person: Person) -> list[str]:
    """Return a short line for each of the ended ones."""
    return [
        f"{one_line(each.delegation.brief.task, 300)} · {_ended(each)} · "
        f"{name(each, other_of(role_in(each, person)))}"
        for each in situations
    ]


def _ended(situation: Situation) -> str:
    return "ended by itself" if has_lapsed(situation.delegation) else situation.delegation.state.value
