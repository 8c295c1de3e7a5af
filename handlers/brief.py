"""The brief form: three steps forward, and Back that loses nothing."""

from datetime import UTC

from bot.blocks.brief_form import as_answered, bar_step, blast_step, parse_bar, parse_blast, parse_guards
from bot.blocks.home import NEW
from bot.coaching.phrasing import Rule
from bot.domain.document import Document
from bot.domain.identity import new_id
from bot.domain.people import Channel
from bot.usecases.draft import (
    KeepDraft,
    asked_about_the_bar,
    check_bar,
    draft_to_resume,
    drop_draft,
    keep_draft,
    read_draft,
    sent_vague,
)
from bot.usecases.hand_over import HandOver, hand_over
from bot.usecases.template import templates_of
from handlers.drafting import draft_of, guards_view, keep, read, replanned
from handlers.visit import Answer, Visit, replaced_by


async def open_brief(visit: Visit, fields: Document) -> None:
    """Open the first step at once; only then look at what was begun before, or keep what came along."""
    draft_id = new_id()
    view_id = await visit.open(bar_step(draft_id, fields, zone=UTC))
    begun = None
    if fields:
        await keep_draft(KeepDraft(draft_id, visit.user_id, fields), visit.work(), visit.desk.clock)
    else:
        begun = await draft_to_resume(visit.user_id, visit.work(), visit.desk.clock)
    templates = await templates_of(visit.user_id, visit.work())
    if begun or templates:
        view = bar_step(draft_id, fields, resume=begun, zone=await visit.zone(), templates=templates)
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
    await visit.redraw(bar_step(draft_id, fields, zone=await visit.zone(), refilled="again"))
    return None


async def start_fresh(visit: Visit) -> Answer:
    """[Start fresh]: the earlier draft is forgotten, what is typed here stays."""
    draft_id, _ = visit.about
    await drop_draft(draft_id, visit.user_id, visit.work())
    templates = await templates_of(visit.user_id, visit.work())
    typed = parse_bar(visit.state)
    await visit.redraw(bar_step(draft_of(visit), typed, zone=await visit.zone(), templates=templates))
    return None


async def submit_bar(visit: Visit) -> Answer:
    """Step 1, Next: keep what was typed, then check it."""
    entered = parse_bar(visit.state)
    before = await read(visit)
    fields = await keep(visit, entered | await replanned(visit, before, before | entered))
    asked = asked_about_the_bar(entered, before, await _team(visit, fields.get("team_channel")))
    for _ in asked:
        visit.desk.tally.asked_back(Rule.VAGUE_BAR)
    await check_bar(fields, visit.user_id, visit.tenant, visit.desk.directory, visit.desk.clock, asked)
    return replaced_by(blast_step(draft_of(visit), fields))


async def answer_radius(visit: Visit) -> Answer:
    """A question of step 2 was answered: the verdict follows."""
    fields = await keep(visit, parse_blast(visit.state))
    await visit.redraw(blast_step(draft_of(visit), fields))
    return None


async def back_to_bar(visit: Visit) -> Answer:
    """[Back] on step 2."""
    fields = await keep(visit, parse_blast(visit.state))
    await visit.redraw(bar_step(draft_of(visit), fields, zone=await visit.zone()))
    return None


async def submit_blast(visit: Visit) -> Answer:
    """Step 2, Next. What was made smaller, and answered otherwise since, is not smaller any more."""
    fields = await keep(visit, parse_blast(visit.state))
    if fields.get("smaller"):
        fields = await keep(visit, as_answered(fields))
    return replaced_by(await guards_view(visit, fields))


async def answer_kind(visit: Visit) -> Answer:
    """Another kind of task was picked: what the owner has done of it follows."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.redraw(await guards_view(visit, fields))
    return None


async def back_to_blast(visit: Visit) -> Answer:
    """[Back] on step 3."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.redraw(blast_step(draft_of(visit), fields))
    return None


async def submit_guards(visit: Visit) -> Answer:
    """Step 3, Hand over."""
    command = HandOver(draft_of(visit), visit.user_id, parse_guards(visit.state))
    offered = await hand_over(command, visit.work(), visit.desk.directory, visit.desk.clock)
    for _ in range(sent_vague(offered.brief, await _team(visit, offered.brief.team_channel))):
        visit.desk.tally.sent_as_it_is(Rule.VAGUE_BAR)
    return None


async def _team(visit: Visit, channel_id: str | None) -> Channel | None:
    """Return the channel of the after-action, whose team says what it wants no questions about."""
    return await visit.desk.directory.channel(visit.tenant, channel_id) if channel_id else None
