"""The two living cards, one for each of the two: what is it, whose move is it until when, what can I do."""

from datetime import tzinfo

from bot.blocks.act_buttons import act_row
from bot.blocks.blast_radius import verdict_in_short
from bot.blocks.brief_words import (
    checkpoint_line,
    difference_lines,
    place_line,
    shared_outside_warning,
    smaller_line,
    trigger_line,
    value_in_words,
)
from bot.blocks.button_values import value_of
from bot.blocks.change_messages import change_lines
from bot.blocks.comparison_words import assumed_line
from bot.blocks.flag_lines import flag_lines, intention_lines
from bot.blocks.help_lines import wish_lines
from bot.blocks.hit_words import hit_line, proposal_line
from bot.blocks.ids import Action
from bot.blocks.levels import together_lines
from bot.blocks.message import Block, Message
from bot.blocks.outcome_lines import (
    change_line,
    checklist_line,
    correction_line,
    ended_line,
    handed_in,
    lesson_line,
    note_line,
    outcome_line,
    predicted_line,
    shipped_line,
)
from bot.blocks.rehearsal_messages import rehearsal_lines
from bot.blocks.risk_words import premortem_blocks
from bot.blocks.source import began
from bot.blocks.task_words import message_about
from bot.blocks.text import (
    button,
    context,
    header,
    one_line,
    quote,
    section,
    shown,
    when,
    when_planned,
)
from bot.blocks.whose_move import name, next_moment, person_name, standing, zone_of
from bot.domain.lifecycle import ENDED, Role, State
from bot.domain.situation import Situation

_OVER = ENDED - {State.CLOSED}
_CUT = 500


def owner_card(situation: Situation) -> Message:
    """Return the owner's card, in any state."""
    delegation = situation.delegation
    if delegation.state in _OVER:
        return _over(situation, Role.OWNER)
    blocks = [header(delegation.brief.task), section(_to_the_owner(situation))]
    blocks += rehearsal_lines(situation, Role.OWNER)
    blocks += change_lines(situation, Role.OWNER)
    if delegation.state is State.OFFERED:
        blocks += _differences(situation, Role.OWNER)
    if delegation.state in (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS):
        blocks += [*_agreed(situation), *together_lines(situation), *_afterwards(situation)]
        blocks += began(delegation.brief.source, 700)
        blocks += _raised(situation, Role.OWNER)
    else:
        blocks += _came_of_it(situation, Role.OWNER)
    blocks += premortem_blocks(situation, Role.OWNER)
    blocks += [*_under_way(situation, Role.OWNER), *_wished(situation, Role.OWNER)]
    blocks += _question(situation, Role.OWNER)
    return _card(situation, Role.OWNER, blocks)


def manager_card(situation: Situation) -> Message:
    """Return the manager's card, in any state."""
    delegation = situation.delegation
    if delegation.state in _OVER:
        return _over(situation, Role.MANAGER)
    owner = name(situation, Role.OWNER)
    blocks = [
        header(delegation.brief.task),
        section(f"{owner} owns it. {_to_the_manager(situation)}".strip()),
        *rehearsal_lines(situation, Role.MANAGER),
        *change_lines(situation, Role.MANAGER),
    ]
    if delegation.state is State.OFFERED:
        blocks += _differences(situation, Role.MANAGER)
    if delegation.back_brief and delegation.state in (State.ACCEPTED, State.IN_PROGRESS):
        blocks.append(section(f"{owner} said: “{shown(delegation.back_brief, 1_200)}”"))
    if delegation.state not in (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS):
        blocks += _came_of_it(situation, Role.MANAGER)
    else:
        assumed = assumed_line(delegation.brief)
        blocks += [*together_lines(situation), *([context(assumed)] if assumed else [])]
        warnings = _warnings(situation)
        blocks += [context(*warnings)] if warnings else []
        blocks += _raised(situation, Role.MANAGER)
    blocks += premortem_blocks(situation, Role.MANAGER)
    blocks += [*_under_way(situation, Role.MANAGER), *_wished(situation, Role.MANAGER)]
    blocks += _question(situation, Role.MANAGER)
    return _card(situation, Role.MANAGER, blocks)


