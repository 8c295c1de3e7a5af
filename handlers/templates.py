"""Templates: saved from a brief or from a card, listed by the command, chosen in the first step of a brief."""

from datetime import UTC

from bot.blocks.brief_form import bar_step, parse_bar, parse_guards
from bot.blocks.forms.notice import notice_view
from bot.blocks.templates import DELEGATION, DRAFT, naming_view, parse_name, template_list
from bot.domain.errors import NotFound, Refused
from bot.domain.identity import new_id
from bot.domain.lifecycle import Role
from bot.usecases.draft import KeepDraft, keep_draft
from bot.usecases.template import (
    SaveTemplate,
    StartFrom,
    delete_template,
    save_template,
    start_from,
    templates_of,
)
from handlers.drafting import draft_of, guards_view, keep, read
from handlers.rights import look
from handlers.visit import Answer, Visit, replaced_by, told


async def press_save(visit: Visit) -> Answer:
    """[Save as template] in step 3."""
    fields = await keep(visit, parse_guards(visit.state))
    await visit.open(naming_view(draft_of(visit), DRAFT, fields.get("task") or ""))
    return None


async def press_save_of_card(visit: Visit) -> Answer:
    """[Save as template] in the "…" of the manager's card."""
    situation, role = await look(visit)
    if role is not Role.MANAGER:
        raise Refused("Only the manager of this delegation keeps its brief as a template.")
    await visit.open(naming_view(situation.delegation.id, DELEGATION, situation.delegation.brief.task))
    return None


async def submit_template(visit: Visit) -> Answer:
    """The template has its name."""
    about, kind = visit.about
    name = parse_name(visit.state)
    if kind == DELEGATION:
        saved = await save_template(
            SaveTemplate(visit.user_id, name, delegation_id=about), visit.work(), visit.desk.clock
        )
        said = f"Saved as “{saved.name}”. {visit.desk.command} template lists what you keep."
        return replaced_by(notice_view(said, "Save as template"))
    if kind != DRAFT:
        raise NotFound
    saved = await save_template(
        SaveTemplate(visit.user_id, name, draft_id=about), visit.work(), visit.desk.clock
    )
    below = await guards_view(visit, await read(visit, about), about, notice=f"Saved as “{saved.name}”.")
    await visit.redraw(below, str(visit.view["previous_view_id"]))
    return None


async def choose(visit: Visit) -> Answer:
    """A template was chosen in step 1: it fills in what nobody has typed yet."""
    template_id, _ = visit.about
    draft_id = draft_of(visit)
    fields = await start_from(
        StartFrom(draft_id, visit.user_id, template_id, parse_bar(visit.state)), visit.work()
    )
    await _fill(visit, draft_id, fields, str(visit.view["id"]))
    return None


async def press_start(visit: Visit) -> Answer:
    """[Start] in the list: the form opens at once, and is filled in a moment later."""
    template_id, _ = visit.about
    draft_id = new_id()
    view_id = await visit.open(bar_step(draft_id, {}, zone=UTC))
    fields = await start_from(StartFrom(draft_id, visit.user_id, template_id, {}), visit.work())
    await _fill(visit, draft_id, fields, view_id)
    return None


async def press_delete(visit: Visit) -> Answer:
    """[Delete] in the list."""
    template_id, _ = visit.about
    name = await delete_template(template_id, visit.user_id, visit.work())
    said = f"Deleted “{name}”." if name else "This template is deleted already."
    left = await templates_of(visit.user_id, visit.work())
    await visit.tell(template_list(left, visit.desk.command, said))
    return None


async def show_templates(visit: Visit) -> Answer:
    """`/delegate template`."""
    return told(template_list(await templates_of(visit.user_id, visit.work()), visit.desk.command))


async def _fill(visit: Visit, draft_id: str, fields: dict[str, object], view_id: str) -> None:
    await keep_draft(KeepDraft(draft_id, visit.user_id, fields), visit.work(), visit.desk.clock)
    own = await templates_of(visit.user_id, visit.work())
    chosen = str(fields["template"])
    view = bar_step(draft_id, fields, zone=UTC, templates=own, refilled=chosen)
    await visit.redraw(view, view_id)
