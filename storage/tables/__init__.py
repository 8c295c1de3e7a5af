"""The tables. Every row carries its tenant, and every key holds it."""

from storage.tables.guards import (
    correction_notes,
    flags,
    forwards,
    hits,
    intentions,
    premortems,
    proposals,
    risks,
)
from storage.tables.metadata import metadata, of_delegation, of_tenant
from storage.tables.nudges import (
    IS_CAUGHT_UP_WITH,
    IS_FOLDED,
    IS_LATE,
    IS_REMINDER,
    IS_WAITING,
    nudges,
    receipts,
)
from storage.tables.people import channels, people
from storage.tables.reviews import NOTE_IN_TIME, notes, reviews
from storage.tables.talk import checkpoint_answers, checkpoint_questions, help_given, questions, rescues
from storage.tables.work import brief_versions, delegations, drafts, history, templates

__all__ = [
    "IS_CAUGHT_UP_WITH",
    "IS_FOLDED",
    "IS_LATE",
    "IS_REMINDER",
    "IS_WAITING",
    "NOTE_IN_TIME",
    "brief_versions",
    "channels",
    "checkpoint_answers",
    "checkpoint_questions",
    "correction_notes",
    "delegations",
    "drafts",
    "flags",
    "forwards",
    "help_given",
    "history",
    "hits",
    "intentions",
    "metadata",
    "notes",
    "nudges",
    "of_delegation",
    "of_tenant",
    "people",
    "premortems",
    "proposals",
    "questions",
    "receipts",
    "rescues",
    "reviews",
    "risks",
    "templates",
]
