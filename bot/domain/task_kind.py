"""The kind of a task: what two tasks have in common where experience with one counts for the other."""

from enum import StrEnum


class TaskKind(StrEnum):
    """Few on purpose: a kind that holds one task only teaches nothing about the next one."""

    REPORT = "report"
    CHANGE = "change"
    ANALYSIS = "analysis"
    DOCUMENT = "document"
    DECISION = "decision"
    EVENT = "event"
    OTHER = "other"
