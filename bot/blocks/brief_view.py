"""The whole brief, to be read: every field in full, what the version on the table changes, and what happened since."""

from collections.abc import Sequence

from bot.blocks.brief_words import difference_lines, shared_outside_warning, trigger_line, value_in_words
from bot.blocks.button_values import value_of
from bot.blocks.history_lines import history_blocks
from bot.blocks.ids import ViewId
from bot.blocks.inputs import modal
from bot.blocks.message import Block, View
from bot.blocks.source import began
from bot.blocks.text import SECTION_CHARACTERS, context, divider, escape, header, pages, section, shown, when
from bot.blocks.whose_move import name, zone_of
from bot.domain.brief import LABELS
from bot.domain.lifecycle import Role
from bot.domain.record import HistoryEntry
from bot.domain.rescue import Rescue
from bot.domain.situation import Situation

_RESCUES, _RESCUE = 5, 1_000
_FULL = 12_000  # 2,000 characters that each cost five when escaped, with room


def brief_view(
    situation: Situation,
    reader: Role,
    rescues: Sequence[Rescue] = (),
    history: Sequence[HistoryEntry] = (),
) -> View:
    """Return the brief as a modal without inputs, in the reader's time zone.

    `rescues` are the reader's own, where the reader is the manager: how they stepped in, for them alone. `history` is
    what the reader may read of it, oldest first.
    """
    delegation = situation.delegation
    brief, zone = delegation.brief, zone_of(situation, reader)
    blocks: list[Block] = [
        header(brief.task),
        context(
            f"Version {delegation.brief_number} · {name(situation, Role.MANAGER)} handed it to "
            f"{name(situation, Role.OWNER)}, who decides and owns the call."
        ),
    ]
    if situation.previous:
        changes = difference_lines(situation.previous, brief, situation, zone)
        blocks += [section("*What this version changes*" + ("" if changes else "\nNothing."))]
        blocks += [section(line) for line in changes]
        blocks.append(divider())
    for field, label in LABELS.items():
        if field in ("task", "owner_id"):
            continue
        blocks += _field(field, label, situation, reader)
    warning = shared_outside_warning(situation)
    blocks += [section(warning)] if warning else []
    blocks += began(brief.source, SECTION_CHARACTERS)
    if delegation.back_brief:
        said = f"*{name(situation, Role.OWNER)} said*\n{escape(delegation.back_brief)}"
        blocks += [section(page) for page in pages(said)]
    blocks += _stepped_in(rescues, situation) if reader is Role.MANAGER else []
    if delegation.acceptance and delegation.acceptance.expectation:
        expects = f"*{name(situation, Role.OWNER)} expects*\n{escape(delegation.acceptance.expectation)}"
        blocks += [section(page) for page in pages(expects)]
    blocks += history_blocks(history, situation, reader)
    return modal(ViewId.BRIEF, "The brief", blocks, metadata=value_of(delegation.id))


def _stepped_in(rescues: Sequence[Rescue], situation: Situation) -> list[Block]:
    """Return the manager's private record of the latest times they stepped in."""
    if not rescues:
        return []
    zone = zone_of(situation, Role.MANAGER)
    lines = [
        f"{when(each.at, zone)} · {each.kind.value}: “{shown(each.text, _RESCUE)}”"
        for each in rescues[-_RESCUES:]
    ]
    heading = f"*Where you stepped in* ({len(rescues)}), kept for you alone"
    return [divider(), section(heading), *(section(line) for line in lines)]


def _field(field: str, label: str, situation: Situation, reader: Role) -> list[Block]:
    brief, zone = situation.delegation.brief, zone_of(situation, reader)
    if field == "checklist":
        words = "\n".join(f"• {shown(line, 400)}" for line in brief.checklist)
        words = words and f"*{label}*\n{words}"
        return [section(page) for page in pages(words)]
    if field == "triggers":
        lines = [f"*Trigger*  {trigger_line(trigger, situation, _FULL)}" for trigger in brief.triggers]
        return [section(page) for line in lines for page in pages(line)]
    value = value_in_words(field, brief, situation, zone, _FULL)
    return [section(page) for page in pages(f"*{label}*\n{value}")] if value else []
