"""The messages of a pre-mortem: asked in private, revealed to the two, thanked for; and a check at its date."""

from collections.abc import Sequence
from typing import Final

from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.risk_words import counted, decided_line, may_begin, risk_line, risks_of, watch_line
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import (
    SECTION_CHARACTERS,
    actions,
    button,
    compose,
    context,
    cut,
    cut_markup,
    one_line,
    section,
    shown,
    when,
    when_agreed,
)
from bot.blocks.whose_move import NOTHING, name, zone_of
from bot.domain.lifecycle import Role
from bot.domain.people import Person
from bot.domain.premortem import AT_WORK, UNDER_WAY, Decision, Premortem, Risk
from bot.domain.proposal import ProposalKind
from bot.domain.situation import Situation

# Characters of risks in one message, of the 13,000 that Slack takes with all around them.
_ALL: Final = 10_500
_AROUND, _AROUND_A_BUTTON = 100, 260  # what a block takes beside its words
_WITH_BUTTONS: Final = 12  # risks; of more, words matter more than a button beside each
_BUTTON: Final = 36


def question_of(situation: Situation) -> str:
    """Return the one question of a pre-mortem."""
    delegation = situation.delegation
    at = when_agreed(delegation.brief.deadline, zone_of(situation, Role.OWNER))
    return f"It is {at}, and {task_of(situation)} has failed. Why?"


def who_reads(situation: Situation, premortem: Premortem) -> str:
    """Return until when it is private, and who reads it then: said before anybody writes."""
    owner, manager = name(situation, Role.OWNER), name(situation, Role.MANAGER)
    until = when(premortem.until, zone_of(situation, Role.OWNER))
    return (
        f"Private until all are in, at the latest {until}. Then {owner} and {manager} read it, without your name "
        "unless you wish it there; the after-action quotes what was seen beforehand."
    )


def asked(situation: Situation, premortem: Premortem, reasons: int | None) -> Message:
    """Return the question to one who takes part. `reasons` is how many they wrote, None while they are not in."""
    value = value_of(situation.delegation.id, str(premortem.number))
    opener = name(situation, situation.delegation.role_of(premortem.opened_by))
    blocks: list[Block] = [section(f"{task_of(situation)}\n{opener} holds a pre-mortem and asks you, too.")]
    blocks.append(section(question_of(situation)))
    blocks.append(section(f"*Outcome*  {shown(situation.delegation.brief.outcome, 900)}"))
    if reasons is None:
        row = [
            button("Write", Action.PREMORTEM_WRITE, value, primary=True),
            button("Nothing to add", Action.PREMORTEM_NOTHING, value),
        ]
    else:
        wrote = (
            f"You are in, with {counted(reasons, 'reason')}." if reasons else "You are in: nothing to add."
        )
        blocks.append(section(f"{wrote} Until the reveal you can write again."))
        row = [button("Write again", Action.PREMORTEM_WRITE, value)]
    blocks += [actions(*row), context(who_reads(situation, premortem))]
    return message_about(situation, f"{question_of(situation).replace('*', '')}", blocks)


def asked_over(situation: Situation, premortem: Premortem, reader: str) -> Message:
    """Return what the question becomes: thanked for once revealed, or told that nobody saw it."""
    is_owner = reader == situation.delegation.owner_id
    who = "you decide" if is_owner else f"{name(situation, Role.OWNER)} decides"
    line = (
        f"Thank you. It is revealed now; {who} what becomes of each risk."
        if premortem.revealed_at
        else "The work ended before the reveal. What was written here has been shown to nobody."
    )
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}"), context(NOTHING)])


def revealed(situation: Situation, premortem: Premortem, role: Role) -> Message:
    """Return the risks to owner or manager, in the order of the reveal, with what has become of each so far."""
    risks = risks_of(situation, premortem)
    lead = f"The pre-mortem is revealed: {counted(len(risks), 'reason')} why it may not work."
    small = (
        "Yours to decide, in your own time: accept it, guard against it, or watch for a state and a date."
        if role is Role.OWNER
        else f"{name(situation, Role.OWNER)} decides what becomes of each. {NOTHING}"
    )
    if not risks:
        lead, small = "The pre-mortem is revealed: nobody named a reason.", NOTHING
    elif situation.delegation.state not in AT_WORK:
        small = NOTHING
    elif role is Role.OWNER and all(risk.decision is not Decision.OPEN for risk in risks):
        small = f"All are decided; each can be changed until it ships. {NOTHING}"
    rows = _rows(situation, risks, role)
    row = [actions(button("Risks", Action.RISKS, value_of(situation.delegation.id)))] if risks else []
    blocks = [section(f"{task_of(situation)}\n{lead}"), *rows, *row, context(small)]
    return message_about(situation, f"{lead}\n{small}", blocks)


