"""The brief form: three steps forward, Back that loses nothing, and the small views that add guards."""

from datetime import UTC
from typing import Any

from bot.blocks.brief_form import (
    assumption_view,
    bar_step,
    blast_step,
    checklist_view,
    guards_step,
    parse_assumption,
    parse_bar,
    parse_blast,
    parse_checklist,
    parse_guards,
    parse_times,
    parse_trigger,
    times_problems,
    times_view,
    trigger_problems,
    trigger_view,
    why_not_assumption,
    why_not_lines,
    with_added,
    without,
)
from bot.blocks.home import NEW
from bot.blocks.message import View
from bot.domain.checkpoints import Checkpoint, plan_checkpoints, within_hours
from bot.domain.document import Document, checkpoints_from, checkpoints_to_document, instant
from bot.domain.errors import Invalid
from bot.domain.identity import new_id
from bot.domain.people import Person
from bot.usecases.draft import (
    KeepDraft,
    asked_about_the_bar,
    check_bar,
    draft_to_resume,
    drop_draft,
    keep_draft,
    read_draft,
)
from bot.usecases.hand_over import HandOver, hand_over
from handlers.visit import Answer, Visit, replaced_by


async def open_brief(visit: Visit, fields: Document) -> None:
    """Open the first step at once; only then look at what was begun before, or keep what came along."""
    draft_id = new_id()
    view_id = await visit.open(bar_step(draft_id, fields, zone=UTC))
    if fields:
        await keep_draft(KeepDraft(draft_id, visit.user_id, fields), visit.work(), visit.desk.clock)
        return
    begun = await draft_to_resume(visit.user_id, visit.work(), visit.desk.clock)
    if begun:
        view = bar_step(draft_id, fields, resume=begun, zone=await visit.zone())
        await visit.redraw(view, view_id)


async def press_delegate(visit: Visit) -> Answer:
    """[Delegate a task] on Home, or [Delegate "..."] under the usage, which carries the words typed."""
    words = visit.action.get("value") or NEW
    await open_brief(visit, {"task": words} if words != NEW else {})
    return None


async def resume(visit: Visit) -> Answer:
    """[Continue]: the form holds what was begun before."""
    draft_id, _ = visit.about
    fields = await read_draft(draft_id, visit.user_id, visit.work())
    await visit.redraw(bar_step(draft_id, fields, zone=await visit.zone(), refilled=True))
    return None


async def start_fresh(visit: Visit) -> Answer:
    """[Start fresh]: the earlier draft is forgotten, what is typed here stays."""
    draft_id, _ = visit.about
    await drop_draft(draft_id, visit.user_id, visit.work())
    await visit.redraw(bar_step(_draft_of(visit), parse_bar(visit.state), zone=await visit.zone()))
    return None


async def submit_bar(visit: Visit) -> Answer:
    """Step 1, Next: keep what was typed, then check it."""
    entered = parse_bar(visit.state)
    before = await _read(visit)
    fields = await _keep(visit, entered | await _replanned(visit, before, before | entered))
    asked = asked_about_the_bar(entered, before)
    await check_bar(fields, visit.user_id, visit.tenant, visit.desk.directory, visit.desk.clock, asked)
    return replaced_by(blast_step(_draft_of(visit), fields))


async def answer_radius(visit: Visit) -> Answer:
    """A question of step 2 was answered: the verdict follows."""
    fields = await _keep(visit, parse_blast(visit.state))
    await visit.redraw(blast_step(_draft_of(visit), fields))
    return None


async def back_to_bar(visit: Visit) -> Answer:
    """[Back] on step 2."""
    fields = await _keep(visit, parse_blast(visit.state))
    await visit.redraw(bar_step(_draft_of(visit), fields, zone=await visit.zone()))
    return None


async def submit_blast(visit: Visit) -> Answer:
    """Step 2, Next."""
    fields = await _keep(visit, parse_blast(visit.state))
    return replaced_by(await _guards(visit, fields))


async def back_to_blast(visit: Visit) -> Answer:
    """[Back] on step 3."""
    fields = await _keep(visit, parse_guards(visit.state))
    await visit.redraw(blast_step(_draft_of(visit), fields))
    return None


async def add_trigger(visit: Visit) -> Answer:
    """[Add a trigger]."""
    await visit.open(trigger_view(_draft_of(visit), visit.user_id))
    await _keep(visit, parse_guards(visit.state))
    return None


async def add_checklist(visit: Visit) -> Answer:
    """[Add a checklist line]."""
    fields = await _keep(visit, parse_guards(visit.state))
    await visit.open(checklist_view(_draft_of(visit), fields))
    return None


