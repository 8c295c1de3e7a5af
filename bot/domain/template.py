"""Templates: a brief that a manager keeps for next time, under a name, for themselves alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.brief import is_blank
from bot.domain.people import Tenant
from bot.domain.shrinking import Shrink

NAME_CHARACTERS: Final = 75
TEMPLATES: Final = 20
"""How many one manager keeps: as many as a list shows at once."""

KEPT: Final = (
    "task",
    "kind",
    "outcome",
    "acceptable_error",
    "team_channel",
    "minimum_shippable",
    "why",
    "checklist",
    "assumptions",
    "triggers",
    "audience",
    "undo",
    "rollback",
    "scope",
    "notice",
    "compliance_bound",
    "rollback_note",
    "smaller",
    "level",
)
"""The keys of a brief's document that recur. Owner, deadline and what hangs on them are new each time, and so is the
reason to hand something over as it is.
"""


@dataclass(frozen=True, slots=True)
class Template:
    """A brief to start from; its name is unique for its author. `fields` holds the keys of `KEPT`."""

    id: str
    tenant: Tenant
    author_id: str
    name: str
    fields: dict[str, Any]
    saved_at: datetime


def fields_to_keep(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a template keeps of a brief's document: every key of `KEPT`, None where the brief has none."""
    kept = {name: document.get(name) for name in KEPT}
    ways = [way for way in kept["smaller"] or () if way != Shrink.REHEARSAL]
    return kept | {"smaller": ways}


def started_from(
    template: Template, typed: dict[str, Any], before: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the fields of a brief that starts from `template`: what was typed stays, the rest is the template's.

    `before` are the fields of a template chosen earlier in the same form; what it had filled in makes room.
    """
    own = {name: value for name, value in typed.items() if value and value != (before or {}).get(name)}
    return template.fields | own


def why_not_name(name: str) -> str | None:
    """Return the sentence that says why a template cannot bear this name, or None where it can."""
    if is_blank(name):
        return "Give it a name that you will know it by."
    if len(name) > NAME_CHARACTERS:
        return f"A name holds {NAME_CHARACTERS} characters; this one has {len(name)}."
    return None
