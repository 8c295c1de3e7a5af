"""What is said under way: questions, answers at checkpoints, help, and the managers' private record."""

from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    Index,
    Integer,
    Table,
)

from bot.domain.checkpoints import CheckpointKind
from bot.domain.help import HelpKind
from bot.domain.record import QuestionAbout
from bot.domain.rescue import RescueKind
from storage.columns import (
    choice,
    flag,
    instant,
    key,
    of_one_tenant,
    refers_to,
    tenant,
    text,
    text_id,
)
from storage.tables.metadata import metadata

questions: Final = Table(
    "questions",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    choice("about", QuestionAbout),
    text("text"),
    instant("asked_at"),
    text("answer"),
    instant("answered_at", optional=True),
    text("asked_by"),
    instant("comes_at", optional=True),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_questions_delegation", *of_one_tenant("delegation_id"), "asked_at"),
)

checkpoint_answers: Final = Table(
    "checkpoint_answers",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    Column("questions", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    instant("answered_at"),
    flag("on_course"),
    Column("bet", Integer),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

checkpoint_questions: Final = Table(
    "checkpoint_questions",
    metadata,
    *tenant(),
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    Column("questions", JSON, nullable=False),
    instant("asked_at"),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

help_given: Final = Table(
    "help_given",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text_id("author_id"),
    choice("kind", HelpKind),
    text("text"),
    instant("at"),
    text("block"),
    text_id("answers"),
    key("id"),
    refers_to("delegations", id="delegation_id"),
)

rescues: Final = Table(
    "rescues",
    metadata,
    *tenant(),
    text_id("id"),
    text_id("delegation_id"),
    text_id("manager_id"),
    choice("kind", RescueKind),
    text("text"),
    instant("at"),
    key("id"),
    refers_to("delegations", id="delegation_id"),
    Index("ix_rescues_manager", *of_one_tenant("manager_id", "delegation_id")),
)