async def add_assumption(visit: Visit) -> Answer:
    """[Add an assumption]."""
    fields = await _keep(visit, parse_guards(visit.state))
    await visit.open(assumption_view(_draft_of(visit), fields))
    return None


async def change_times(visit: Visit) -> Answer:
    """[Change times]."""
    fields = await _keep(visit, parse_guards(visit.state))
    await visit.open(times_view(_draft_of(visit), fields, await _planned(visit, fields)))
    return None


async def remove(visit: Visit) -> Answer:
    """[Remove] beside something that was added."""
    _, subject = visit.about
    what, _, index = subject.partition(":")
    fields = await _keep(visit, parse_guards(visit.state))
    if index.isdigit():
        fields = await _keep(visit, without(fields, what, int(index)))
    await visit.redraw(await _guards(visit, fields))
    return None


async def submit_trigger(visit: Visit) -> Answer:
    """Add one trigger to the draft."""
    fields = await _read(visit)
    trigger = parse_trigger(visit.state)
    _raise_for(trigger_problems(trigger, fields))
    if trigger["goes_to"]:  # so that a page knows their name and hours, when there is no time to ask
        await visit.desk.directory.person(visit.tenant, trigger["goes_to"])
    return await _added(visit, fields, "triggers", trigger)


async def submit_checklist(visit: Visit) -> Answer:
    """Add lines to the draft's checklist."""
    fields = await _read(visit)
    lines = parse_checklist(visit.state)
    _raise_for(why_not_lines(lines, fields))
    return await _added(visit, fields, "checklist", *lines)


async def submit_assumption(visit: Visit) -> Answer:
    """Add one assumption to the draft."""
    fields = await _read(visit)
    text = parse_assumption(visit.state)
    _raise_for(why_not_assumption(text, fields))
    return await _added(visit, fields, "assumptions", text)


async def submit_times(visit: Visit) -> Answer:
    """Move the draft's checkpoints, into the owner's hours where a time lies outside."""
    fields = await _read(visit)
    moved = parse_times(visit.state)
    now = visit.desk.clock.now()
    _raise_for(times_problems(moved, fields, now))
    owner = await _owner(visit, fields)
    if owner and fields.get("deadline"):
        deadline, hours = instant(fields["deadline"]), owner.hours
        fitting = [within_hours(each, now, deadline, hours) for each in checkpoints_from(moved) or ()]
        moved = {"checkpoints": checkpoints_to_document(fitting)}
    return await _redraw_below(visit, await _keep(visit, moved))


async def submit_guards(visit: Visit) -> Answer:
    """Step 3, Hand over."""
    command = HandOver(_draft_of(visit), visit.user_id, parse_guards(visit.state))
    await hand_over(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


def _draft_of(visit: Visit) -> str:
    return str(visit.view["private_metadata"])


async def _keep(visit: Visit, fields: Document) -> Document:
    command = KeepDraft(_draft_of(visit), visit.user_id, fields)
    return await keep_draft(command, visit.work(), visit.desk.clock)


async def _read(visit: Visit) -> Document:
    return await read_draft(_draft_of(visit), visit.user_id, visit.work())


async def _owner(visit: Visit, fields: Document) -> Person | None:
    owner_id = fields.get("owner_id")
    return await visit.desk.directory.person(visit.tenant, owner_id) if owner_id else None


async def _planned(visit: Visit, fields: Document) -> tuple[Checkpoint, ...]:
    owner = await _owner(visit, fields)
    if owner is None or not fields.get("deadline"):
        return ()
    return plan_checkpoints(visit.desk.clock.now(), instant(fields["deadline"]), owner.hours)


async def _replanned(visit: Visit, before: Document, after: Document) -> Document:
    """Return the ticked checkpoints at new times where deadline or owner have changed; nothing where neither has."""
    named = checkpoints_from(before)
    if named is None or all(before.get(name) == after.get(name) for name in ("deadline", "owner_id")):
        return {}
    left_out = {each.kind for each in await _planned(visit, before)} - {each.kind for each in named}
    planned = [each for each in await _planned(visit, after) if each.kind not in left_out]
    return {"checkpoints": checkpoints_to_document(planned)}


async def _guards(visit: Visit, fields: Document) -> View:
    planned = await _planned(visit, fields)
    return guards_step(_draft_of(visit), fields, planned, await visit.zone())


async def _added(visit: Visit, fields: Document, what: str, *added: Any) -> Answer:
    return await _redraw_below(visit, await _keep(visit, with_added(fields, what, *added)))


async def _redraw_below(visit: Visit, fields: Document) -> Answer:
    """Show the change on the step below; the answer then closes this view alone."""
    await visit.redraw(await _guards(visit, fields), str(visit.view["previous_view_id"]))
    return None


def _raise_for(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)
