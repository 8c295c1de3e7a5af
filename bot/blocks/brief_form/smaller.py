"""Within step 3: what speaks against handing it over as it is, the ways to make it smaller, and the reason instead."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.blocks.blast_radius import verdict_line
from bot.blocks.button_values import value_of
from bot.blocks.fields import VERDICT, Field
from bot.blocks.form_values import Values, field_named, instant_of, text_of
from bot.blocks.ids import Action
from bot.blocks.inputs import instant_input, text_input
from bot.blocks.message import Block
from bot.blocks.text import actions, button, section
from bot.domain.document import Document, blast_radius_from, instant, smaller_from
from bot.domain.shrinking import EFFECTS, Shrink, asks_for_more, still_smaller, ways_to_shrink
from bot.domain.worktime import WorkingHours

_LABELS: Final = {
    Shrink.FRIENDLY: "Friendly audience first",
    Shrink.PILOT: "Pilot",
    Shrink.CANARY: "Canary",
    Shrink.SANDBOX: "Sandbox",
    Shrink.SIMULATION: "Simulation",
}
_SO_THAT: Final = {
    "audience": "a friendly audience sees it before anybody else does",
    "scope": "it touches a part, and the rest follows when that holds",
    "rollback": "the way back is tried where nothing depends on it",
}
_QUARTER = 15 * 60


def smaller_blocks(draft_id: str, fields: Document) -> list[Block]:
    """Return the part of step 3 that is about the verdict; nothing where it asks for nothing and nothing was done."""
    radius = blast_radius_from(fields)
    taken = smaller_from(fields)
    rehearsed = is_rehearsed(fields)
    asks = asks_for_more(radius)
    if not (asks or taken or rehearsed):
        return []
    blocks = [section(verdict_line(radius), block_id=VERDICT)]
    if asks:
        blocks += _ways(draft_id, fields)
    blocks += [_taken(draft_id, index, way) for index, way in enumerate(taken) if way in EFFECTS]
    if rehearsed:
        blocks += _rehearsal(draft_id, fields)
    elif asks:
        blocks.append(
            text_input(
                Field.OVERRIDE,
                "Or hand it over as it is, because",
                value=fields.get("override") or "",
                multiline=True,
                optional=True,
                hint="Smaller, rehearsed, or a reason: one of the three. The owner sees it, and the after-action "
                "begins with it.",
            )
        )
    return blocks


def parse_smaller(state: Values) -> dict[str, Any]:
    """Return the reason and the rehearsal's deadline, each where its input is in sight."""
    found: dict[str, Any] = {}
    if field_named(state, Field.OVERRIDE):
        found["override"] = text_of(state, Field.OVERRIDE)
    if field_named(state, Field.REHEARSAL_DEADLINE):
        found["rehearsal_deadline"] = instant_of(state, Field.REHEARSAL_DEADLINE)
    return found


def is_rehearsed(fields: Document) -> bool:
    """Say whether the draft is to be rehearsed first; the time of the rehearsal may still be open."""
    return bool(fields.get("rehearse"))


def with_smaller(fields: Document, way: Shrink) -> Document:
    """Return the draft made smaller in this way, with the answer that it changes kept for who takes it back."""
    if way not in EFFECTS or way in smaller_from(fields):
        return fields
    question, answer = EFFECTS[way]
    before = {**(fields.get("before_smaller") or {}), way.value: fields.get(question)}
    ways = [*(fields.get("smaller") or ()), way.value]
    return fields | {question: answer.value, "smaller": ways, "before_smaller": before}


def without_smaller(fields: Document, index: int) -> Document:
    """Return the draft without one way, the answer that it changed as it was."""
    ways = list(fields.get("smaller") or ())
    if not 0 <= index < len(ways) or Shrink(ways[index]) not in EFFECTS:
        return fields
    taken_back = Shrink(ways.pop(index))
    before = (fields.get("before_smaller") or {}).get(taken_back.value)
    return fields | {"smaller": ways, EFFECTS[taken_back][0]: before}


def as_answered(fields: Document) -> Document:
    """Return the ways that the answers of step 2 still bear out, as a change to the draft."""
    ways = still_smaller(blast_radius_from(fields), smaller_from(fields))
    return {"smaller": [way.value for way in ways]}


def rehearsal_time(fields: Document, now: datetime, hours: WorkingHours) -> int | None:
    """Return when a rehearsal could be done by: about half way to the deadline, within the owner's working `hours`.

    In epoch seconds, on a quarter of an hour; None while the deadline is open.
    """
    if not fields.get("deadline"):
        return None
    deadline = instant(fields["deadline"])
    middle = now + max(deadline - now, timedelta(0)) / 2
    earlier = hours.last_open(middle)
    at = earlier if earlier > now else middle
    return int(at.timestamp()) // _QUARTER * _QUARTER


def way_named(word: str) -> Shrink | None:
    """Return the way that a button names, or None for a foreign word."""
    way = Shrink.__members__.get(word.upper())
    return way if way in EFFECTS else None


def _ways(draft_id: str, fields: Document) -> list[Block]:
    buttons = [
        button(_LABELS[way], f"{Action.SHRINK}.{way.name.lower()}", value_of(draft_id, way.name.lower()))
        for way in ways_to_shrink(blast_radius_from(fields))
    ]
    if not is_rehearsed(fields):
        buttons.append(button("Rehearse first", Action.REHEARSE, value_of(draft_id)))
    return [actions(*buttons, block_id="ways")] if buttons else []


def _taken(draft_id: str, index: int, way: Shrink) -> Block:
    words = f"{way.value[0].upper()}{way.value[1:]}"
    return section(
        f"*Made smaller*  {words}: {_SO_THAT[EFFECTS[way][0]]}.",
        button("Remove", f"{Action.REMOVE}.smaller_{index}", value_of(draft_id, f"smaller:{index}")),
        block_id=f"smaller.{index}",
    )


def _rehearsal(draft_id: str, fields: Document) -> list[Block]:
    return [
        section(
            "*Rehearsed first*  The owner gets a practice round of their own. This one waits, and is offered when "
            "the practice is closed.",
            button("Remove", f"{Action.REMOVE}.rehearsal", value_of(draft_id, "rehearsal:0")),
            block_id="rehearsal",
        ),
        instant_input(
            Field.REHEARSAL_DEADLINE,
            "Rehearsal done by",
            value=fields.get("rehearsal_deadline"),
            hint="Before the deadline of the task itself, with room to learn from it.",
        ),
    ]
