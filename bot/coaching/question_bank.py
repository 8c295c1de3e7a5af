"""The question bank: what the owner is asked, what the manager may ask, and the sentences in between.

Choices are deterministic: the same seed asks the same questions, so that a message can be drawn again.
"""

import hashlib
import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any, Final

from bot.domain.checkpoints import CheckpointKind
from bot.domain.record import QuestionAbout
from bot.domain.task_kind import TaskKind

LANGUAGE: Final = "en"


def checkpoint_questions(
    kind: CheckpointKind,
    seed: str,
    audience: str = "",
    asked: Collection[str] = (),
    task: TaskKind = TaskKind.OTHER,
) -> tuple[str, ...]:
    """Return the two questions of a checkpoint: the first about risk, the second about judgement.

    Those for the kind of `task` go before the general ones; those in `asked`, whatever audience they named then, come
    only where nothing else is left.
    """
    bank = texts("checkpoints")[kind.value]
    own = texts("task_kinds")[task.value].get(kind.value, [])
    first = _drawn(bank["first"], f"{seed}:first", asked)
    then = _drawn([*own, *bank["then"]], f"{seed}:then", asked, before=len(own))
    return tuple(_named([first[0], then[0]], audience))


def stems(about: QuestionAbout) -> tuple[str, ...]:
    """Return the questions that a manager may begin with; the order is fixed, since buttons refer to it."""
    return tuple(texts("stems")[about.value])


def objections() -> tuple[str, ...]:
    """Return the questions that an objection to an intention may begin with; the order is fixed."""
    return tuple(texts("stems")["objection"])


def script(name: str) -> str:
    """Return one of the sentences said at their moment, by name. Raises `KeyError` for an unknown one."""
    return str(texts("scripts")[name])


def anybody() -> str:
    """Return what a question calls the audience where the outcome names none."""
    return script("anybody")


def correction_note() -> tuple[str, ...]:
    """Return the lines of the note that an owner starts a correction from."""
    return tuple(texts("scripts")["correction_note"])


def _named(questions: list[str], audience: str) -> list[str]:
    # Not str.format: a name is the user's, and may hold braces.
    return [question.replace("{audience}", audience or anybody()) for question in questions]


def _drawn(questions: list[str], seed: str, asked: Collection[str], *, before: int = 0) -> list[str]:
    """Return the questions as the seed orders them: the first `before` of them, the others, and what was `asked`."""

    def rank(question: str) -> tuple[bool, bool, bytes]:
        is_general = question not in questions[:before]
        drawn = hashlib.sha256(f"{seed}:{question}".encode()).digest()
        return _was_asked(question, asked), is_general, drawn

    return sorted(questions, key=rank)


def _was_asked(question: str, asked: Collection[str]) -> bool:
    before, names_audience, after = question.partition("{audience}")
    if not names_audience:
        return question in asked
    return any(each.startswith(before) and each.endswith(after) for each in asked)


@cache
def texts(name: str) -> dict[str, Any]:
    """Return one file of texts, in the language that is spoken."""
    file = resources.files("bot.coaching").joinpath("texts", LANGUAGE, f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
