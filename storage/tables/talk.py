"""What is said under way: questions, answers at checkpoints, help, and the managers' private record."""

from typing import Final

from sqlalchemy import Column, Index, Integer

from bot.domain.checkpoints import CheckpointKind
from bot.domain.help import HelpKind
from bot.domain.record import QuestionAbout
from bot.domain.rescue import RescueKind
from storage.columns import choice, document, flag, instant, key, of_one_tenant, refers_to, text, text_id
from storage.tables.metadata import about_a_delegation, table_of_tenants

questions: Final = about_a_delegation(
    "questions",
    choice("about", QuestionAbout),
    text("text"),
    instant("asked_at"),
    text("answer"),
    instant("answered_at", optional=True),
    text("asked_by"),
    instant("comes_at", optional=True),
    ordered_by="asked_at",
)

checkpoint_answers: Final = table_of_tenants(
    "checkpoint_answers",
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    document("questions"),
    document("answers"),
    instant("answered_at"),
    flag("on_course"),
    Column("bet", Integer),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

checkpoint_questions: Final = table_of_tenants(
    "checkpoint_questions",
    text_id("delegation_id"),
    choice("kind", CheckpointKind),
    document("questions"),
    instant("asked_at"),
    key("delegation_id", "kind"),
    refers_to("delegations", id="delegation_id"),
)

help_given: Final = about_a_delegation(
    "help_given",
    text_id("author_id"),
    choice("kind", HelpKind),
    text("text"),
    instant("at"),
    text("block"),
    text_id("answers"),
    instant("due_at", optional=True),
    text("deputy_id"),
    instant("reminded_at", optional=True),
    instant("given_back_at", optional=True),
    instant("answered_at", optional=True),
    ordered_by="at",
)

# Read by the manager whose they are, and by nobody else: every query names the manager.
rescues: Final = about_a_delegation(
    "rescues",
    text_id("manager_id"),
    choice("kind", RescueKind),
    text("text"),
    instant("at"),
    Index("ix_rescues_manager", *of_one_tenant("manager_id", "delegation_id")),
)
