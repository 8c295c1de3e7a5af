"""Kinds of tasks in words: what they are called, how one is guessed, and what is asked at their checkpoints."""

import re
from functools import cache
from typing import Final

from bot.coaching.question_bank import texts
from bot.domain.task_kind import TaskKind

_WORD: Final = re.compile(r"\w+")


def kind_label(kind: TaskKind) -> str:
    """Return what a kind is called."""
    return str(texts("task_kinds")[kind.value]["label"])


def guess_kind(task: str) -> TaskKind:
    """Return the kind that a task's line speaks of, `OTHER` where it names none. Takes any text.

    The last word that names a kind decides: in a line of a few words it is what the others describe.
    """
    named = (_kinds_by_word().get(word) for word in reversed(_WORD.findall(task.casefold())))
    return next((kind for kind in named if kind), TaskKind.OTHER)


@cache
def _kinds_by_word() -> dict[str, TaskKind]:
    return {word: kind for kind in TaskKind for word in texts("task_kinds")[kind.value]["words"]}
