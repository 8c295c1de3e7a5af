"""Questions, answers and history, of one tenant."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from bot.domain.checkpoints import CheckpointKind
from bot.domain.record import CheckpointAnswer, HistoryEntry, Question
from storage.inserts import Insert, insert_new
from storage.mapping import answer_from, answer_values
from storage.rows import from_row, to_values
from storage.tables import (
    checkpoint_answers,
    checkpoint_questions,
    delegations,
    history,
    of_delegation,
    of_tenant,
    questions,
)
from storage.transaction import TenantTransaction

_NOTE: Final = insert(history).inline()
_HISTORY: Final = of_delegation(history).order_by(history.c.at, history.c.row_number)
_THIS_QUESTION: Final = of_tenant(questions) & (questions.c.id == bindparam("this"))
_QUESTION: Final = select(questions).where(_THIS_QUESTION)
_QUESTIONS: Final = of_delegation(questions).order_by(questions.c.asked_at, questions.c.id)
_ANSWER_QUESTION: Final = update(questions).where(_THIS_QUESTION, questions.c.answered_at.is_(None))
_AT_CHECKPOINT: Final = (
    of_tenant(checkpoint_answers)
    & (checkpoint_answers.c.delegation_id == bindparam("about_delegation"))
    & (checkpoint_answers.c.kind == bindparam("at_kind"))
)
_CHECKPOINT_ANSWER: Final = select(checkpoint_answers).where(_AT_CHECKPOINT)
_BET_AT_CHECKPOINT: Final = update(checkpoint_answers).where(
    _AT_CHECKPOINT, checkpoint_answers.c.bet.is_(None)
)
_CHECKPOINT_QUESTIONS: Final = select(checkpoint_questions.c.questions).where(
    of_tenant(checkpoint_questions),
    checkpoint_questions.c.delegation_id == bindparam("about_delegation"),
    checkpoint_questions.c.kind == bindparam("at_kind"),
)
_LATEST_CYCLES: Final = (
    select(delegations.c.id)
    .where(
        of_tenant(delegations),
        delegations.c.owner_id == bindparam("of_owner"),
        delegations.c.id != bindparam("about_delegation"),
        delegations.c.started_at.is_not(None),
    )
    .order_by(delegations.c.started_at.desc(), delegations.c.id)
    .limit(bindparam("cycles"))
)
_ASKED_LATELY: Final = select(checkpoint_questions.c.questions).where(
    of_tenant(checkpoint_questions),
    checkpoint_questions.c.delegation_id.in_(_LATEST_CYCLES),
)


class SqlRecords:
    """Implements the port `Records`."""

    def __init__(self, transaction: TenantTransaction) -> None:
        self._transaction = transaction

    async def note(self, entry: HistoryEntry) -> None:
        """Add a line to a delegation's history."""
        self._transaction.hold_back(_NOTE, to_values(entry))

    async def history(self, delegation_id: str) -> list[HistoryEntry]:
        """Return a delegation's history, oldest first."""
        rows = await self._transaction.read(_HISTORY, {"about_delegation": delegation_id})
        return [from_row(HistoryEntry, row) for row in rows]

    async def ask(self, question: Question) -> bool:
        """Store a question; False if one of this id is already there."""
        return await self._transaction.write(_ask(self._transaction.dialect), to_values(question)) == 1

    async def question(self, question_id: str) -> Question | None:
        """Return the question, or None."""
        row = await self._transaction.read_one(_QUESTION, {"this": question_id})
        return from_row(Question, row) if row else None

    async def questions(self, delegation_id: str) -> list[Question]:
        """Return the questions about a delegation, oldest first."""
        rows = await self._transaction.read(_QUESTIONS, {"about_delegation": delegation_id})
        return [from_row(Question, row) for row in rows]

    async def answer_question(self, question: Question) -> bool:
        """Store the question's answer; False if it already had one, which is kept."""
        answered = {"this": question.id, "answer": question.answer, "answered_at": question.answered_at}
        return await self._transaction.write(_ANSWER_QUESTION, answered) == 1

    async def answer_checkpoint(self, answer: CheckpointAnswer) -> bool:
        """Store an answer; False if this checkpoint already has one, which is kept."""
        statement = _answer_checkpoint(self._transaction.dialect)
        return await self._transaction.write(statement, answer_values(answer)) == 1

    async def checkpoint_answer(self, delegation_id: str, kind: CheckpointKind) -> CheckpointAnswer | None:
        """Return the answer given at a checkpoint, or None."""
        row = await self._transaction.read_one(
            _CHECKPOINT_ANSWER, {"about_delegation": delegation_id, "at_kind": kind}
        )
        return answer_from(row) if row else None

    async def bet_at_checkpoint(self, delegation_id: str, kind: CheckpointKind, percent: int) -> bool:
        """Add the bet on the date to a checkpoint's answer; False where there is none without one."""
        made = {"about_delegation": delegation_id, "at_kind": kind, "bet": percent}
        return await self._transaction.write(_BET_AT_CHECKPOINT, made) == 1

    async def ask_at_checkpoint(
        self, delegation_id: str, kind: CheckpointKind, questions: Sequence[str], at: datetime
    ) -> None:
        """Fix what is asked at a checkpoint; where that is fixed already, it stays."""
        statement = _ask_at_checkpoint(self._transaction.dialect)
        values = {"delegation_id": delegation_id, "kind": kind, "questions": list(questions), "asked_at": at}
        await self._transaction.write(statement, values)

    async def asked_at_checkpoint(self, delegation_id: str, kind: CheckpointKind) -> tuple[str, ...]:
        """Return what is asked at a checkpoint, empty where that is not fixed yet."""
        about = {"about_delegation": delegation_id, "at_kind": kind}
        row = await self._transaction.read_one(_CHECKPOINT_QUESTIONS, about)
        return tuple(row.questions) if row else ()

    async def asked_lately(self, owner_id: str, besides: str, cycles: int) -> frozenset[str]:
        """Return what was asked at the checkpoints of an owner's latest delegations that began, `besides` one."""
        about = {"of_owner": owner_id, "about_delegation": besides, "cycles": cycles}
        rows = await self._transaction.read(_ASKED_LATELY, about)
        return frozenset(question for row in rows for question in row.questions)


@cache
def _ask(dialect: str) -> Insert:
    return insert_new(questions, dialect, "id")


@cache
def _answer_checkpoint(dialect: str) -> Insert:
    return insert_new(checkpoint_answers, dialect, "delegation_id", "kind")


@cache
def _ask_at_checkpoint(dialect: str) -> Insert:
    return insert_new(checkpoint_questions, dialect, "delegation_id", "kind")
