"""The modal "Delegate a task": three short steps, and the small views that a step opens.

Each module holds one view: what it shows and how its entries are read stand side by side. `fields` is
always the draft's document, with the keys of `bot.domain.document`, as far as it is filled in.
"""

from bot.blocks.brief_form.assumption import assumption_view, parse_assumption, why_not_assumption
from bot.blocks.brief_form.bar import bar_step, parse_bar
from bot.blocks.brief_form.blast_radius import blast_step, parse_blast
from bot.blocks.brief_form.checklist import checklist_view, parse_checklist, why_not_lines
from bot.blocks.brief_form.faults import block_errors
from bot.blocks.brief_form.guards import guards_step, kind_of, parse_guards, with_added, without
from bot.blocks.brief_form.smaller import as_answered, rehearsal_time, way_named, with_smaller
from bot.blocks.brief_form.times import parse_times, times_problems, times_view
from bot.blocks.brief_form.trigger import parse_trigger, trigger_problems, trigger_view

__all__ = [
    "as_answered",
    "assumption_view",
    "bar_step",
    "blast_step",
    "block_errors",
    "checklist_view",
    "guards_step",
    "kind_of",
    "parse_assumption",
    "parse_bar",
    "parse_blast",
    "parse_checklist",
    "parse_guards",
    "parse_times",
    "parse_trigger",
    "rehearsal_time",
    "times_problems",
    "times_view",
    "trigger_problems",
    "trigger_view",
    "way_named",
    "why_not_assumption",
    "why_not_lines",
    "with_added",
    "with_smaller",
    "without",
]