def _card(situation: Situation, role: Role, blocks: list[Block]) -> Message:
    stands = standing(situation, role)
    moment = next_moment(situation, role)
    small = stands.sentence
    is_owners = role is Role.OWNER  # the manager's card says it in its first line
    if is_owners and moment and situation.next_checkpoint and situation.delegation.state is State.IN_PROGRESS:
        small += f" Next: {moment}."
    row = [act_row(situation, role), context(small)]
    return message_about(situation, f"{stands.sentence}", [*blocks, *row])


def _over(situation: Situation, role: Role) -> Message:
    task = situation.delegation.brief.task
    blocks = [header(task), section(ended_line(situation, role) or "It has ended.")]
    blocks += rehearsal_lines(situation, role)
    return _card(situation, role, blocks)


def _to_the_owner(situation: Situation) -> str:
    delegation, zone = situation.delegation, zone_of(situation, Role.OWNER)
    manager = name(situation, Role.MANAGER)
    if delegation.state is State.OFFERED:
        if delegation.move is Role.MANAGER:
            return f"You proposed version {delegation.brief_number} of the brief to {manager}."
        version = f" This is version {delegation.brief_number} of the brief." if situation.previous else ""
        return f"{manager} hands you this. You own the result; {manager} is here for questions, not edits.{version}"
    if delegation.state is State.ACCEPTED:
        return f"You accepted it and said: “{shown(delegation.back_brief, _CUT)}”"
    if delegation.state is State.IN_PROGRESS:
        return f"In progress{_since(situation, zone)}. You decide and own the call; {manager} is here for questions."
    return _after_shipping(situation, zone)


def _to_the_manager(situation: Situation) -> str:
    delegation, zone = situation.delegation, zone_of(situation, Role.MANAGER)
    owner = name(situation, Role.OWNER)
    due = f"due {when(delegation.brief.deadline, zone)}"
    if delegation.state is State.OFFERED:
        if delegation.move is Role.MANAGER:
            return f"{owner} proposes version {delegation.brief_number} of the brief."
        return f"Offered, {due}. Nothing starts before {owner} accepts."
    if delegation.state is State.ACCEPTED:
        by = f", or say nothing until {when(delegation.move_until, zone)}" if delegation.move_until else ""
        return f"Accepted, {due}. The work starts when you say that this is it{by}."
    if delegation.state is State.IN_PROGRESS:
        return f"In progress{_since(situation, zone)} · {next_moment(situation, Role.MANAGER)}"
    return _after_shipping(situation, zone)


def _since(situation: Situation, zone: tzinfo) -> str:
    delegation = situation.delegation
    since = f" since {when(delegation.started_at, zone)}" if delegation.started_at else ""
    return since + (", confirmed by silence" if delegation.confirmed_by_silence else "")


def _after_shipping(situation: Situation, zone: tzinfo) -> str:
    return f"{shipped_line(situation, zone)} {predicted_line(situation)}".strip()


def _differences(situation: Situation, role: Role) -> list[Block]:
    if situation.previous is None:
        return []
    brief = situation.delegation.brief
    lines = difference_lines(situation.previous, brief, situation, zone_of(situation, role), limit=250)
    return [
        section(f"What differs from the version before:\n{line}" if place == 0 else line)
        for place, line in enumerate(lines)
    ]


