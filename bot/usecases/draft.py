"""Keep what a manager has typed of a brief, check it step by step, and offer it again for a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.coaching.phrasing import Rule, check_bar_field
from bot.domain.brief import Brief, problems_of_bar, tidy
from bot.domain.document import Document, instant
from bot.domain.errors import Invalid, Refused
from bot.domain.experience import Experience, experience_of
from bot.domain.people import Channel, Tenant, why_not_owner, why_not_place
from bot.domain.record import DRAFT_OFFERED_FOR, Draft
from bot.domain.task_kind import TaskKind
from bot.usecases.ports import Clock, Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """What was typed in one step, by field name; it joins what the draft holds of earlier steps."""

    draft_id: str
    author_id: str
    fields: Document


async def keep_draft(command: KeepDraft, work: UnitOfWork, clock: Clock) -> Document:
    """Store the fields as typed, valid or not, and return all the draft's fields.

    Raises `Refused` where the draft is handed over and waits for its rehearsal.
    """
    async with work:
        known = await work.drafts.get(command.draft_id, command.author_id)
        if known and known.about:
            raise Refused(
                "This brief is handed over: it waits for its rehearsal, and stands as it is till then."
            )
        fields = {**(known.fields if known else {}), **command.fields}
        await work.drafts.save(Draft(command.draft_id, work.tenant, command.author_id, fields, clock.now()))
        await work.commit()
    return fields


async def read_draft(draft_id: str, author_id: str, work: UnitOfWork) -> Document:
    """Return what the author has typed so far; empty where the draft is gone."""
    async with work:
        known = await work.drafts.get(draft_id, author_id)
    return known.fields if known else {}


async def draft_to_resume(author_id: str, work: UnitOfWork, clock: Clock) -> Draft | None:
    """Return the newest brief that the author began within the last day and did not hand over, or None."""
    async with work:
        return await work.drafts.latest(author_id, clock.now() - DRAFT_OFFERED_FOR)


async def experience_with(kind: TaskKind, owner_id: str, manager_id: str, work: UnitOfWork) -> Experience:
    """Return what this owner has done of one kind for this manager, and for nobody else: that is the others' affair."""
    async with work:
        return experience_of(kind, await work.delegations.between(manager_id, owner_id))


async def drop_draft(draft_id: str, author_id: str, work: UnitOfWork) -> None:
    """Forget the author's draft, unless it waits for its rehearsal."""
    async with work:
        known = await work.drafts.get(draft_id, author_id)
        if known and not known.about:
            await work.drafts.delete(draft_id)
            await work.commit()


async def check_bar(
    fields: Document,
    author_id: str,
    tenant: Tenant,
    directory: Directory,
    clock: Clock,
    asked: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Raise `Invalid` with a sentence for each field of the first step that cannot stand.

    `asked` are questions about fields that can, from `asked_about_the_bar`; what cannot stand goes before them.
    Looks at the owner and the channel as Slack has them, and keeps the words of a private channel from
    an owner who is not in it.
    """
    deadline = fields.get("deadline")
    problems: dict[str, str | None] = dict(asked)
    problems |= dict(
        problems_of_bar(
            tidy(fields.get("task")),
            instant(deadline) if deadline else None,
            tidy(fields.get("outcome")),
            tidy(fields.get("acceptable_error")),
            clock.now(),
        )
    )
    problems["owner_id"] = await _owner_problem(fields, author_id, tenant, directory)
    if fields.get("team_channel"):
        problems["team_channel"] = why_not_place(await directory.channel(tenant, fields["team_channel"]))
    if not problems["owner_id"] and await _tells_a_secret(fields, tenant, directory):
        problems["task"] = (
            "This line is from a private channel that the owner is not in. Say it in your own words."
        )
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Invalid(found)


def asked_about_the_bar(entered: Document, before: Document, team: Channel | None = None) -> dict[str, str]:
    """Return a question for each field of the bar that is vague, by field name; none where its `team` wants none.

    `before` is the draft as it was: the same words sent once more have been asked about, and go through.
    """
    if team and Rule.VAGUE_BAR in team.unasked:
        return {}
    found = {
        field: check_bar_field(tidy(entered.get(field)), tidy(entered.get("outcome")))
        for field in ("outcome", "acceptable_error")
        if entered.get(field) != before.get(field)
    }
    return {
        field: f"{finding.question} Say a number, a day or a reader; sent once more as it is, it goes through."
        for field, finding in found.items()
        if finding
    }


def sent_vague(brief: Brief, team: Channel | None) -> int:
    """Return how many fields of the bar went out vague after they had been asked about."""
    if team and Rule.VAGUE_BAR in team.unasked:
        return 0
    fields = (brief.outcome, brief.acceptable_error.text)
    return sum(check_bar_field(text, brief.outcome) is not None for text in fields)


async def _owner_problem(
    fields: Document, author_id: str, tenant: Tenant, directory: Directory
) -> str | None:
    if not fields.get("owner_id"):
        return "Pick the person who will own it."
    return why_not_owner(await directory.person(tenant, fields["owner_id"]), author_id, tenant.team_id)


async def _tells_a_secret(fields: Document, tenant: Tenant, directory: Directory) -> bool:
    source: dict[str, Any] = fields.get("source") or {}
    if not source.get("is_private") or not source.get("text"):
        return False
    lines = [tidy(line) for line in source["text"].splitlines() if tidy(line)]
    # A long line is prefilled cut, with an ellipsis; what is left of it is still the channel's.
    task = tidy(fields.get("task"))
    unchanged = any(task == line or _is_cut_from(task, line) for line in lines)
    return unchanged and not await directory.is_member(tenant, source["channel_id"], fields["owner_id"])


def _is_cut_from(task: str, line: str) -> bool:
    start = task.removesuffix("…").rstrip()
    return task.endswith("…") and bool(start) and line.startswith(start)


async def without_secrets(fields: Document, tenant: Tenant, directory: Directory) -> Document:
    """Return the fields without the source's words where the owner is not in the private channel they are from."""
    source = fields.get("source")
    if not source or not source["is_private"]:
        return fields
    if await directory.is_member(tenant, source["channel_id"], fields["owner_id"]):
        return fields
    return {**fields, "source": {**source, "text": ""}}
