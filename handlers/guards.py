"""Step 3 of the brief form: the guards that one adds, moves and takes out, and the ways to make it smaller."""

from typing import Any

from bot.blocks.brief_form import (
    assumption_view,
    checklist_view,
    parse_assumption,
    parse_checklist,
    parse_guards,
    parse_times,
    parse_trigger,
    rehearsal_time,
    times_problems,
    times_view,
    trigger_problems,
    trigger_view,
    way_named,
    why_not_assumption,
    why_not_lines,
    with_added,
    with_smaller,
    without,
)
from bot.blocks.button_values import number_in
from bot.blocks.fields import Field
from bot.domain.checkpoints import within_hours
from bot.domain.document import Document, checkpoints_from, checkpoints_to_document, instant
from bot.domain.errors import NotFound
from bot.usecases.named_people import why_not_named
from handlers.drafting import (
    draft_of,
    guards_view,
    hours_at_work,
    keep,
    owner_hours,
    owner_of,
    planned_for,
    raise_for,
    read,
)
from handlers.visit import Answer, Visit


async def add_trigger(visit: Visit) -> Answer:
    """[Add a trigger]."""
    await visit.open(trigger_view(draft_of(visit), visit.user_id))
    await keep(visit, parse_guards(visit.state))
    return None


async def add_checklist(visit: Visit) -> Answer:
    """[Add a checklist line]."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.open(checklist_view(draft_of(visit), fields))
    return None


async def add_assumption(visit: Visit) -> Answer:
    """[Add an assumption]."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.open(assumption_view(draft_of(visit), fields))
    return None


async def change_times(visit: Visit) -> Answer:
    """[Change times]."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.open(times_view(draft_of(visit), fields, await planned_for(visit, fields)))
    return None


async def remove(visit: Visit) -> Answer:
    """[Remove] beside something that was added."""
    _, subject = visit.about
    what, _, place = subject.partition(":")
    index = number_in(place)
    fields = await keep(visit, parse_guards(visit.state))
    if index is not None:
        fields = await keep(visit, without(fields, what, index))
    await visit.redraw(await guards_view(visit, fields))
    return None


async def submit_trigger(visit: Visit) -> Answer:
    """Add one trigger to the draft."""
    fields = await read(visit)
    trigger = parse_trigger(visit.state)
    raise_for(trigger_problems(trigger, fields))
    problem = await why_not_named(trigger["goes_to"], visit.tenant, visit.desk.directory)
    raise_for({Field.GOES_TO: problem} if problem else {})
    return await _added(visit, fields, "triggers", trigger)


async def submit_checklist(visit: Visit) -> Answer:
    """Add lines to the draft's checklist."""
    fields = await read(visit)
    lines = parse_checklist(visit.state)
    raise_for(why_not_lines(lines, fields))
    return await _added(visit, fields, "checklist", *lines)


async def submit_assumption(visit: Visit) -> Answer:
    """Add one assumption to the draft."""
    fields = await read(visit)
    text = parse_assumption(visit.state)
    raise_for(why_not_assumption(text, fields))
    return await _added(visit, fields, "assumptions", text)


async def submit_times(visit: Visit) -> Answer:
    """Move the draft's checkpoints, into the owner's hours where a time lies outside."""
    fields = await read(visit)
    moved = parse_times(visit.state)
    now = visit.desk.clock.now()
    raise_for(times_problems(moved, fields, now))
    hours = await owner_hours(visit, fields)
    if hours and fields.get("deadline"):
        deadline = instant(fields["deadline"])
        fitting = [within_hours(each, now, deadline, hours) for each in checkpoints_from(moved) or ()]
        moved = {"checkpoints": checkpoints_to_document(fitting)}
    return await _redraw_below(visit, await keep(visit, moved))


async def shrink(visit: Visit) -> Answer:
    """[Pilot] and its like: the answer that the way changes is changed, and the verdict follows."""
    _, word = visit.about
    way = way_named(word)
    if way is None:
        raise NotFound
    fields = await keep(visit, parse_guards(visit.state))
    fields = await keep(visit, with_smaller(fields, way))
    await visit.redraw(await guards_view(visit, fields))
    return None


async def rehearse(visit: Visit) -> Answer:
    """[Rehearse first]: a practice round of its own comes before this one."""
    fields = await keep(visit, parse_guards(visit.state))
    hours = await hours_at_work(visit, fields, await owner_of(visit, fields) or await visit.person())
    done_by = fields.get("rehearsal_deadline") or rehearsal_time(fields, visit.desk.clock.now(), hours)
    fields = await keep(visit, {"rehearse": True, "rehearsal_deadline": done_by})
    await visit.redraw(await guards_view(visit, fields))
    return None


async def _added(visit: Visit, fields: Document, what: str, *added: Any) -> Answer:
    return await _redraw_below(visit, await keep(visit, with_added(fields, what, *added)))


async def _redraw_below(visit: Visit, fields: Document) -> Answer:
    """Show the change on the step below; the answer then closes this view alone."""
    await visit.redraw(await guards_view(visit, fields), str(visit.view["previous_view_id"]))
    return None