def _agreed(situation: Situation) -> list[Block]:
    brief, zone = situation.delegation.brief, zone_of(situation, Role.OWNER)
    bar = value_in_words("acceptable_error", brief, situation, zone, _CUT)
    if brief.minimum_shippable:
        bar += f" · at least: {one_line(brief.minimum_shippable, _CUT)}"
    rows = [
        f"*Outcome*  {shown(brief.outcome, _CUT)}",
        *([f"*Why*  {shown(brief.why, _CUT)}"] if brief.why else []),
        f"*Bar*  {bar}",
        f"*Deadline*  {when_planned(brief.deadline, zone)}{_own_date(situation, zone)}",
    ]
    guards = [f"*Trigger*  {trigger_line(trigger, situation, 250)}" for trigger in brief.triggers]
    if brief.checkpoints:
        moments = " · ".join(checkpoint_line(checkpoint, zone) for checkpoint in brief.checkpoints)
        guards.append(f"*Checkpoints*  {moments}")
    if brief.checklist:
        count = len(brief.checklist)
        guards.append(f"*Checklist*  {count} line{'' if count == 1 else 's'}, ticked when it ships")
    if brief.assumptions:
        guards.append(assumed_line(brief))
    if brief.smaller:
        guards.append(f"*Made smaller*  {smaller_line(brief)}")
    reason = f"It goes as it is: “{shown(brief.override, _CUT)}”"
    return [
        section("\n".join(rows)),
        *([section("\n".join(guards))] if guards else []),
        *([context(f"{verdict_in_short(brief.blast_radius)} {reason}")] if brief.override else []),
    ]


def _own_date(situation: Situation, zone: tzinfo) -> str:
    said, due = situation.delegation.acceptance, situation.delegation.brief.deadline
    # The deadline may have moved before it.
    if said is None or said.own_deadline is None or said.own_deadline >= due:
        return ""
    return f" · your own: {when_planned(said.own_deadline, zone)}"


def _afterwards(situation: Situation) -> list[Block]:
    delegation = situation.delegation
    line = f"*Afterwards*  a short after-action in {place_line(delegation.brief)}"
    warning = shared_outside_warning(situation)
    may_change = delegation.state is State.OFFERED and delegation.move is Role.OWNER
    change = button("Change", Action.CHANGE_PLACE, value_of(delegation.id)) if may_change else None
    return [section(line, change), *([context(warning)] if warning else [])]


def _warnings(situation: Situation) -> list[str]:
    found = [shared_outside_warning(situation)]
    if situation.owner.is_guest:
        found.append(f"{name(situation, Role.OWNER)} is a guest here and may not see every channel.")
    return [warning for warning in found if warning]


def _came_of_it(situation: Situation, reader: Role) -> list[Block]:
    delegation, zone = situation.delegation, zone_of(situation, reader)
    lines = [
        f"{outcome_line(delegation)} {checklist_line(delegation)}".strip(),
        handed_in(delegation),
        correction_line(delegation, zone),
        note_line(situation, reader, zone),
    ]
    blocks = [section(line) for line in lines if line]
    agreed = situation.agreed
    lesson = lesson_line(situation.review) or lesson_line(agreed)
    learnt = [line for line in (change_line(situation, agreed), lesson) if line]
    if delegation.state is State.CLOSED:
        blocks.append(section("\n".join(learnt) if learnt else "Closed without a change."))
    return blocks


def _raised(situation: Situation, role: Role) -> list[Block]:
    """Return what was raised while the work is under way: one list of flags, and what is intended."""
    zone = zone_of(situation, role)
    lines = [*flag_lines(situation, zone), *intention_lines(situation, zone)]
    return [section("\n".join(lines))] if lines else []


def _under_way(situation: Situation, role: Role) -> list[Block]:
    """Return the trigger that was hit last, and what is proposed, while the work goes on."""
    if situation.delegation.state is not State.IN_PROGRESS:
        return []
    zone, proposal = zone_of(situation, role), situation.open_proposal
    lines = [hit_line(hit, situation, zone) for hit in situation.hits[-1:]]
    lines += [proposal_line(proposal, zone)] if proposal else []
    return [section(line) for line in lines]


def _wished(situation: Situation, role: Role) -> list[Block]:
    """Return what the owner asked help for, while it waits for an answer."""
    lines = wish_lines(situation, zone_of(situation, role))
    return [section("\n".join(lines))] if lines else []


def _question(situation: Situation, role: Role) -> list[Block]:
    question = situation.open_question
    if question is None:
        return []
    asker = person_name(situation, question.asked_by or situation.delegation.manager_id)
    said = "You asked" if role is Role.MANAGER and not question.asked_by else f"{asker} asks"
    return [section(f"{said}:\n{quote(question.text, _CUT)}")]