def thanks(situation: Situation, premortem: Premortem) -> Message:
    """Return the one line to the invited that says what came of it."""
    risks = risks_of(situation, premortem)
    owner = name(situation, Role.OWNER)
    made = {decision: sum(risk.decision is decision for risk in risks) for decision in Decision}
    parts = [
        f"{counted(made[Decision.GUARDED], 'guard')} on the checklist" if made[Decision.GUARDED] else "",
        f"{made[Decision.WATCHED]} watched, with a date" if made[Decision.WATCHED] else "",
        f"{made[Decision.ACCEPTED]} accepted with open eyes" if made[Decision.ACCEPTED] else "",
        f"{made[Decision.OPEN]} left open" if made[Decision.OPEN] else "",
    ]
    came = ", ".join(part for part in parts if part)
    line = (
        f"Thank you for looking ahead. Of {counted(len(risks), 'risk')} {owner} made: {came}."
        if risks
        else "Thank you for looking ahead. Nobody named a risk this time."
    )
    return message_about(situation, line, [section(f"{task_of(situation)}\n{line}"), context(NOTHING)])


def check(situation: Situation, risk: Risk, *, again: bool = False) -> Message:
    """Return the check to the owner at its time: is it there? `again` is the one reminder."""
    zone = zone_of(situation, Role.OWNER)
    by = when(risk.wanted_at, zone) if risk.wanted_at else "now"
    state = one_line(risk.state, 600)
    lead = f"{'Still waiting for your word. ' if again else ''}By {by}: {state}. Is it there?"
    blocks = [
        section(f"{task_of(situation)}\n{lead}"),
        section(f"If not, you said: {one_line(risk.fallback, 600)}."),
        actions(*check_buttons(situation, risk)),
        context("Your move. It stays your call."),
    ]
    return message_about(situation, lead, blocks)


def check_buttons(situation: Situation, risk: Risk) -> list[dict[str, object]]:
    """Return the two answers to a check."""
    value = value_of(situation.delegation.id, risk.id)
    return [
        button("It is there", Action.RISK_THERE, value, primary=True),
        button(cut(f"Not there: {risk.fallback}", _BUTTON), Action.RISK_NOT_THERE, value),
    ]


def check_over(situation: Situation, risk: Risk) -> Message:
    """Return what a check becomes once it is answered or not asked any more."""
    zone = zone_of(situation, Role.OWNER)
    manager = name(situation, Role.MANAGER)
    then = f"{manager} knows that you do as you said."
    if any(each.kind is ProposalKind.MINIMUM and each.at == risk.answered_at for each in situation.proposals):
        then = f"The minimum is proposed to {manager}; until they agree it stays as agreed."
    line = {
        True: "You said: it is there.",
        False: f"You said: it is not there. {then}",
        None: "This is not asked any more; your card shows how it stands.",
    }[risk.is_there]
    about = watch_line(risk, zone) if risk.decision is Decision.WATCHED else ""
    blocks = [section(f"{task_of(situation)}\n{line}"), *([context(about)] if about else [])]
    return message_about(situation, line, blocks)


def fell_back(situation: Situation, risk: Risk) -> Message:
    """Return the news to the manager that the owner does as they said, in the owner's words."""
    zone = zone_of(situation, Role.MANAGER)
    owner = name(situation, Role.OWNER)
    line = f"{owner} falls back as they said beforehand: “{one_line(risk.fallback, 600)}”"
    by = when(risk.wanted_at, zone) if risk.wanted_at else "its time"
    blocks = [
        section(f"{task_of(situation)}\n{line}"),
        section(f"Not there by {by}: {one_line(risk.state, 600)}"),
        actions(button("Risks", Action.RISKS, value_of(situation.delegation.id))),
        context(f"{owner}'s call. {NOTHING}"),
    ]
    return message_about(situation, line, blocks)


def to_pick(person: Person, situations: Sequence[Situation]) -> Message:
    """Return the delegations that a pre-mortem can be about, to pick one; or what to do where there is none."""
    possible = [each for each in situations if each.delegation.state in AT_WORK and may_begin(each)]
    if not possible:
        line = "Nothing is under way that a pre-mortem could help. It begins once an offer is accepted."
        if any(each.delegation.state in AT_WORK for each in situations):
            line = UNDER_WAY
        return compose(line, [section(line)])
    line = "Which one do you want to look ahead for?"
    blocks = [section(line)]
    for each in possible[:10]:
        press = button("Pre-mortem", Action.PREMORTEM, value_of(each.delegation.id))
        owner = name(each, Role.OWNER)
        due = when(each.delegation.brief.deadline, person.tz)
        blocks.append(section(f"{task_of(each)}\n{owner} owns it · due {due}", press))
    if len(possible) > 10:
        blocks.append(context(f"And {len(possible) - 10} more; each card has it in its “…” menu."))
    return compose(line, blocks)


def _rows(situation: Situation, risks: Sequence[Risk], role: Role) -> list[Block]:
    """Return a line for each risk, what became of it below; many are cut, and decided from the list instead."""
    zone = zone_of(situation, role)
    decides = role is Role.OWNER and situation.delegation.state in AT_WORK and len(risks) <= _WITH_BUTTONS
    room = _ALL // max(1, len(risks)) - (_AROUND_A_BUTTON if decides else _AROUND)
    room = min(room, SECTION_CHARACTERS)
    rows = []
    for number, risk in enumerate(risks, 1):
        made = decided_line(risk, zone)
        words = risk_line(situation, risk, number, room * 6 // 10 if made else room - _AROUND)
        press = None
        if decides and risk.decision is Decision.OPEN:
            press = button("Decide", Action.RISK_DECIDE, value_of(situation.delegation.id, risk.id))
        rows.append(section(cut_markup(f"{words}\n{made}".strip(), room), press))
    return rows
