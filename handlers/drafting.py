"""The draft behind the brief form: read and kept with each click, and what follows from it."""

from bot.blocks.brief_form import guards_step, kind_of
from bot.blocks.experience_words import experience_line
from bot.blocks.message import View
from bot.domain.checkpoints import Checkpoint, further_looks, plan_checkpoints
from bot.domain.document import Document, checkpoints_from, checkpoints_to_document, instant
from bot.domain.errors import Invalid
from bot.domain.people import Person
from bot.domain.worktime import WorkingHours
from bot.usecases.draft import KeepDraft, experience_with, keep_draft, read_draft
from bot.usecases.hours import hours_before_an_offer
from handlers.visit import Visit


def draft_of(visit: Visit) -> str:
    """Return the id of the draft that the view before us fills in."""
    return str(visit.view["private_metadata"])


async def keep(visit: Visit, fields: Document) -> Document:
    """Keep what was typed, and return all that the draft holds."""
    command = KeepDraft(draft_of(visit), visit.user_id, fields)
    return await keep_draft(command, visit.work(), visit.desk.clock)


async def read(visit: Visit, draft_id: str = "") -> Document:
    """Return what the draft holds, by default the one that the view before us fills in."""
    return await read_draft(draft_id or draft_of(visit), visit.user_id, visit.work())


async def owner_of(visit: Visit, fields: Document) -> Person | None:
    """Return the owner whom the draft names, as the directory knows them; None where it names nobody."""
    owner_id = fields.get("owner_id")
    return await visit.desk.directory.person(visit.tenant, owner_id) if owner_id else None


async def owner_hours(visit: Visit, fields: Document) -> WorkingHours | None:
    """Return the hours in which the draft's owner would work on it; None where it names nobody."""
    owner = await owner_of(visit, fields)
    return await hours_at_work(visit, fields, owner) if owner else None


async def hours_at_work(visit: Visit, fields: Document, person: Person) -> WorkingHours:
    """Return the hours in which this person would work on the draft's task."""
    place = fields.get("team_channel")
    return await hours_before_an_offer(person, place, visit.tenant, visit.desk.directory)


async def planned_for(visit: Visit, fields: Document) -> tuple[Checkpoint, ...]:
    """Return the checkpoints by the rule, for the draft's owner and deadline; none while one of them is open."""
    hours = await owner_hours(visit, fields)
    if hours is None or not fields.get("deadline"):
        return ()
    return plan_checkpoints(visit.desk.clock.now(), instant(fields["deadline"]), hours)


async def replanned(visit: Visit, before: Document, after: Document) -> Document:
    """Return the ticked checkpoints at new times where deadline or hours have changed; nothing where neither has."""
    named = checkpoints_from(before)
    same_deadline = before.get("deadline") == after.get("deadline")
    if named is None or (
        same_deadline and await owner_hours(visit, before) == await owner_hours(visit, after)
    ):
        return {}
    left_out = {each.kind for each in await planned_for(visit, before)} - {each.kind for each in named}
    planned = [each for each in await planned_for(visit, after) if each.kind not in left_out]
    if planned and after.get("deadline"):
        planned += further_looks(named, visit.desk.clock.now(), instant(after["deadline"]))
    return {"checkpoints": checkpoints_to_document(planned)}


async def guards_view(visit: Visit, fields: Document, draft_id: str = "", *, notice: str = "") -> View:
    """Return step 3 as the draft fills it, by default the one that the view before us fills in."""
    planned = await planned_for(visit, fields)
    owner = await owner_of(visit, fields)
    done = ""
    if owner:
        known = await experience_with(kind_of(fields), owner.user_id, visit.user_id, visit.work())
        done = experience_line(known, owner.name)
    draft = draft_id or draft_of(visit)
    return guards_step(draft, fields, planned, await visit.zone(), done=done, notice=notice)


def raise_for(problems: dict[str, str]) -> None:
    """Raise `Invalid` where there are any problems."""
    if problems:
        raise Invalid(problems)
