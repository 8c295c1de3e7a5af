"""Templates: save a brief for next time, look at one's own, start from one, delete one."""

from dataclasses import dataclass

from bot.domain.brief import tidy
from bot.domain.document import Document, to_document
from bot.domain.errors import Invalid, NotFound, Refused
from bot.domain.identity import new_id
from bot.domain.lifecycle import Role
from bot.domain.template import TEMPLATES, Template, fields_to_keep, started_from, why_not_name
from bot.usecases.ports import Clock, UnitOfWork

_TAKEN = "You have a template of this name. Pick another name, or delete that one first."


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """A brief to be kept under a name: a draft's or a delegation's, whichever id is given."""

    actor_id: str
    name: str
    draft_id: str = ""
    delegation_id: str = ""


@dataclass(frozen=True, slots=True)
class StartFrom:
    """The template that a draft starts from, and what was typed into its first step so far."""

    draft_id: str
    actor_id: str
    template_id: str
    typed: Document


async def save_template(command: SaveTemplate, work: UnitOfWork, clock: Clock) -> Template:
    """Keep the brief as its manager's template; the same form twice keeps it once.

    Raises `Invalid` for a name that is blank, too long or taken, and `Refused` where there is no room or the brief is
    not the actor's to keep.
    """
    name = tidy(command.name)
    problem = why_not_name(name)
    if problem:
        raise Invalid({"name": problem})
    async with work:
        fields = await _fields_of(command, work)
        held = await work.templates.of_author(command.actor_id)
        same = next((each for each in held if each.name == name), None)
        if same:
            if same.fields == fields:
                return same
            raise Invalid({"name": _TAKEN})
        if len(held) >= TEMPLATES:
            raise Invalid({"name": f"You keep {TEMPLATES} templates already. Delete one first."})
        template = Template(new_id(), work.tenant, command.actor_id, name, fields, clock.now())
        if not await work.templates.add(template):  # saved in between, by the same person
            raise Invalid({"name": _TAKEN})
        await work.commit()
    return template


async def templates_of(author_id: str, work: UnitOfWork) -> list[Template]:
    """Return the author's own templates, by name."""
    async with work:
        return await work.templates.of_author(author_id)


async def start_from(command: StartFrom, work: UnitOfWork) -> Document:
    """Return what a brief holds that starts from the template: everything but owner and deadline.

    Raises `Refused` where the template is gone, or somebody else's.
    """
    async with work:
        template = await work.templates.get(command.template_id, command.actor_id)
        draft = await work.drafts.get(command.draft_id, command.actor_id)
        earlier = draft.fields.get("template") if draft else None
        before = await work.templates.get(earlier, command.actor_id) if earlier else None
    if template is None:
        raise Refused("This template is not there any more. The form stays as it is; fill it in as usual.")
    fields = started_from(template, command.typed, before.fields if before else None)
    return fields | {"template": template.id}


async def delete_template(template_id: str, actor_id: str, work: UnitOfWork) -> str:
    """Delete the actor's template and return its name; "" where it is gone already."""
    async with work:
        template = await work.templates.get(template_id, actor_id)
        if template is None:
            return ""
        await work.templates.delete(template.id, actor_id)
        await work.commit()
    return template.name


async def _fields_of(command: SaveTemplate, work: UnitOfWork) -> Document:
    if command.draft_id:
        draft = await work.drafts.get(command.draft_id, command.actor_id)
        if draft is None:
            raise NotFound
        return fields_to_keep(draft.fields)
    delegation = await work.delegations.get(command.delegation_id)
    if delegation.role_of(command.actor_id) is not Role.MANAGER:
        raise Refused("Only the manager of this delegation keeps its brief as a template.")
    return fields_to_keep({**to_document(delegation.brief), "level": delegation.manager_level})
