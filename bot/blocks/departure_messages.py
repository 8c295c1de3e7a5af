"""Somebody cannot be reached, has left, or has moved the after-action: what that means, and the way on."""

from collections.abc import Sequence

from bot.blocks.act_buttons import can
from bot.blocks.button_values import value_of
from bot.blocks.ids import Action
from bot.blocks.message import Block, Message
from bot.blocks.task_words import message_about, task_of
from bot.blocks.text import actions, button, context, one_line, section, when
from bot.blocks.whose_move import NOTHING, name, other_of, person_name, zone_of
from bot.domain.lifecycle import Act, Role, State
from bot.domain.situation import Situation

_WAYS = {
    Role.MANAGER: {
        # Not by asking a question here: it would not reach them either.
        Act.TAKE_BACK: ("Take back", Action.TAKE_BACK),
        Act.WITHDRAW: ("Withdraw", Action.WITHDRAW),
    },
    Role.OWNER: {
        Act.SHIP: ("Ship it", Action.SHIP),
        Act.HAND_BACK: ("Hand it back", Action.HAND_BACK),
        Act.DECLINE: ("Decline", Action.DECLINE),
    },
}
"""What whoever is left can do by themselves, with its button."""


def undelivered(situation: Situation, where: str) -> Message:
    """Return the news to the owner that what was meant for `where`, a raw name beside the two, did not arrive."""
    line = f"I cannot reach {one_line(where, 80)}: Slack takes no messages from me there."
    way_on = (
        "What was meant for them did not arrive. Nothing is lost; tell them another way, or somebody else."
    )
    return _told(situation, f"{line} {way_on}", [_brief(situation)])


def unreachable(situation: Situation, to: Role) -> Message:
    """Return the news to one of the two that messages do not reach the other any more, and what there is to do."""
    gone = situation.owner if to is Role.MANAGER else situation.manager
    account = "is closed" if gone.is_deleted else "may be closed"
    line = (
        f"I cannot reach {name(situation, other_of(to))}: Slack takes no messages from me to them. "
        f"Their account {account}."
    )
    value = value_of(situation.delegation.id)
    ways = [button(*_WAYS[to][act], value) for act in _WAYS[to] if can(situation, act, to)]
    if to is Role.MANAGER:
        way_on = "Ask them another way. If they cannot go on, end it here and hand it to somebody who can."
        return _told(situation, f"{line} {way_on}", [*ways[:1], _brief(situation)])
    return _told(situation, f"{line} {_owners_way_on(situation)}", [*ways, _brief(situation)])


def left_channel(situation: Situation, to: Role, channel_id: str) -> Message:
    """Return the news to one of the two that the other has left the channel of the after-action."""
    gone = name(situation, other_of(to))
    line = f"{gone} has left <#{channel_id}>, where the after-action opens, and would not see it there."
    way_on = "They can be invited back, or it opens between the two of you."
    keep = button("Between the two of us", Action.KEEP_BETWEEN, value_of(situation.delegation.id))
    return _told(situation, f"{line} {way_on}", [keep])


def kept_between(situation: Situation) -> Message:
    """Return what that news becomes once the after-action is between the two, or has opened."""
    line = "The after-action opens between the two of you."
    if situation.delegation.brief.team_channel:
        line = "This has moved on; the card shows how it stands."
    return _told(situation, line)


def place_changed(situation: Situation, to: Role, channel_id: str) -> Message:
    """Return the news that the other has moved the after-action out of its channel: what was agreed has changed."""
    line = (
        f"{name(situation, other_of(to))} has moved the after-action out of <#{channel_id}>: it opens between the "
        f"two of you. The brief is version {situation.delegation.brief_number} since."
    )
    return _told(situation, line, [_brief(situation)], small=NOTHING)


def named_left(situation: Situation, user_id: str) -> Message:
    """Return the news to the manager that somebody whom a trigger names has left, and how to name somebody else."""
    who, owner = person_name(situation, user_id), name(situation, Role.OWNER)
    named = [each for each in situation.delegation.brief.triggers if each.goes_to == user_id]
    what = "; ".join(f"“{one_line(each.condition, 300)}”" for each in named)
    line = (
        f"{who}'s account is closed, and a trigger goes to them: {what}. For now, its page goes to you alone."
    )
    value = value_of(situation.delegation.id)
    if situation.delegation.state is State.OFFERED:
        way_on = "You can name somebody else once it is accepted, or withdraw it and hand it over anew."
        first = button("Withdraw", Action.WITHDRAW, value)
    else:
        way_on = f"Name somebody else; {owner} agrees to it."
        first = button("Change the brief", Action.CHANGE_BRIEF, value)
    return _told(situation, f"{line} {way_on}", [first, _brief(situation)])


def _owners_way_on(situation: Situation) -> str:
    """Return what an owner can do whose manager is not to be reached: nobody waits for a word that does not come."""
    state, has_left = situation.delegation.state, situation.manager.is_deleted
    if state is State.OFFERED:
        return "Ask them another way, or decline it if nobody can speak for them. It stays your call."
    if has_left and state is State.ACCEPTED:
        at = situation.delegation.move_until
        by = f" {when(at, zone_of(situation, Role.OWNER))}" if at else ""
        return (
            f"It counts as confirmed without their word{by}, and the work starts then. If it is not needed any more, "
            "hand it back. It stays your call."
        )
    if has_left and state is State.IN_PROGRESS:
        return (
            "You can go on and ship it to whom it is for, without a word of theirs. If it is not needed any more, "
            "hand it back. It stays your call."
        )
    return "Ask them another way, or agree with somebody who can speak for them. It stays your call."


def _brief(situation: Situation) -> Block:
    return button("Brief", Action.BRIEF, value_of(situation.delegation.id))


def _told(situation: Situation, line: str, buttons: Sequence[Block] = (), *, small: str = "") -> Message:
    blocks = [section(f"{task_of(situation)}\n{line}")]
    blocks += [actions(*buttons)] if buttons else []
    blocks += [context(small)] if small else []
    return message_about(situation, f"{line} {small}".strip(), blocks)
