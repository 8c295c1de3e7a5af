"""The messages about those who cannot be reached or have left. Each says when there is nothing to do about it."""

from bot.blocks import departure_messages
from bot.delivery.drawings.drawing import Draw, Drawing
from bot.delivery.outgoing import Outgoing
from bot.domain.lifecycle import BEFORE_REVIEW, ENDED
from bot.domain.nudge_kind import NudgeKind
from bot.usecases.named_people import is_named


async def _unreachable(drawing: Drawing) -> Outgoing:
    """Tell the other of the two, as long as there is something to do about it; without a recipient it is a step."""
    if not drawing.nudge.recipient or drawing.situation.delegation.state in ENDED:
        return None
    gone, delegation = drawing.nudge.subject, drawing.situation.delegation
    # Else it is a deputy, somebody who was paged, or whom the owner had me bring something to.
    if gone not in (delegation.owner_id, delegation.manager_id):
        who = await _name_of(gone, drawing)
        return drawing.direct(departure_messages.undelivered(drawing.situation, who))
    return drawing.direct(departure_messages.unreachable(drawing.situation, drawing.role))


async def _left_channel(drawing: Drawing) -> Outgoing:
    delegation, place = drawing.situation.delegation, drawing.nudge.subject
    if delegation.state not in BEFORE_REVIEW or delegation.brief.team_channel != place:
        return drawing.put_away(departure_messages.kept_between(drawing.situation))
    return drawing.direct(departure_messages.left_channel(drawing.situation, drawing.role, place))


async def _place_changed(drawing: Drawing) -> Outgoing:
    delegation, place = drawing.situation.delegation, drawing.nudge.subject
    if delegation.state not in BEFORE_REVIEW or delegation.brief.team_channel:
        return None
    return drawing.direct(departure_messages.place_changed(drawing.situation, drawing.role, place))


async def _named_left(drawing: Drawing) -> Outgoing:
    gone = drawing.nudge.subject
    if not is_named(drawing.situation.delegation, gone):
        return None
    return drawing.direct(departure_messages.named_left(drawing.situation, gone))


async def _name_of(place: str, drawing: Drawing) -> str:
    """Return the name of a person or a channel outside the two, as far as it is known."""
    known = (await drawing.work.people.persons((place,))).get(place)
    if known:
        return known.name
    channel = await drawing.work.people.channel(place)
    return f"#{channel[0].name}" if channel else "somebody"


DEPARTURES: dict[NudgeKind, Draw] = {
    NudgeKind.UNREACHABLE: _unreachable,
    NudgeKind.LEFT_CHANNEL: _left_channel,
    NudgeKind.PLACE_CHANGED: _place_changed,
    NudgeKind.NAMED_LEFT: _named_left,
}
"""The messages about those who are gone, by kind."""
