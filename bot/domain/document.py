"""The brief as a plain document: the one JSON shape for drafts, stored versions and the form's fields.

Keys are the field names of `Brief`; instants are epoch seconds (UTC), choices are their enum values. A draft
holds some of the keys, a stored version all of them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.acceptable_error import understand
from bot.domain.blast_radius import Audience, BlastRadius, Notice, Rollback, Scope, Undo
from bot.domain.brief import Brief, Source, Trigger
from bot.domain.checkpoints import Checkpoint, CheckpointKind
from bot.domain.shrinking import Shrink
from bot.domain.task_kind import TaskKind

Document = dict[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)


def to_document(brief: Brief) -> Document:
    """Return `brief` as a JSON-able document with every key."""
    radius = brief.blast_radius
    return {
        "task": brief.task,
        "owner_id": brief.owner_id,
        "deadline": _seconds(brief.deadline),
        "outcome": brief.outcome,
        "acceptable_error": brief.acceptable_error.text,
        "team_channel": brief.team_channel,
        "minimum_shippable": brief.minimum_shippable,
        "checklist": list(brief.checklist),
        "assumptions": list(brief.assumptions),
        "audience": radius.audience,
        "undo": radius.undo,
        "rollback": radius.rollback,
        "scope": radius.scope,
        "notice": radius.notice,
        "compliance_bound": radius.compliance_bound,
        "rollback_note": radius.rollback_note,
        "triggers": [
            {"condition": each.condition, "minutes": each.respond_in_minutes, "goes_to": each.goes_to}
            for each in brief.triggers
        ],
        "checkpoints": checkpoints_to_document(brief.checkpoints),
        "source": source_to_document(brief.source) if brief.source else None,
        "why": brief.why,
        "smaller": list(brief.smaller),
        "override": brief.override,
        "kind": brief.kind,
    }


def from_document(document: Document) -> Brief:
    """Return the brief that a complete document holds. Raises `KeyError` where a required key is missing."""
    return Brief(
        task=document["task"],
        owner_id=document["owner_id"],
        deadline=instant(document["deadline"]),
        outcome=document["outcome"],
        acceptable_error=understand(document["acceptable_error"]),
        team_channel=document.get("team_channel") or None,
        minimum_shippable=document.get("minimum_shippable") or "",
        checklist=tuple(document.get("checklist") or ()),
        assumptions=tuple(document.get("assumptions") or ()),
        blast_radius=blast_radius_from(document),
        triggers=tuple(
            Trigger(each["condition"], each["minutes"], each["goes_to"])
            for each in document.get("triggers") or ()
        ),
        checkpoints=checkpoints_from(document) or (),
        source=source_from(document),
        why=document.get("why") or "",
        smaller=smaller_from(document),
        override=document.get("override") or "",
        kind=TaskKind(document.get("kind") or TaskKind.OTHER),
    )


def blast_radius_from(document: Document) -> BlastRadius:
    """Return the blast radius as far as the document holds its answers."""
    return BlastRadius(
        audience=_choice(Audience, document.get("audience")),
        undo=_choice(Undo, document.get("undo")),
        rollback=_choice(Rollback, document.get("rollback")),
        scope=_choice(Scope, document.get("scope")),
        notice=_choice(Notice, document.get("notice")),
        compliance_bound=bool(document.get("compliance_bound")),
        rollback_note=document.get("rollback_note") or "",
    )


def smaller_from(document: Document) -> tuple[Shrink, ...]:
    """Return how the task was made smaller, as far as the document says."""
    return tuple(Shrink(way) for way in document.get("smaller") or ())


def checkpoints_from(document: Document) -> tuple[Checkpoint, ...] | None:
    """Return the checkpoints the document names, or None where it leaves them to the plan."""
    named = document.get("checkpoints")
    if named is None:
        return None
    return tuple(Checkpoint(CheckpointKind(each["kind"]), instant(each["at"])) for each in named)


def checkpoints_to_document(checkpoints: Iterable[Checkpoint]) -> list[Document]:
    """Return checkpoints as a document."""
    return [{"kind": each.kind, "at": _seconds(each.at)} for each in checkpoints]


def source_to_document(source: Source) -> Document:
    """Return the source message as a document."""
    return {
        "permalink": source.permalink,
        "channel_id": source.channel_id,
        "text": source.text,
        "is_private": source.is_private,
    }


def source_from(document: Document) -> Source | None:
    """Return the source message the document names, or None."""
    named = document.get("source")
    return Source(**named) if named else None


def instant(seconds: int) -> datetime:
    """Return epoch `seconds` as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _choice(kind: type[Choice], value: str | None) -> Choice | None:
    return kind(value) if value else None
